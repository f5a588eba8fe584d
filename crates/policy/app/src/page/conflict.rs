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

/// Answers that exclude one another, or that a link says and nobody knows: each can be
/// changed.
pub(crate) fn conflict(visit: &PageRequest, trail: &Journey, problem: &Problem) -> Response {
    let known = are_known(visit, trail.facts.iter().map(|(facet, value)| (facet.as_str(), value.as_str())));
    let fault = |(message, help): (String, Option<String>)| match help {
        // Why they exclude one another says it all.
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

/// Whether these are facets and values of theirs.
pub(crate) fn are_known<'a>(visit: &PageRequest, mut facts: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
    facts.all(|(facet, value)| visit.pack().facets.get(facet).is_some_and(|facet| facet.value(value).is_some()))
}

/// What is wrong with answers that lead nowhere: they exclude one another, or are not known.
pub(crate) fn unmet(visit: &PageRequest, known: bool) -> &str {
    visit.word(if known { "conflict-title" } else { "unknown-answer-title" })
}
