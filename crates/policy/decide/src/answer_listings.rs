//! The register's contents about the tool in the question.

use crate::answer::{AccessRoute, AnswerListing, ExemptionEntry, Reason, ToolName};
use crate::case::{Case, case_of};
use crate::contacts::askings;
use crate::developers::makers;
use crate::reasons::{ReasonContext, citations};
use countersign_model::{Cases, Facts, GradeIn, Id, Pack, ReasonKind, Subject, Verdict};

/// Returns the names of a subject.
pub(crate) fn tool(pack: &Pack, subject: &Subject) -> ToolName {
    let kinds = pack.kinds_of(subject).into_iter().map(|kind| kind.id.to_string()).collect();
    match pack.entry_of(subject) {
        Some(tool) => ToolName {
            id: tool.id.to_string(),
            name: tool.name.clone(),
            known: tool.in_register(),
            kinds,
            developers: makers(pack, tool),
            typed: None,
            similar: Vec::new(),
        },
        None => {
            let name = pack.name_of(subject).to_owned();
            let id = Id::slug(&name).map(|id| id.to_string()).unwrap_or_default();
            ToolName { id, name, known: false, kinds, developers: Vec::new(), typed: None, similar: Vec::new() }
        }
    }
}

/// Returns what each source says about the tool, the listing in force first: each grade that the
/// facts leave open.
pub(crate) fn listings(telling: &ReasonContext<'_>, facts: &Facts) -> Vec<AnswerListing> {
    let pack = telling.pack;
    let Some(tool) = pack.entry_of(&telling.question.subject) else { return Vec::new() };
    let standing = pack.standing(tool, telling.question.at);
    let listed = |listing: &countersign_model::Listing, open: GradeIn<'_>, holds: bool| {
        let grade = pack.grades.get(open.grade.as_str())?;
        let when = if let Cases::Where(when) = open.cases { case_of(pack, when) } else { Case::new() };
        Some(AnswerListing {
            grade: grade.id.to_string(),
            when,
            elsewhere: matches!(open.cases, Cases::Elsewhere),
            name: telling.speaker.say(&grade.name).to_owned(),
            meaning: grade.meaning.as_ref().map(|meaning| telling.speaker.say(meaning).to_owned()),
            note: open.note.map(|note| telling.speaker.say(note).to_owned()),
            source: citations(pack, telling.speaker, std::slice::from_ref(&listing.source)).into_iter().next()?,
            date: listing.date.map(|date| date.to_string()),
            in_force: holds,
            ended: listing.has_ended(telling.question.at),
        })
    };
    let others = standing.overruled.into_iter().chain(standing.ended).map(|listing| (listing, false));
    let all = standing.listing.map(|listing| (listing, true)).into_iter().chain(others);
    let graded = |(listing, holds): (&'_ countersign_model::Listing, bool)| {
        let open = listing.grades_in(facts, &pack.facets).into_iter();
        open.filter_map(|open| listed(listing, open, holds)).collect::<Vec<_>>()
    };
    all.flat_map(graded).collect()
}

/// Returns how to lift the bans among the reasons, and when their exemptions end, but never who
/// holds one.
pub(crate) fn exemptions(telling: &ReasonContext<'_>, reasons: &[Reason]) -> Vec<ExemptionEntry> {
    let pack = telling.pack;
    let at = telling.question.at;
    let tool = pack.entry_of(&telling.question.subject).map(|tool| &tool.id);
    let among = |ban: &&countersign_model::Ban| reasons.iter().any(|reason| reason.rule == format!("ban-{}", ban.id));
    let told = |ban: &countersign_model::Ban| {
        Some(ExemptionEntry {
            ban: ban.id.to_string(),
            text: telling.speaker.say(ban.exemption.as_ref()?).to_owned(),
            purposes: ban.purposes.iter().map(|purpose| telling.speaker.say(purpose).to_owned()).collect(),
            longest: ban.longest.map(|longest| longest.to_string()),
            granted_by: askings(pack, telling.speaker, &ban.granted_by),
            delegable: ban.delegable,
            report_to: askings(pack, telling.speaker, &ban.report_to),
            until: pack.tool_exemptions_end(ban, tool, at).iter().map(ToString::to_string).collect(),
        })
    };
    pack.bans.iter().filter(among).filter_map(told).collect()
}

/// Returns the ways to get the tool that fit the facts. If the tool is not available as asked,
/// returns all ways, so that people see how they can get it. A tool that is not allowed has none.
pub(crate) fn access(
    telling: &ReasonContext<'_>,
    facts: &Facts,
    verdict: Verdict,
    reasons: &[Reason],
) -> Vec<AccessRoute> {
    let pack = telling.pack;
    let listing =
        pack.entry_of(&telling.question.subject).and_then(|tool| pack.standing(tool, telling.question.at).listing);
    let Some((listing, routes)) = listing.and_then(|listing| Some((listing, listing.routes.as_ref()?))) else {
        return Vec::new();
    };
    let unavailable = reasons.iter().any(|reason| reason.kind == ReasonKind::Unavailable.as_str());
    let shown: Vec<_> = match verdict {
        Verdict::NotAllowed if unavailable => routes.iter().collect(),
        Verdict::NotAllowed => Vec::new(),
        _ => routes.iter().filter(|route| route.scope.meets(facts)).collect(),
    };
    let told = |route: &countersign_model::Route| AccessRoute {
        text: telling.speaker.say(&route.how).to_owned(),
        when: case_of(pack, &route.scope),
        approval: route.approval.as_ref().map(Id::to_string),
        source: listing.source.to_string(),
    };
    shown.into_iter().map(told).collect()
}
