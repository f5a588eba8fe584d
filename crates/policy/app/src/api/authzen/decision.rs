use super::mapping::Unmapped;
use axum::body::Bytes;
use countersign_compiled::Subject as Place;
use countersign_decide::{Answer, NoAnswer, check, decision_key};
use countersign_model::{Question, Subject, Verdict};
use countersign_web_kit::EncodedDecision;
use countersign_web_kit::PolicyVersion;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// A decision (section "Decision").
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Decision {
    /// Whether the tool may be used without anything further. Whoever has to ask first,
    /// and whoever says too little, may not.
    decision: bool,
    /// Why.
    context: Context,
}

/// Why a decision is as it is.
#[derive(Debug, Serialize, JsonSchema)]
struct Context {
    /// `allowed`, `ask-first`, `not-allowed`, `undecided`, or `error` where there was no
    /// question to answer.
    verdict: &'static str,
    /// The reasons, the gravest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<Why>,
    /// What binds whoever uses the tool: the conditions that must be kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<String>,
    /// The approvals that would permit it, each list enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    approvals: Vec<Vec<String>>,
    /// The facts that would decide, by facet, the most telling first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    questions: Vec<String>,
    /// Facets for which words were given that are none of their values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<String>,
    /// What was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failed>,
    /// The version of the policy.
    version: String,
}

/// A reason.
#[derive(Debug, Serialize, JsonSchema)]
struct Why {
    /// The rule that decides.
    rule: String,
    /// What kind of reason it is.
    kind: String,
    /// The reason, in a sentence.
    text: String,
    /// The sources, by id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<String>,
}

/// What was wrong with one of several questions.
#[derive(Debug, Serialize, JsonSchema)]
struct Failed {
    /// As the status of a request would be.
    status: u16,
    /// What was wrong.
    message: String,
}

/// Returns the decision on a question. `None` if it would be slow and `allow_slow` is false.
pub(crate) fn decide(
    version: &PolicyVersion,
    question: &Question,
    unknown: &[usize],
    allow_slow: bool,
) -> Option<Arc<EncodedDecision>> {
    let make = || work_out(version, question, unknown);
    if unknown.is_empty() {
        return version.decisions.get_or_make(&version.policy, question, allow_slow, make);
    }
    // Does not use the cache, because its keys do not include the facets with unknown values.
    (allow_slow || decision_key(&version.policy, question).is_some()).then(|| Arc::new(make()))
}

fn work_out(version: &PolicyVersion, question: &Question, unknown: &[usize]) -> EncodedDecision {
    match check(&version.policy, question, None) {
        Ok(answer) => from_answer(version, answer, unknown),
        Err(NoAnswer::InputError(misuse)) => failed(version, 400, misuse.message),
        Err(NoAnswer::TooLarge(error)) => failed(version, 500, error.to_string()),
    }
}

/// Returns the decision on a request that maps to no question.
pub(crate) fn from_denial(version: &PolicyVersion, closed: &Unmapped) -> EncodedDecision {
    let status = if matches!(closed, Unmapped::Missing(_)) { 400 } else { 404 };
    failed(version, status, closed.reason().into_owned())
}

fn failed(version: &PolicyVersion, status: u16, message: String) -> EncodedDecision {
    let context = Context {
        verdict: "error",
        reasons: Vec::new(),
        conditions: Vec::new(),
        approvals: Vec::new(),
        questions: Vec::new(),
        unknown: Vec::new(),
        error: Some(Failed { status, message }),
        version: version.id.clone(),
    };
    encode(&Decision { decision: false, context })
}

fn from_answer(version: &PolicyVersion, answer: Answer, unknown: &[usize]) -> EncodedDecision {
    let verdict = answer.verdict;
    let binds = |strength: &Option<String>| matches!(strength.as_deref(), Some("must" | "must-not"));
    let why = |reason: countersign_decide::Reason| Why {
        rule: reason.rule,
        kind: reason.kind,
        text: reason.text,
        sources: reason.sources.into_iter().map(|source| source.id).collect(),
    };
    let facet = |place: &usize| version.pack().facets.at(*place).map(|facet| facet.id.to_string());
    let context = Context {
        verdict: verdict.as_str(),
        reasons: answer.reasons.into_iter().map(why).collect(),
        conditions: answer
            .conditions
            .into_iter()
            .filter(|advice| binds(&advice.strength))
            .map(|advice| advice.text)
            .collect(),
        approvals: answer.approvals,
        questions: answer.questions.into_iter().map(|question| question.facet).collect(),
        unknown: unknown.iter().filter_map(facet).collect(),
        error: None,
        version: version.id.clone(),
    };
    encode(&Decision { decision: verdict == Verdict::Allowed, context })
}

fn encode(decision: &Decision) -> EncodedDecision {
    match serde_json::to_vec(decision) {
        Ok(json) => EncodedDecision { permitted: decision.decision, json: json.into() },
        Err(error) => {
            tracing::error!(%error, "a decision cannot be written as JSON");
            EncodedDecision { permitted: false, json: Bytes::from_static(br#"{"decision":false}"#) }
        }
    }
}

/// Returns true if the user can use a tool. For searches, which need no reasons.
pub(crate) fn permitted(version: &PolicyVersion, question: &Question) -> bool {
    if let (Subject::Tool(_), Some(values)) = (&question.subject, whole(version, question))
        && let Place::Tool(tool) = version.policy.subject(&question.subject)
    {
        return version.policy.decisions.verdict(tool, question.unit, &values) == Some(Verdict::Allowed);
    }
    countersign_decide::verdict(&version.policy, question) == Ok(Verdict::Allowed)
}

/// Returns the values of all facets, defaults included. `None` if a facet is open.
fn whole(version: &PolicyVersion, question: &Question) -> Option<Vec<u8>> {
    let facets = version.pack().facets.iter().zip(&question.facts);
    facets.map(|(facet, fact)| u8::try_from(fact.or(facet.default)?).ok()).collect()
}
