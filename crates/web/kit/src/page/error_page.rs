use super::layout::{Layout, page};
use super::page_request::PageRequest;
use crate::problem::Problem;
use crate::service::Service;
use askama::Template;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "error_page.html")]
struct Wrong<'v> {
    layout: Layout<'v>,
    title: &'v str,
    lead: Option<&'v str>,
    /// The errors, each with its help.
    faults: Vec<(String, Option<String>)>,
    ways: Vec<(String, &'v str)>,
}

/// Returns a page, or a page about the error.
pub fn page_or_error(visit: &PageRequest, told: Result<Response, Problem>) -> Response {
    told.unwrap_or_else(|problem| error_page(visit, &problem))
}

/// Returns a page about an error, with links to the main pages.
fn error_page(visit: &PageRequest, problem: &Problem) -> Response {
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
        ways: visit
            .service
            .site()
            .navigation
            .iter()
            .map(|item| (visit.to(item.path), visit.word(item.message)))
            .collect(),
    };
    page(problem.status(), page_of.layout.lang(), &page_of)
}

/// Returns the page for an address that does not exist.
pub(crate) fn not_found(service: &Arc<Service>, uri: &Uri) -> Response {
    let visit = PageRequest::new(uri.path(), uri.query(), None, service);
    error_page(&visit, &Problem::missing_page())
}

/// Returns a refusal as a page.
pub(crate) fn problem_page(service: &Arc<Service>, problem: &Problem, path: &str) -> Response {
    error_page(&PageRequest::new(path, None, None, service), problem)
}
