//! Interfaces for systems: JSON under `/api/v1`, and AuthZEN under `/access/v1`.

pub(crate) mod authzen;
mod changes;
mod check;
mod openapi;
mod operation;
pub(crate) mod question_input;
mod strict_object;
mod strict_query;
mod suggest;
mod tools;

#[cfg(feature = "web")]
pub(crate) use changes::{changed, known_versions};
#[cfg(feature = "web")]
pub(crate) use openapi::document;
#[cfg(feature = "web")]
pub(crate) use suggest::suggestions;
#[cfg(feature = "web")]
pub(crate) use tools::{filter, rows, whole};

use operation::Operation;
use strict_query::{Allowed, strict_query};

use crate::entity_tag::entity_tags;
use crate::response::json;
use crate::service::Service;
use axum::Router;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// Everything that can be asked for, in the order in which it is described.
pub(crate) fn operations() -> Vec<Operation> {
    [check::operations(), suggest::operations(), tools::operations(), changes::operations(), authzen::operations()]
        .into_iter()
        .flatten()
        .collect()
}

/// The interfaces.
pub(crate) fn router() -> Router<Arc<Service>> {
    let described = Router::new()
        .route("/api/openapi.json", get(async || json(&openapi::document(&operations()))))
        .route("/.well-known/authzen-configuration", get(authzen::metadata));
    let (mut read, mut asked) = (described, Router::new());
    for Operation { method, path, parameters, route, .. } in operations() {
        if method == Method::GET {
            read = read.route(path, route.layer(from_fn_with_state(Allowed::of(&parameters), strict_query)));
        } else {
            asked = asked.route(path, route);
        }
    }
    // Small answers to systems that ask often are sent as they are.
    let read = read.layer(from_fn(entity_tags)).layer(CompressionLayer::new());
    read.merge(asked)
}
