//! The OpenID AuthZEN Authorization API 1.0 (final, January 2026), over HTTP and JSON: evaluation,
//! evaluations with all three semantics, searches, metadata.
//!
//! A decision is `true` if the user can use the tool without any further approval. It is `false`,
//! with the reason, if the user must ask first or states too few facts.

mod decision;
mod mapping;
mod metadata;
mod properties;
mod request;
mod schema;
mod search;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use countersign_web_kit::Interface;
use countersign_web_kit::Problem;
use countersign_web_kit::json::Object;
use countersign_web_kit::operation::{Body, Operation, Reply, post};
use countersign_web_kit::response::{bad_request, bytes, json};
use countersign_web_kit::run_blocking;
use countersign_web_kit::{PolicyVersion, Service};
use decision::{Decision, decide, from_denial};
use request::{Request, Requests, Search, Semantic};
use schema::{ActionSearch, Decisions, Evaluation, Evaluations, ResourceSearch, SubjectSearch};
use search::{Found, Unsearchable};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) use metadata::metadata;

/// The maximum number of questions in one request.
const MOST_QUESTIONS: usize = 1_000;

/// The maximum size of a body that is answered at once, in bytes: about forty questions.
const FEW: usize = 16 << 10;

/// Returns the operations, in the order of the OpenAPI document.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        Operation {
            path: "/access/v1/evaluation",
            id: "evaluation",
            summary: "May this be used? (AuthZEN)",
            description: "Access Evaluation: one question, one decision. The resource is the tool; facts travel in `context` by the names of facets, the asker's unit in `subject.properties.unit`, unless the pack maps other names.",
            body: Some(Body::of::<Evaluation>()),
            replies: vec![Reply::of::<Decision>(200, "The decision, with its reasons."), plain(400), plain(413)],
            ..post(evaluation)
        },
        Operation {
            path: "/access/v1/evaluations",
            id: "evaluations",
            summary: "Several questions at once (AuthZEN)",
            description: "Access Evaluations: each question takes from the request what it leaves out itself. Without questions the request is one.",
            body: Some(Body::of::<Evaluations>()),
            replies: vec![
                Reply::of::<Decisions>(200, "The decisions, in the order of the questions."),
                plain(400),
                plain(413),
            ],
            ..post(evaluations)
        },
        Operation {
            path: "/access/v1/search/subject",
            id: "searchSubject",
            summary: "Who may? (AuthZEN)",
            description: "Subject Search: ids of subjects that the pack knows, which it does only where it maps them to a facet.",
            body: Some(Body::of::<SubjectSearch>()),
            replies: vec![Reply::of::<Found>(200, "The subjects."), plain(400), plain(413)],
            ..post(search_subject)
        },
        Operation {
            path: "/access/v1/search/resource",
            id: "searchResource",
            summary: "Which tools may be used? (AuthZEN)",
            description: "Resource Search: the tools of the register for which the decision is `true`.",
            body: Some(Body::of::<ResourceSearch>()),
            replies: vec![Reply::of::<Found>(200, "The tools."), plain(400), plain(413)],
            ..post(search_resource)
        },
        Operation {
            path: "/access/v1/search/action",
            id: "searchAction",
            summary: "What may be done with it? (AuthZEN)",
            description: "Action Search: names of actions, where the pack maps them to a facet.",
            body: Some(Body::of::<ActionSearch>()),
            replies: vec![Reply::of::<Found>(200, "The actions."), plain(400), plain(413)],
            ..post(search_action)
        },
    ]
}

/// Creates the reply for an error, which is a sentence here (section "Error Responses").
fn plain(status: u16) -> Reply {
    Reply::text(status, "What is wrong with the request, in a sentence.")
}

async fn evaluation(State(service): State<Arc<Service>>, headers: HeaderMap, body: Bytes) -> Response {
    answer_soon_or_on_pool(service, headers, body, single).await
}

async fn evaluations(State(service): State<Arc<Service>>, headers: HeaderMap, body: Bytes) -> Response {
    answer_soon_or_on_pool(service, headers, body, several).await
}

/// A handler of a request. `None` if the answer would be slow and the last argument, `allow_slow`,
/// is false.
type Answering = fn(&Service, &HeaderMap, &Bytes, bool) -> Option<Response>;

/// Answers fast requests at once, because that is cheaper than another thread. Runs slow ones on
/// the blocking pool, where they do not hold up other requests.
async fn answer_soon_or_on_pool(service: Arc<Service>, headers: HeaderMap, body: Bytes, answer: Answering) -> Response {
    let soon = if body.len() <= FEW { answer(&service, &headers, &body, false) } else { None };
    if let Some(response) = soon {
        return response;
    }
    let told = run_blocking(move || answer(&service, &headers, &body, true)).await;
    told.and_then(|told| told.ok_or_else(Problem::internal)).unwrap_or_else(IntoResponse::into_response)
}

