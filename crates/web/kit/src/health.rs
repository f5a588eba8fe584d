//! Health and metrics.

use crate::client::Client;
use crate::problem::Problem;
use crate::response::with;
use crate::service::Service;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Answers whether the process is alive.
pub(crate) async fn healthy() -> &'static str {
    "ok\n"
}

/// Answers that the service is ready, with the policy version in use. Reports whether the service
/// refused a newer pack.
pub(crate) async fn ready(State(service): State<Arc<Service>>) -> String {
    let version = service.live();
    let faults = if service.faults().is_some() { "refused: see /status" } else { "none" };
    format!("ready\npack {}\nversion {}\nday {}\nnewer pack {faults}\n", version.number(), version.id, version.at)
}

pub(crate) async fn metrics(State(service): State<Arc<Service>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    with(StatusCode::OK, kind, service.metrics.text().into_bytes())
}

/// Returns metrics to clients on this machine, unless metrics have a separate listener.
pub(crate) async fn local_metrics(service: State<Arc<Service>>, client: Option<Extension<Client>>) -> Response {
    if service.config().separate_operations {
        return Problem::not_found("metrics have a listener of their own").into_response();
    }
    match client {
        Some(Extension(client)) if client.is_local() => metrics(service).await,
        _ => Problem::not_local().into_response(),
    }
}
