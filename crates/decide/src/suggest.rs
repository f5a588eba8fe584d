use crate::alternatives::{Rank, rank, tool_serves, why};
use crate::answer::PackName;
use crate::given::{pack_name, ready};
use crate::outcome::{Outcome, Outcomes};
use crate::questions::questions;
use crate::space::Space;
use crate::{Asked, Engine, EngineError, Speaker};
use countersign_model::{Action, Facts, Pack, Question, ReasonKind, Subject, ValueSet, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The tools that serve, best first; the JSON contract.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Suggestions {
    /// The facts that were given, by facet.
    pub facts: BTreeMap<String, String>,
    /// Tools that may be used, the best first: by the pack's ladders, then those
    /// that are allowed for certain, then those that further facts decide, and
    /// those that somebody has to approve last.
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
    /// The facets that decide, where the verdict is `undecided`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<String>,
}

/// Suggests tools for a job: those that serve what is to be done, in the order of
/// the pack's ladders. `without` are tools that the asker rules out, by place; the
/// question's own subject plays no part.
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
    let mut suggestions: Vec<((bool, Rank, Verdict), Suggestion)> = Vec::new();
    let mut fell_out = Vec::new();
    for (place, tool) in pack.tools.iter().enumerate() {
        if wanted.as_ref().is_some_and(|wanted| !tool_serves(pack, place, wanted)) {
            continue;
        }
        let subject = Subject::Tool(place);
        let tables = engine.tables(Action::Use, &Asked { subject: &subject, unit: question.unit, facts: &facts })?;
        let outcomes = Outcomes::new(pack, Space::new(pack, &facts, &tables)?, &tables, approved)?;
        let ruled_out = without.contains(&place);
        let (verdict, may) =
            (outcomes.verdict(), outcomes.distinct.iter().any(|one| one.verdict != Verdict::NotAllowed));
        let suggestion = Suggestion {
            id: tool.id.to_string(),
            name: tool.name.clone(),
            verdict: verdict.to_string(),
            why: if ruled_out {
                speaker.word("ui.ruled-out").to_owned()
            } else {
                reason(pack, &facts, place, &outcomes, speaker)
            },
            questions: open(pack, &outcomes, verdict),
        };
        let rank = rank(pack, engine, &facts, tool);
        if ruled_out || !may {
            fell_out.push((rank, suggestion));
        } else {
            let last =
                verdict == Verdict::AskFirst || outcomes.distinct.iter().all(|one| one.verdict != Verdict::Allowed);
            suggestions.push(((last, rank, verdict), suggestion));
        }
    }
    // A rung outweighs how certain it is; off the ladders what is certain comes first.
    suggestions.sort_by(|((last, rank, verdict), _), ((other_last, other_rank, other_verdict), _)| {
        (last, rank.0, verdict, rank).cmp(&(other_last, other_rank.0, other_verdict, other_rank))
    });
    fell_out.sort_by(|one, other| one.0.cmp(&other.0));
    let given = pack.facets.iter().zip(&question.facts);
    let given = given.filter_map(|(facet, fact)| Some((facet.id.to_string(), facet.value_id((*fact)?).to_owned())));
    Ok(Suggestions {
        facts: given.collect(),
        suggestions: suggestions.into_iter().map(|(_, suggestion)| suggestion).collect(),
        fell_out: fell_out.into_iter().map(|(_, suggestion)| suggestion).collect(),
        pack: pack_name(pack, speaker),
    })
}

/// What speaks for a tool where it may be used, and what against it where not.
fn reason(pack: &Pack, facts: &Facts, place: usize, outcomes: &Outcomes, speaker: Speaker<'_>) -> String {
    let Some(tool) = pack.tools.at(place) else { return String::new() };
    let reached = |outcome: &Outcome| {
        let mut rules = outcome.rules.iter().filter_map(|rule| pack.rules.at(*rule));
        rules.any(|rule| rule.kind != ReasonKind::OutOfScope) || outcome.rules.is_empty()
    };
    // What the policy does not reach speaks for no tool.
    let best = outcomes.distinct.iter().min_by_key(|outcome| (!reached(outcome), outcome.verdict));
    let Some(best) = best else { return speaker.word("ui.unlisted").to_owned() };
    let facts = if best.verdict == Verdict::NotAllowed { &Vec::new() } else { facts };
    why(pack, facts, tool, best, speaker)
}

fn open(pack: &Pack, outcomes: &Outcomes, verdict: Verdict) -> Vec<String> {
    if verdict != Verdict::Undecided {
        return Vec::new();
    }
    let facets = questions(pack, outcomes);
    facets.iter().filter_map(|facet| pack.facets.at(*facet)).map(|facet| facet.id.to_string()).collect()
}
