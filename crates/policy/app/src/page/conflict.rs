use super::format::{Piece, pieces};
use super::journey::Journey;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use countersign_govuk::SummaryList;
use countersign_web_kit::Problem;
use countersign_web_kit::page::{Layout, PageRequest, page};

#[derive(Template)]
#[template(path = "conflict.html")]
struct Conflict<'v> {
    layout: Layout<'v>,
    faults: Vec<Vec<Piece>>,
    told: Option<SummaryList<'v>>,
}

/// Returns the page about answers that exclude one another, or that are unknown values in a link.
/// The user can change each of them.
pub(crate) fn conflict(visit: &PageRequest, trail: &Journey, problem: &Problem) -> Response {
    let known = are_known(visit, trail.facts.iter().map(|(facet, value)| (facet.as_str(), value.as_str())));
    let fault = |(message, help): (String, Option<String>)| match help {
        // The reason why they exclude one another is enough.
        Some(why) if known => pieces(&why),
        Some(help) => pieces(&format!("{message}: {help}")),
        None => pieces(&message),
    };
    let page_of = Conflict {
        layout: Layout::new(visit, unmet(visit, known)).wrong(true).back(visit.to("/check")),
        faults: problem.faults().into_iter().map(fault).collect(),
        told: trail.summary_list(visit),
    };
    page(StatusCode::BAD_REQUEST, page_of.layout.lang(), &page_of)
}

/// Returns true if all of these are known facets with known values.
pub(crate) fn are_known<'a>(visit: &PageRequest, mut facts: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
    facts.all(|(facet, value)| visit.pack().facets.get(facet).is_some_and(|facet| facet.value(value).is_some()))
}

/// Returns the title for answers that exclude one another or are unknown.
pub(crate) fn unmet(visit: &PageRequest, known: bool) -> &str {
    visit.word(if known { "conflict-title" } else { "unknown-answer-title" })
}
