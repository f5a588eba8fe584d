use crate::answer::Other;
use crate::outcome::{Outcome, Rules};
use crate::space::Space;
use crate::{Asked, Engine, EngineError, Speaker};
use countersign_model::{Action, Facts, Ladder, Pack, Question, Rung, Subject, Tool, ValueSet, Verdict};

/// Other tools that are allowed for the same facts and serve the same, in the
/// order of the ladders, then of the grades, then of the names.
pub(crate) fn alternatives(
    engine: &dyn Engine,
    question: &Question,
    facts: &Facts,
    approved: u64,
    speaker: Speaker<'_>,
) -> Result<Vec<Other>, EngineError> {
    let pack = engine.pack();
    let wanted = wanted(pack, &question.subject, facts);
    let mut found = Vec::new();
    for (place, tool) in pack.tools.iter().enumerate() {
        let same = question.subject == Subject::Tool(place);
        if same || !wanted.as_ref().is_some_and(|wanted| tool_serves(pack, place, wanted)) {
            continue;
        }
        if let Some(outcome) = allowed(engine, place, question.unit, facts, approved)? {
            let rank = rank(pack, engine, facts, tool);
            found.push((rank, place, why(pack, facts, tool, &outcome, speaker)));
        }
    }
    found.sort();
    let other = |(_, place, why): (_, usize, String)| {
        let tool = pack.tools.at(place)?;
        Some(Other { id: tool.id.to_string(), name: tool.name.clone(), why })
    };
    Ok(found.into_iter().filter_map(other).collect())
}

/// What a tool has to serve to stand in for the subject: what is to be done, or
/// else what the subject serves itself.
fn wanted(pack: &Pack, subject: &Subject, facts: &Facts) -> Option<ValueSet> {
    let facet = pack.settings.serves?;
    if let Some(value) = facts.get(facet).copied().flatten() {
        return Some(std::iter::once(value).collect());
    }
    let served = served(pack, subject);
    (!served.is_empty()).then_some(served)
}

fn served(pack: &Pack, subject: &Subject) -> ValueSet {
    let own = pack.entry_of(subject).map(|tool| tool.serves.clone()).unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    pack.kinds_of(subject).into_iter().flat_map(|kind| kind.serves.iter()).collect()
}

/// Whether a tool serves any of these.
pub(crate) fn tool_serves(pack: &Pack, place: usize, wanted: &ValueSet) -> bool {
    served(pack, &Subject::Tool(place)).meets(wanted)
}

/// The outcome of a tool that is allowed in every completion: that of the first.
fn allowed(
    engine: &dyn Engine,
    place: usize,
    unit: usize,
    facts: &Facts,
    approved: u64,
) -> Result<Option<Outcome>, EngineError> {
    let pack = engine.pack();
    let subject = Subject::Tool(place);
    let tables = engine.tables(Action::Use, &Asked { subject: &subject, unit, facts })?;
    let space = Space::new(pack, facts, &tables)?;
    let rules = Rules::new(pack, &tables, approved)?;
    let mut first: Option<Outcome> = None;
    for place in space.places() {
        let outcome = rules.outcome(|facet| space.axis(facet).map_or(0, |axis| space.value(place, axis)));
        if outcome.verdict != Verdict::Allowed {
            return Ok(None);
        }
        first.get_or_insert(outcome);
    }
    Ok(first)
}

/// Where a tool stands among those that serve the same: its rung, its grade, its name.
pub(crate) type Rank = (usize, usize, String);

/// Ranks a tool by the ladders whose questions the facts lie in.
pub(crate) fn rank(pack: &Pack, engine: &dyn Engine, facts: &Facts, tool: &Tool) -> Rank {
    let rung = rung(pack, facts, tool).map_or(usize::MAX, |(place, _)| place);
    let standing = pack.standing(tool, engine.day());
    let grade = standing.listing.and_then(|listing| pack.grades.position(listing.grade.as_str()));
    (rung, grade.unwrap_or(usize::MAX), tool.name.to_lowercase())
}

fn rung<'a>(pack: &'a Pack, facts: &Facts, tool: &Tool) -> Option<(usize, &'a Rung)> {
    let ladders = pack.ladders.iter().filter(|ladder: &&Ladder| ladder.when.covers(facts));
    let step = |ladder: &'a Ladder| ladder.rungs.iter().enumerate().find(|(_, rung)| rung.tools.contains(&tool.id));
    ladders.filter_map(step).min_by_key(|(place, _)| *place)
}

/// What speaks for a tool: its step on a ladder, or the rule that decides.
pub(crate) fn why(pack: &Pack, facts: &Facts, tool: &Tool, outcome: &Outcome, speaker: Speaker<'_>) -> String {
    if let Some((_, rung)) = rung(pack, facts, tool) {
        return speaker.say(&rung.text).to_owned();
    }
    let mut rules: Vec<_> = outcome.rules.iter().filter_map(|rule| pack.rules.at(*rule)).collect();
    rules.sort_by_key(|rule| rule.kind);
    let text = rules.first().and_then(|rule| rule.text.as_ref()).map(|text| speaker.say(text));
    let unlisted = || pack.settings.unlisted.as_ref().map(|route| speaker.say(&route.text));
    text.or_else(unlisted).unwrap_or_else(|| speaker.word("ui.unlisted")).to_owned()
}
