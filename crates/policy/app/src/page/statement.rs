//! Statements of an answer: each is a text with its note, cases and sources.

use super::format::{Source, cases, line, sources};
use countersign_decide::{AccessRoute, AdviceEntry, Answer, AnswerListing, Case, Reason, SettledFact};
use countersign_web_kit::page::PageRequest;

/// A statement of the answer, with its sources.
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) note: Option<String>,
    pub(super) when: Vec<String>,
    pub(super) sources: Vec<Source>,
}

/// Returns the facts that the policy has settled.
pub(super) fn settled_facts(visit: &PageRequest, answer: &Answer) -> Vec<Statement> {
    let statement = |fact: &SettledFact| Statement {
        text: visit.say().fill("ui.settled", &[("label", &fact.label), ("text", &fact.text)]),
        note: None,
        when: Vec::new(),
        sources: sources(&fact.sources),
    };
    answer.settled.iter().map(statement).collect()
}

/// Returns the reasons for the verdict.
pub(super) fn reasons(visit: &PageRequest, answer: &Answer) -> Vec<Statement> {
    let (pack, say) = (visit.pack(), visit.say());
    let statement = |reason: &Reason| Statement {
        text: reason_text(visit, answer, reason),
        note: Some(say.word(&format!("ui.kind.{}", answer.reason_kind(reason))).to_owned()),
        when: cases(&reason.when, say, pack),
        sources: sources(&reason.sources),
    };
    answer.reasons.iter().map(statement).collect()
}

/// Returns the conditions of use by their strength, the strictest first.
pub(super) fn conditions<'v>(visit: &'v PageRequest, answer: &Answer) -> Vec<(&'v str, Vec<Statement>)> {
    let of_strength = |strength: &str| {
        let conditions = answer.conditions.iter().filter(|advice| advice.strength.as_deref() == Some(strength));
        let conditions: Vec<Statement> = conditions.map(|advice| advice_statement(visit, advice)).collect();
        (!conditions.is_empty()).then(|| (visit.word(strength), conditions))
    };
    ["must", "must-not", "should", "avoid"].into_iter().filter_map(of_strength).collect()
}

/// Returns what the user must do afterwards.
pub(super) fn duties(visit: &PageRequest, answer: &Answer) -> Vec<Statement> {
    answer.duties.iter().map(|duty| advice_statement(visit, duty)).collect()
}

/// Returns the ways to get the tool.
pub(super) fn access_routes(visit: &PageRequest, answer: &Answer) -> Vec<Statement> {
    let case_line = |when: &Case| line(when, visit.say(), visit.pack());
    let statement = |route: &AccessRoute| Statement {
        text: route.text.clone(),
        note: None,
        when: if is_met(&route.when, answer) { Vec::new() } else { vec![case_line(&route.when)] },
        sources: Vec::new(),
    };
    answer.access.iter().map(statement).collect()
}

/// Returns what each list says about the tool.
pub(super) fn listings(visit: &PageRequest, answer: &Answer) -> Vec<Statement> {
    answer.listings.iter().map(|listing| listing_statement(visit, answer, listing)).collect()
}

/// Returns true if the stated facts meet a case. The page then does not repeat it.
fn is_met(when: &Case, answer: &Answer) -> bool {
    when.iter().all(|(facet, values)| answer.facts.get(facet).is_some_and(|value| values.contains(value)))
}

/// Returns a condition or duty, and the times at which it must be met.
fn advice_statement(visit: &PageRequest, advice: &AdviceEntry) -> Statement {
    Statement {
        text: std::iter::once(advice.text.clone()).chain(advice.times(visit.say())).collect::<Vec<_>>().join(" "),
        note: None,
        when: cases(&advice.when, visit.say(), visit.pack()),
        sources: sources(&advice.sources),
    }
}

/// Returns a reason, with its verdict in front if some reason has another verdict than the answer.
fn reason_text(visit: &PageRequest, answer: &Answer, reason: &Reason) -> String {
    if answer.reasons.iter().all(|one| one.verdict == answer.verdict) {
        return reason.text.clone();
    }
    format!("{}: {}", visit.say().word(&format!("ui.verdict.{}", reason.verdict)), reason.text)
}

/// Returns what one list says about the tool, and whether that is in force.
fn listing_statement(visit: &PageRequest, answer: &Answer, listed: &AnswerListing) -> Statement {
    let mark = match listed {
        listed if listed.in_force => None,
        listed if listed.ended => Some("ui.has-ended"),
        _ => Some("ui.gives-way"),
    };
    let marks: Vec<&str> =
        mark.into_iter().chain(listed.elsewhere.then_some("ui.elsewhere")).map(|word| visit.say().word(word)).collect();
    let note = (!marks.is_empty()).then(|| marks.join(", "));
    let mut text = listed.name.clone();
    for more in [&listed.meaning, &listed.note].into_iter().flatten() {
        text = format!("{text}: {more}");
    }
    for found in answer.disagreements.iter().filter(|found| !listed.in_force && found.loser.id == listed.source.id) {
        text = format!("{text}. {}", found.why);
    }
    let when = if listed.when.is_empty() { Vec::new() } else { vec![line(&listed.when, visit.say(), visit.pack())] };
    Statement { text, note, when, sources: sources(std::slice::from_ref(&listed.source)) }
}
