//! Interfaces for systems: JSON under `/api/v1`, and AuthZEN under `/access/v1`.

pub(crate) mod asked;
pub(crate) mod authzen;
mod changes;
mod check;
mod object;
mod openapi;
mod operation;
mod register;
mod suggest;

#[cfg(feature = "web")]
pub(crate) use changes::{changed, known};
#[cfg(feature = "web")]
pub(crate) use openapi::document;
#[cfg(feature = "web")]
pub(crate) use register::{filter, rows, whole};
#[cfg(feature = "web")]
pub(crate) use suggest::suggestions;

use operation::Operation;

use crate::service::Service;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// Everything that can be asked for, in the order in which it is described.
pub(crate) fn operations() -> Vec<Operation> {
    [check::operations(), suggest::operations(), register::operations(), changes::operations(), authzen::operations()]
        .into_iter()
        .flatten()
        .collect()
}

/// The interfaces.
pub(crate) fn router() -> Router<Arc<Service>> {
    let router = Router::new()
        .route("/api/openapi.json", get(openapi::openapi))
        .route("/.well-known/authzen-configuration", get(authzen::metadata));
    operations().into_iter().fold(router, |router, operation| router.route(operation.path, operation.route))
}
