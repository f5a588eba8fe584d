use crate::answer::Alternative;
use crate::deciding_rules::NONE;
use crate::defaults::{approved, of_others, with_defaults};
use crate::outcome::{Outcome, outcome_at};
use crate::residual::{Residual, common};
use crate::{Localizer, TooLarge};
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_model::{Facts, Pack, PreferenceOrder, PreferenceStep, Question, Subject, Tool, ValueSet, Verdict};

/// Returns other tools that are allowed for the same facts and do the same job, in the order of the
/// ladders, then of the grades, then of the names.
pub(crate) fn alternatives(
    policy: &Policy,
    question: &Question,
    speaker: Localizer<'_>,
) -> Result<Vec<Alternative>, TooLarge> {
    let pack = &policy.pack;
    let wanted = purposes_to_serve(pack, &question.subject, &with_defaults(pack, &question.facts));
    let facts = &with_defaults(pack, &of_others(pack, &question.facts));
    let laid = &mut Residual::new(policy, facts, approved(pack, &question.approved));
    let mut found = Vec::new();
    for (place, tool) in pack.register() {
        let subject = Subject::Tool(place);
        let same = question.subject == subject;
        if same || !wanted.as_ref().is_some_and(|wanted| tool_serves(pack, place, wanted)) {
            continue;
        }
        let verdicts = laid.verdicts(&subject, question.unit)?;
        let plain = laid.plain(verdicts)?;
        if common(&laid.verdicts_of(plain)) == Some(Verdict::Allowed) {
            let allowed = laid.is(plain, Verdict::Allowed)?;
            let outcome = witness(laid, question, &subject, facts, allowed);
            let rank = rank(policy, facts, tool);
            found.push((rank, place, why(pack, facts, tool, &outcome, speaker)));
        }
    }
    found.sort();
    let other = |(_, place, why): (_, usize, String)| {
        let tool = pack.tools.at(place)?;
        Some(Alternative { id: tool.id.to_string(), name: tool.name.clone(), why })
    };
    Ok(found.into_iter().filter_map(other).collect())
}

/// Returns the outcome for a subject in the first case in which a condition on the open facts is
/// true.
pub(crate) fn witness(
    laid: &Residual<'_>,
    question: &Question,
    subject: &Subject,
    facts: &Facts,
    condition: Node,
) -> Outcome {
    let found = laid.arena.first_point(condition).unwrap_or_default();
    let value = |place: usize| facts.get(place).copied().flatten().or(found.get(place).copied()).unwrap_or(0);
    let values: Vec<u8> = (0..facts.len()).map(|place| u8::try_from(value(place)).unwrap_or(0)).collect();
    let approved = approved(&laid.policy.pack, &question.approved);
    outcome_at(laid.policy, laid.policy.subject(subject), question.unit, &values, approved)
}

/// Returns what a tool must be good for to replace the subject: the job in the question, or else
/// what the subject is good for.
fn purposes_to_serve(pack: &Pack, subject: &Subject, facts: &Facts) -> Option<ValueSet> {
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

/// Returns true if a tool is good for any of these.
pub(crate) fn tool_serves(pack: &Pack, place: usize, wanted: &ValueSet) -> bool {
    served(pack, &Subject::Tool(place)).meets(wanted)
}

/// A tool's position among those for the same job: its rung, its grade, its name.
pub(crate) type Rank = (usize, usize, String);

/// Ranks a tool by the ladders that cover the facts.
pub(crate) fn rank(policy: &Policy, facts: &Facts, tool: &Tool) -> Rank {
    let pack = &policy.pack;
    let rung = rung(pack, facts, tool).map_or(usize::MAX, |(place, _)| place);
    let standing = pack.standing(tool, policy.decisions.at);
    // If the facts leave several grades open, the one that ranks last counts.
    let open = standing.listing.into_iter().flat_map(|listing| listing.grades_in(facts, &pack.facets));
    let grade = open.map(|open| pack.grades.position(open.grade.as_str()).unwrap_or(usize::MAX)).max();
    (rung, grade.unwrap_or(usize::MAX), tool.name.to_lowercase())
}

fn rung<'a>(pack: &'a Pack, facts: &Facts, tool: &Tool) -> Option<(usize, &'a PreferenceStep)> {
    let ladders = pack.ladders.iter().filter(|ladder: &&PreferenceOrder| ladder.when.covers(facts));
    let step =
        |ladder: &'a PreferenceOrder| ladder.rungs.iter().enumerate().find(|(_, rung)| rung.tools.contains(&tool.id));
    ladders.filter_map(step).min_by_key(|(place, _)| *place)
}

/// Returns the argument for a tool: its step on a ladder, or the rule that decides.
pub(crate) fn why(pack: &Pack, facts: &Facts, tool: &Tool, outcome: &Outcome, speaker: Localizer<'_>) -> String {
    if let Some((_, rung)) = rung(pack, facts, tool) {
        return speaker.say(&rung.text).to_owned();
    }
    let mut rules: Vec<_> =
        outcome.rules.iter().filter(|rule| **rule != NONE).filter_map(|rule| pack.rules.at(*rule)).collect();
    rules.sort_by_key(|rule| rule.kind);
    let text = rules.first().and_then(|rule| rule.text.as_ref()).map(|text| speaker.say(text));
    let unlisted = || pack.settings.unlisted.as_ref().map(|route| speaker.say(&route.text));
    text.or_else(unlisted).unwrap_or_else(|| speaker.word("ui.unlisted")).to_owned()
}
