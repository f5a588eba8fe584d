use crate::alternatives::{constant, rank, ready, tool_serves, why};
use crate::answer::PackName;
use crate::check::pack_name;
use crate::{Engine, EngineError, Speaker};
use countersign_model::{Question, ValueSet, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The tools that serve, best first; the JSON contract.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Suggestions {
    /// The facts that were given, by facet.
    pub facts: BTreeMap<String, String>,
    /// Tools that may be used, at once or when approved, the best first.
    pub suggestions: Vec<Suggestion>,
    /// Tools that serve and fell out, in the order in which they would have stood.
    pub fell_out: Vec<Suggestion>,
    /// The policy that answered.
    pub pack: PackName,
}

/// A tool and how it stands.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Suggestion {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its verdict for these facts; `undecided` where further facts decide.
    pub verdict: String,
    /// What speaks for it, or why it fell out.
    pub why: String,
}

/// Suggests tools for a job: those that serve what is to be done, allowed ones
/// first, in the order of the pack's ladders. `without` are tools that the asker
/// rules out, by place; the question's own subject plays no part.
///
/// # Errors
/// Where the pack is at fault.
pub fn suggest(
    engine: &dyn Engine,
    question: &Question,
    without: &[usize],
    language: Option<&str>,
) -> Result<Suggestions, EngineError> {
    let pack = engine.pack();
    let speaker = Speaker::new(pack, language);
    let (facts, approved) = ready(pack, question);
    let wanted: Option<ValueSet> = pack
        .settings
        .serves
        .and_then(|facet| facts.get(facet).copied().flatten())
        .map(|value| std::iter::once(value).collect());
    let mut found = Vec::new();
    for (place, tool) in pack.tools.iter().enumerate() {
        if wanted.as_ref().is_some_and(|wanted| !tool_serves(pack, place, wanted)) {
            continue;
        }
        let outcome = constant(engine, place, question.unit, &facts, approved)?;
        let verdict = outcome.as_ref().map_or(Verdict::Undecided, |outcome| outcome.verdict);
        let why = match &outcome {
            Some(_) if without.contains(&place) => speaker.word("ui.ruled-out").to_owned(),
            Some(outcome) if verdict == Verdict::Allowed => why(pack, &facts, tool, outcome, speaker),
            Some(outcome) => why(pack, &Vec::new(), tool, outcome, speaker),
            None => speaker.word("ui.depends").to_owned(),
        };
        let serves = matches!(verdict, Verdict::Allowed | Verdict::AskFirst) && !without.contains(&place);
        let order = if serves { verdict } else { Verdict::Allowed };
        let suggestion =
            Suggestion { id: tool.id.to_string(), name: tool.name.clone(), verdict: verdict.to_string(), why };
        found.push(((order, rank(pack, engine, &facts, tool)), serves, suggestion));
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let (good, fell): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, serves, _)| *serves);
    let facts = pack.facets.iter().zip(&question.facts);
    let facts = facts.filter_map(|(facet, fact)| Some((facet.id.to_string(), facet.value_id((*fact)?).to_owned())));
    Ok(Suggestions {
        facts: facts.collect(),
        suggestions: good.into_iter().map(|(_, _, suggestion)| suggestion).collect(),
        fell_out: fell.into_iter().map(|(_, _, suggestion)| suggestion).collect(),
        pack: pack_name(pack, speaker),
    })
}
