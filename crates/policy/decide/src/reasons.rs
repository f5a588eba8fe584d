use crate::answer::{Citation, Disagreement, Reason};
use crate::case::Case;
use crate::cases::cases;
use crate::deciding_rules::DecidingRules;
use crate::minimal_reasons::fewest;
use crate::residual::Residual;
use crate::{Localizer, TooLarge};
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_model::{Effect, Id, Listing, Pack, Question, ReasonKind, Rule, Subject, Tool, Verdict};
use jiff::civil::Date;

/// The context for reasons.
pub(crate) struct ReasonContext<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) policy: &'a Policy,
    pub(crate) question: &'a Question,
    pub(crate) speaker: Localizer<'a>,
}

/// Returns the reasons of an answer: the rules that decide in every case, or else the fewest that
/// cover all cases.
pub(crate) fn reasons(
    telling: &ReasonContext<'_>,
    laid: &mut Residual<'_>,
    deciding: &DecidingRules,
    verdict: Verdict,
) -> Result<Vec<Reason>, TooLarge> {
    let (chosen, certain) = chosen(laid, deciding, verdict)?;
    let mut reasons: Vec<(ReasonKind, usize, Reason)> = Vec::new();
    for (rule, region) in chosen {
        for (verdict, part) in deciding.parted(laid, region)? {
            let when = if certain { Vec::new() } else { when(laid, deciding, part)? };
            let (kind, reason) = reason(telling, rule, verdict, when);
            reasons.push((kind, rule, reason));
        }
    }
    reasons.extend(expired(telling, verdict));
    reasons.sort_by_key(|(kind, rule, _)| (*kind, *rule));
    Ok(reasons.into_iter().map(|(_, _, reason)| reason).collect())
}

/// Returns the rules to name, with their regions, and whether they are certain. Certain rules
/// decide in every case. Otherwise, these are the fewest that cover all cases.
pub(crate) fn chosen(
    laid: &mut Residual<'_>,
    deciding: &DecidingRules,
    verdict: Verdict,
) -> Result<(Vec<(usize, Node)>, bool), TooLarge> {
    let mut certain: Vec<(usize, Node)> = Vec::new();
    if verdict != Verdict::Undecided {
        for (rule, region) in &deciding.regions {
            if deciding.everywhere(laid, *region)? {
                certain.push((*rule, *region));
            }
        }
    }
    if !certain.is_empty() {
        return Ok((certain, true));
    }
    let regions: Vec<Node> = deciding.regions.iter().map(|(_, region)| *region).collect();
    let places = fewest(laid, deciding.possible, &regions)?;
    Ok((places.into_iter().filter_map(|place| deciding.regions.get(place).copied()).collect(), false))
}

fn reason(telling: &ReasonContext<'_>, place: usize, verdict: Verdict, when: Vec<Case>) -> (ReasonKind, Reason) {
    let Some(rule) = telling.pack.rules.at(place) else {
        return (ReasonKind::Unlisted, Reason { when, ..undecided_by_rules(telling, verdict) });
    };
    let kind = kind(rule, verdict);
    let mut sources = rule.sources.clone();
    if telling.policy.decisions.cites_listing(place) {
        sources.extend(listing_sources(telling));
    }
    let reason = Reason {
        rule: rule.id.to_string(),
        kind: kind.to_string(),
        verdict,
        text: rule.text_for(verdict).map_or("", |text| telling.speaker.say(text)).to_owned(),
        sources: citations(telling.pack, telling.speaker, &in_force(telling, sources)),
        when,
    };
    (kind, reason)
}

/// Returns the kind of reason that a rule gives for a verdict. A permit that waits for an approval
/// gives *permitted* with the approval, and *needs approval* without it.
pub(crate) fn kind(rule: &Rule, verdict: Verdict) -> ReasonKind {
    let waits = matches!(rule.kind, ReasonKind::NeedsApproval | ReasonKind::Unlisted | ReasonKind::Expired);
    match (rule.effect, verdict) {
        (Effect::Permit, Verdict::Allowed) if waits => ReasonKind::Permitted,
        (Effect::Permit, Verdict::AskFirst) if rule.kind == ReasonKind::Permitted => ReasonKind::NeedsApproval,
        (Effect::Forbid, Verdict::AskFirst) if rule.kind == ReasonKind::Forbidden => ReasonKind::NeedsApproval,
        _ => rule.kind,
    }
}

/// Returns the reason if no rule decides.
fn undecided_by_rules(telling: &ReasonContext<'_>, verdict: Verdict) -> Reason {
    let (text, sources) = no_rule(telling.pack, telling.speaker, &telling.question.subject);
    Reason {
        rule: "unlisted".into(),
        kind: ReasonKind::Unlisted.to_string(),
        verdict,
        text,
        sources: citations(telling.pack, telling.speaker, &sources),
        when: Vec::new(),
    }
}

