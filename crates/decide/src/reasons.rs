use crate::answer::{Citation, Disagreeing, Reason};
use crate::cover::{Point, boxes, fewest};
use crate::outcome::{Outcome, Outcomes};
use crate::{Axis, RuleTable, Speaker};
use countersign_model::{Effect, Id, Listing, Pack, Question, ReasonKind, Rule, Verdict};
use std::collections::BTreeMap;

/// Stands for "no rule decides" among the rules of an outcome.
const NONE: usize = usize::MAX;

/// One case in which something holds: for each facet that it restricts, its values.
pub(crate) type Case = BTreeMap<String, Vec<String>>;

/// What reasons are made from.
pub(crate) struct Telling<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) question: &'a Question,
    pub(crate) tables: &'a [RuleTable],
    pub(crate) speaker: Speaker<'a>,
}

/// The reasons of an answer: those that hold in every completion, or else the
/// fewest that cover them all.
pub(crate) fn reasons(telling: &Telling<'_>, outcomes: &Outcomes) -> Vec<Reason> {
    let sets: Vec<Vec<usize>> = outcomes.distinct.iter().map(deciding).collect();
    let one_verdict = outcomes.verdict() != Verdict::Undecided;
    let common: Vec<usize> = match sets.split_first() {
        Some((first, rest)) if one_verdict => {
            first.iter().copied().filter(|rule| rest.iter().all(|set| set.contains(rule))).collect()
        }
        _ => Vec::new(),
    };
    let certain = !common.is_empty();
    let chosen = if certain { common } else { fewest(&sets) };
    let mut reasons: Vec<(ReasonKind, usize, Reason)> = Vec::new();
    for rule in chosen {
        let verdicts = outcomes.distinct.iter().filter(|outcome| deciding(outcome).contains(&rule));
        let Some(verdict) = verdicts.map(|outcome| outcome.verdict).max() else { continue };
        let (kind, reason) = reason(telling, rule, verdict, certain);
        reasons.push((kind, rule, reason));
    }
    reasons.extend(expired(telling, outcomes));
    reasons.sort_by_key(|(kind, rule, _)| (*kind, *rule));
    reasons.into_iter().map(|(_, _, reason)| reason).collect()
}

fn deciding(outcome: &Outcome) -> Vec<usize> {
    if outcome.rules.is_empty() { vec![NONE] } else { outcome.rules.clone() }
}

fn reason(telling: &Telling<'_>, place: usize, verdict: Verdict, certain: bool) -> (ReasonKind, Reason) {
    let Some(rule) = telling.pack.rules.at(place) else {
        return (ReasonKind::Unlisted, unlisted(telling, verdict));
    };
    let kind = kind(rule, verdict);
    let table = telling.tables.iter().find(|table| table.rule == place);
    let mut sources = rule.sources.clone();
    if table.is_some_and(|table| table.reads_listing) {
        sources.extend(listing_sources(telling));
    }
    let reason = Reason {
        rule: rule.id.to_string(),
        kind: kind.to_string(),
        verdict: verdict.to_string(),
        text: rule.text.as_ref().map_or("", |text| telling.speaker.say(text)).to_owned(),
        sources: citations(telling.pack, telling.speaker, &sources),
        when: if certain { Vec::new() } else { table.map(|table| when(telling.pack, table)).unwrap_or_default() },
    };
    (kind, reason)
}

/// The kind of reason that a rule gives for a verdict: a permit that waits for an
/// approval permits once the approval is there, and asks for it until then.
fn kind(rule: &Rule, verdict: Verdict) -> ReasonKind {
    let waits = matches!(rule.kind, ReasonKind::NeedsApproval | ReasonKind::Unlisted | ReasonKind::Expired);
    match (rule.effect, verdict) {
        (Effect::Permit, Verdict::Allowed) if waits => ReasonKind::Permitted,
        (Effect::Permit, Verdict::AskFirst) if rule.kind == ReasonKind::Permitted => ReasonKind::NeedsApproval,
        (Effect::Forbid, Verdict::AskFirst) if rule.kind == ReasonKind::Forbidden => ReasonKind::NeedsApproval,
        _ => rule.kind,
    }
}

fn unlisted(telling: &Telling<'_>, verdict: Verdict) -> Reason {
    let route = telling.pack.settings.unlisted.as_ref();
    let sources = route.map(|route| route.sources.clone()).unwrap_or_default();
    Reason {
        rule: "unlisted".into(),
        kind: ReasonKind::Unlisted.to_string(),
        verdict: verdict.to_string(),
        text: route.map_or(telling.speaker.word("ui.unlisted"), |route| telling.speaker.say(&route.text)).to_owned(),
        sources: citations(telling.pack, telling.speaker, &sources),
        when: Vec::new(),
    }
}