fn single(service: &Service, headers: &HeaderMap, body: &Bytes, allow_slow: bool) -> Option<Response> {
    match parsed(headers, body) {
        Ok(asked) => one(service, &asked, allow_slow),
        Err(refused) => Some(bad_request(refused)),
    }
}

fn one(service: &Service, asked: &Request<'_>, allow_slow: bool) -> Option<Response> {
    let version = service.live();
    let decision = match mapping::question(&version, asked) {
        Err(mapping::Unmapped::Missing(what)) => return Some(bad_request(format!("`{what}` is missing"))),
        Err(why) => Arc::new(from_denial(&version, &why)),
        Ok((question, unknown)) => decide(&version, &question, &unknown, allow_slow)?,
    };
    service.metrics.decided(Interface::Authzen, decision.permitted);
    Some(bytes(decision.json.clone()))
}

fn several(service: &Service, headers: &HeaderMap, body: &Bytes, allow_slow: bool) -> Option<Response> {
    let asked: Requests<'_> = match parsed(headers, body) {
        Ok(asked) => asked,
        Err(refused) => return Some(bad_request(refused)),
    };
    let Requests { common, evaluations, options } = asked;
    if evaluations.is_empty() {
        return one(service, &common, allow_slow);
    }
    if evaluations.len() > MOST_QUESTIONS {
        return Some(bad_request(format!("a request has at most {MOST_QUESTIONS} questions")));
    }
    let version = service.live();
    let mut decisions = Vec::with_capacity(evaluations.len());
    for question in evaluations {
        let decision = match mapping::question(&version, &question.or(&common)) {
            Err(why) => Arc::new(from_denial(&version, &why)),
            Ok((question, unknown)) => decide(&version, &question, &unknown, allow_slow)?,
        };
        let permitted = decision.permitted;
        decisions.push(decision);
        match options.evaluations_semantic {
            Semantic::DenyOnFirstDeny if !permitted => break,
            Semantic::PermitOnFirstPermit if permitted => break,
            _ => {}
        }
    }
    let mut sent = br#"{"evaluations":["#.to_vec();
    for (place, decision) in decisions.iter().enumerate() {
        if place > 0 {
            sent.push(b',');
        }
        sent.extend_from_slice(&decision.json);
        service.metrics.decided(Interface::Authzen, decision.permitted);
    }
    sent.extend_from_slice(b"]}");
    Some(bytes(sent))
}

async fn search_subject(State(service): State<Arc<Service>>, headers: HeaderMap, body: Bytes) -> Response {
    search_on_pool(service, headers, body, search::subjects).await
}

async fn search_resource(State(service): State<Arc<Service>>, headers: HeaderMap, body: Bytes) -> Response {
    search_on_pool(service, headers, body, search::resources).await
}

async fn search_action(State(service): State<Arc<Service>>, headers: HeaderMap, body: Bytes) -> Response {
    search_on_pool(service, headers, body, search::actions).await
}

type Searching = fn(&PolicyVersion, &Search<'_>) -> Result<Found, Unsearchable>;

/// Runs a search on the blocking pool, because it asks about many tools or values at once.
async fn search_on_pool(service: Arc<Service>, headers: HeaderMap, body: Bytes, search: Searching) -> Response {
    let told = run_blocking(move || searched(&service, &headers, &body, search)).await;
    told.unwrap_or_else(IntoResponse::into_response)
}

fn searched(service: &Service, headers: &HeaderMap, body: &Bytes, search: Searching) -> Response {
    let asked: Search<'_> = match parsed(headers, body) {
        Ok(asked) => asked,
        Err(refused) => return bad_request(refused),
    };
    match search(&service.live(), &asked) {
        Ok(found) => json(&found),
        Err(Unsearchable::Missing(what)) => bad_request(format!("`{what}` is missing")),
        Err(Unsearchable::Token) => bad_request("the token is not of this search: begin again without one".to_owned()),
    }
}

/// Reads a body, which must be JSON and have its media type.
fn parsed<'a, T: Deserialize<'a>>(headers: &HeaderMap, body: &'a Bytes) -> Result<T, String> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err("the Content-Type has to be application/json".to_owned());
    }
    let read = serde_json::from_slice::<Object<T>>(body);
    read.map(|Object(value)| value).map_err(|error| format!("the body is not what is asked for: {error}"))
}
