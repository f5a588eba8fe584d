use super::format::{Piece, pieces};
use super::journey::Journey;
use super::layout::{Layout, page};
use super::page_request::PageRequest;
use crate::problem::Problem;
use crate::service::Service;
use askama::Template;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use countersign_govuk::SummaryList;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "wrong.html")]
struct Wrong<'v> {
    layout: Layout<'v>,
    title: &'v str,
    lead: Option<&'v str>,
    /// What is wrong, each with a way out.
    faults: Vec<(String, Option<String>)>,
    ways: Vec<(String, &'v str)>,
}

#[derive(Template)]
#[template(path = "conflict.html")]
struct Conflict<'v> {
    layout: Layout<'v>,
    faults: Vec<Vec<Piece>>,
    told: Option<SummaryList<'v>>,
}

/// A page, or a page on what went wrong.
pub(crate) fn or_page(visit: &PageRequest, told: Result<Response, Problem>) -> Response {
    told.unwrap_or_else(|problem| wrong(visit, &problem))
}

/// What went wrong, in words, and where to go from there.
pub(crate) fn wrong(visit: &PageRequest, problem: &Problem) -> Response {
    let (title, lead) = match problem.status() {
        StatusCode::NOT_FOUND => ("missing-title", Some(visit.word("missing-lead"))),
        status if status.is_server_error() => ("fault-title", Some(visit.word("again"))),
        _ => ("wrong-title", None),
    };
    let title = visit.word(title);
    let page_of = Wrong {
        layout: Layout::new(visit, title),
        title,
        lead,
        faults: problem.faults(),
        ways: vec![
            (visit.to("/check"), visit.word("check")),
            (visit.to("/find"), visit.word("find")),
            (visit.to("/tools"), visit.word("register")),
            (visit.to("/guidance"), visit.word("guidance")),
        ],
    };
    page(problem.status(), page_of.layout.lang(), &page_of)
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

/// A page that is not there.
pub(crate) fn not_found(service: &Arc<Service>, uri: &Uri) -> Response {
    let visit = PageRequest::new(uri.path(), uri.query(), None, service);
    wrong(&visit, &Problem::missing_page())
}

/// A refusal as a page.
pub(crate) fn problem_page(service: &Arc<Service>, problem: &Problem, path: &str) -> Response {
    wrong(&PageRequest::new(path, None, None, service), problem)
}