/// A word on approvals that have ended, where somebody has to be asked again.
fn expired(telling: &Telling<'_>, outcomes: &Outcomes) -> Vec<(ReasonKind, usize, Reason)> {
    let Some(tool) = telling.pack.entry_of(&telling.question.subject) else { return Vec::new() };
    let standing = telling.pack.standing(tool, telling.question.at);
    if standing.listing.is_some() || outcomes.verdict() != Verdict::AskFirst {
        return Vec::new();
    }
    let told = |listing: &&Listing| {
        let source = telling.pack.sources.get(listing.source.as_str());
        let title = source.map_or("", |source| telling.speaker.say(&source.title));
        let date = listing.until.map(|day| day.to_string()).unwrap_or_default();
        let reason = Reason {
            rule: "expired".into(),
            kind: ReasonKind::Expired.to_string(),
            verdict: Verdict::AskFirst.to_string(),
            text: telling.speaker.fill("ui.expired", &[("tool", &tool.name), ("source", title), ("date", &date)]),
            sources: citations(telling.pack, telling.speaker, std::slice::from_ref(&listing.source)),
            when: Vec::new(),
        };
        (ReasonKind::Expired, 0, reason)
    };
    standing.ended.iter().map(told).collect()
}

/// The sources of what the register says of the tool: of the listing that holds,
/// and of those that disagree with it.
fn listing_sources(telling: &Telling<'_>) -> Vec<Id> {
    let Some(tool) = telling.pack.entry_of(&telling.question.subject) else { return Vec::new() };
    let at = telling.question.at;
    let holding = telling.pack.standing(tool, at).listing.map(|listing| listing.source.clone());
    let others = telling.pack.disagreements(tool, at).into_iter().map(|other| other.loser.source.clone());
    holding.into_iter().chain(others).collect()
}

/// The sources with these ids, each once.
pub(crate) fn citations(pack: &Pack, speaker: Speaker<'_>, ids: &[Id]) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    for source in ids.iter().filter_map(|id| pack.sources.get(id.as_str())) {
        let citation = Citation {
            id: source.id.to_string(),
            title: speaker.say(&source.title).to_owned(),
            date: source.date.map(|date| date.to_string()),
            standing: source.standing.clone(),
            url: source.url.clone(),
        };
        if !citations.contains(&citation) {
            citations.push(citation);
        }
    }
    citations
}

/// Where sources disagree about the tool.
pub(crate) fn disagreements(telling: &Telling<'_>) -> Vec<Disagreeing> {
    let Some(tool) = telling.pack.entry_of(&telling.question.subject) else { return Vec::new() };
    let speaker = telling.speaker;
    let cite =
        |listing: &Listing| citations(telling.pack, speaker, std::slice::from_ref(&listing.source)).into_iter().next();
    let grade = |listing: &Listing| {
        telling.pack.grades.get(listing.grade.as_str()).map_or("", |grade| speaker.say(&grade.name)).to_owned()
    };
    let tell = |found: countersign_model::Disagreement<'_>| {
        let precedence =
            telling.pack.precedence.iter().find(|rule| found.precedence.is_some_and(|held| std::ptr::eq(*rule, held)));
        Some(Disagreeing {
            winner: cite(found.winner)?,
            won: grade(found.winner),
            loser: cite(found.loser)?,
            lost: grade(found.loser),
            why: precedence.map_or("", |rule| speaker.say(&rule.why)).to_owned(),
        })
    };
    telling.pack.disagreements(tool, telling.question.at).into_iter().filter_map(tell).collect()
}

/// The facts under which a rule holds, as few boxes, approvals as they stand.
fn when(pack: &Pack, table: &RuleTable) -> Vec<Case> {
    let facets: Vec<(usize, usize)> = table
        .axes
        .iter()
        .filter_map(|axis| match axis {
            Axis::Facet(facet, size) => Some((*facet, *size)),
            Axis::Approval(_) => None,
        })
        .collect();
    let sizes: Vec<usize> = facets.iter().map(|(_, size)| *size).collect();
    let point = |place: usize| {
        let value = |facet: usize| {
            let axis = facets.iter().position(|(open, _)| *open == facet).unwrap_or(0);
            let below: usize = sizes.iter().skip(axis + 1).product();
            (place / below.max(1)) % sizes.get(axis).copied().unwrap_or(1)
        };
        if table.holds(value, 0) || table.holds(value, u64::MAX) { Point::In } else { Point::Out }
    };
    let points: Vec<Point> = (0..sizes.iter().product()).map(point).collect();
    let facets: Vec<usize> = facets.iter().map(|(facet, _)| *facet).collect();
    described(pack, &facets, &sizes, &points)
}

/// Boxes in words: for each facet that a box restricts, its values.
pub(crate) fn described(pack: &Pack, facets: &[usize], sizes: &[usize], points: &[Point]) -> Vec<Case> {
    let side = |(facet, values): (&usize, Vec<usize>)| {
        let facet = pack.facets.at(*facet)?;
        let whole = values.len() == facet.values.len();
        let ids = values.into_iter().map(|value| facet.value_id(value).to_owned()).collect();
        (!whole).then(|| (facet.id.to_string(), ids))
    };
    boxes(sizes, points)
        .into_iter()
        .map(|sides| facets.iter().zip(sides).filter_map(side).collect())
        .filter(|sides: &BTreeMap<_, _>| !sides.is_empty())
        .collect()
}