/// Returns what to do if no rule decides, and the sources. Listed and unlisted tools have different
/// texts.
pub(crate) fn no_rule(pack: &Pack, speaker: Localizer<'_>, subject: &Subject) -> (String, Vec<Id>) {
    let unlisted = pack.settings.unlisted.as_ref();
    let of_unlisted = unlisted.map(|route| route.sources.clone()).unwrap_or_default();
    let listed = pack.entry_of(subject).is_some_and(|tool| !tool.listings.is_empty());
    match (listed, &pack.settings.uncovered) {
        (true, Some(route)) => {
            let sources = if route.sources.is_empty() { of_unlisted } else { route.sources.clone() };
            (speaker.say(&route.text).to_owned(), sources)
        }
        (true, None) => (speaker.fill("ui.uncovered", &[("tool", pack.name_of(subject))]), of_unlisted),
        (false, _) => {
            (unlisted.map_or(speaker.word("ui.unlisted"), |route| speaker.say(&route.text)).to_owned(), of_unlisted)
        }
    }
}

/// Returns the sources without those that lost a disagreement about the tool, unless no other is
/// left, because replaced guidance does not support an answer.
pub(crate) fn in_force(telling: &ReasonContext<'_>, sources: Vec<Id>) -> Vec<Id> {
    let Some(tool) = telling.pack.entry_of(&telling.question.subject) else { return sources };
    let lost = telling.pack.disagreements(tool, telling.question.at);
    let replaced = |source: &Id| lost.iter().any(|one| one.loser.source == *source);
    let kept: Vec<Id> = sources.iter().filter(|source| !replaced(source)).cloned().collect();
    if kept.is_empty() { sources } else { kept }
}

/// Returns a reason about approvals that have ended, if people have to ask again.
fn expired(telling: &ReasonContext<'_>, verdict: Verdict) -> Vec<(ReasonKind, usize, Reason)> {
    let Some(tool) = telling.pack.entry_of(&telling.question.subject) else { return Vec::new() };
    let standing = telling.pack.standing(tool, telling.question.at);
    if standing.listing.is_some() || verdict != Verdict::AskFirst {
        return Vec::new();
    }
    let told = |listing: &&Listing| {
        let source = telling.pack.sources.get(listing.source.as_str());
        let title = source.map_or("", |source| telling.speaker.say(&source.title));
        let date = listing.until.map(|day| day.to_string()).unwrap_or_default();
        let reason = Reason {
            rule: "expired".into(),
            kind: ReasonKind::Expired.to_string(),
            verdict: Verdict::AskFirst,
            text: telling.speaker.fill("ui.expired", &[("tool", &tool.name), ("source", title), ("date", &date)]),
            sources: citations(telling.pack, telling.speaker, std::slice::from_ref(&listing.source)),
            when: Vec::new(),
        };
        (ReasonKind::Expired, 0, reason)
    };
    standing.ended.iter().map(told).collect()
}

/// Returns the source of the tool's listing in force.
fn listing_sources(telling: &ReasonContext<'_>) -> Vec<Id> {
    let tool = telling.pack.entry_of(&telling.question.subject);
    tool.map(|tool| sources_of(telling.pack, tool, telling.question.at)).unwrap_or_default()
}

/// Returns the sources of a tool's listing in force on a day.
pub(crate) fn sources_of(pack: &Pack, tool: &Tool, at: Date) -> Vec<Id> {
    let holding = pack.standing(tool, at).listing.map(|listing| listing.source.clone());
    holding.into_iter().collect()
}

/// Returns the sources with these ids, each once.
pub(crate) fn citations(pack: &Pack, speaker: Localizer<'_>, ids: &[Id]) -> Vec<Citation> {
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

/// Returns the disagreements of sources about the tool.
pub(crate) fn disagreements(telling: &ReasonContext<'_>) -> Vec<Disagreement> {
    let Some(tool) = telling.pack.entry_of(&telling.question.subject) else { return Vec::new() };
    let speaker = telling.speaker;
    let cite =
        |listing: &Listing| citations(telling.pack, speaker, std::slice::from_ref(&listing.source)).into_iter().next();
    let name = |grade: &Id| telling.pack.grades.get(grade.as_str()).map_or("", |grade| speaker.say(&grade.name));
    let grade = |listing: &Listing| {
        let grades = listing.all_grades().into_iter().map(name);
        grades.collect::<Vec<_>>().join(&format!(" {} ", speaker.word("ui.or")))
    };
    let tell = |found: countersign_model::Disagreement<'_>| {
        let precedence =
            telling.pack.precedence.iter().find(|rule| found.precedence.is_some_and(|held| std::ptr::eq(*rule, held)));
        Some(Disagreement {
            winner: cite(found.winner)?,
            won: grade(found.winner),
            loser: cite(found.loser)?,
            lost: grade(found.loser),
            why: precedence.map_or("", |rule| speaker.say(&rule.why)).to_owned(),
        })
    };
    telling.pack.disagreements(tool, telling.question.at).into_iter().filter_map(tell).collect()
}

/// Returns the cases in which a rule decides on a verdict. Each of them that can occur has that
/// verdict, so that a line about them is true on its own.
fn when(laid: &mut Residual<'_>, deciding: &DecidingRules, part: Node) -> Result<Vec<Case>, TooLarge> {
    let free = laid.arena.not(deciding.possible)?;
    cases(laid, part, free)
}
