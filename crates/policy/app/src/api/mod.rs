//! Interfaces for systems: JSON under `/api/v1`, and AuthZEN under `/access/v1`.

mod authzen;
mod changes;
mod check;
mod day;
mod question_input;
mod suggest;
mod tools;

#[cfg(feature = "web")]
pub(crate) use changes::{changed, known_versions};
#[cfg(feature = "web")]
pub(crate) use question_input::{Asked, SuggestRequest};
#[cfg(feature = "web")]
pub(crate) use suggest::suggestions;
#[cfg(feature = "web")]
pub(crate) use tools::{filter, rows, whole};

use axum::Router;
use axum::routing::get;
use countersign_web_kit::Service;
use countersign_web_kit::operation::Operation;
use std::sync::Arc;

/// Returns every operation, in the order of the OpenAPI document.
pub(crate) fn operations() -> Vec<Operation> {
    [check::operations(), suggest::operations(), tools::operations(), changes::operations(), authzen::operations()]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns the routes of documents that describe where the operations are.
pub(crate) fn documents() -> Router<Arc<Service>> {
    Router::new().route("/.well-known/authzen-configuration", get(authzen::metadata))
}
