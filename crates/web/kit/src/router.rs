use crate::api;
use crate::client::Client;
use crate::middleware::{Guard, guard};
use crate::problem::Problem;
use crate::public_url::PublicUrl;
use crate::response::with;
use crate::service::Service;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// The most bytes of a body.
const BODY: usize = 1 << 20;

/// Everything that the service answers.
pub fn router(service: Arc<Service>) -> Router {
    guarded(&Guard::new(service.clone()), service)
}

pub(crate) fn guarded(guarding: &Guard, service: Arc<Service>) -> Router {
    let timeout = service.config().timeout;
    let router = Router::new()
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/metrics", get(local_metrics))
        .merge(api::router());
    #[cfg(feature = "web")]
    let router = router.merge(crate::web::router());
    // All as one: each layer of a router is paid for with every request.
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(guarding.clone(), guard))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout))
        .layer(RequestBodyTimeoutLayer::new(timeout))
        .layer(DefaultBodyLimit::max(BODY));
    router
        .fallback(nothing)
        .method_not_allowed_fallback(|| async { Problem::method() })
        .layer(layers)
        .with_state(service)
}

/// Whether the process is alive.
async fn healthy() -> &'static str {
    "ok\n"
}

/// Whether it can answer: it can as soon as it runs; and whether the pack that lies there
/// now is what it answers from.
async fn ready(State(service): State<Arc<Service>>) -> String {
    let version = service.live();
    let faults = if service.faults().is_some() { "refused: see /status" } else { "none" };
    format!("ready\npack {}\nversion {}\nday {}\nnewer pack {faults}\n", version.number(), version.id, version.at)
}

/// Health and metrics alone.
pub(crate) fn operations(guarding: &Guard, service: Arc<Service>) -> Router {
    Router::new()
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .fallback(|| async { Problem::not_found("here are /healthz, /readyz and /metrics") })
        .method_not_allowed_fallback(|| async { Problem::method() })
        .layer(from_fn_with_state(guarding.clone(), guard))
        .with_state(service)
}

/// Metrics for clients on this machine, unless they have a listener of their own.
async fn local_metrics(service: State<Arc<Service>>, client: Option<Extension<Client>>) -> Response {
    if service.config().separate_operations {
        return Problem::not_found("metrics have a listener of their own").into_response();
    }
    match client {
        Some(Extension(client)) if client.is_local() => metrics(service).await,
        _ => Problem::not_local().into_response(),
    }
}

async fn metrics(State(service): State<Arc<Service>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    with(StatusCode::OK, kind, service.metrics.text().into_bytes())
}

/// What is not there: a problem for programs, a page for people.
async fn nothing(service: State<Arc<Service>>, uri: Uri) -> Response {
    if let Some(canonical) = without_slash(&service, &uri) {
        return Redirect::permanent(&canonical).into_response();
    }
    let of_programs = ["/api/", "/access/", "/.well-known/"].iter().any(|prefix| uri.path().starts_with(prefix));
    if of_programs {
        return Problem::not_found("there is nothing at this address; /api describes what there is").into_response();
    }
    page_not_found(service, &uri)
}

/// The address without a slash at its end: each thing has one.
fn without_slash(service: &Service, uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty() && !path.starts_with("//"))?;
    let config = service.config();
    let prefix = config.public_url.as_ref().map_or("", PublicUrl::prefix);
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{prefix}{}{query}", path.trim_end_matches('/')))
}

#[cfg(feature = "web")]
fn page_not_found(State(service): State<Arc<Service>>, uri: &Uri) -> Response {
    crate::web::not_found(&service, uri)
}

#[cfg(not(feature = "web"))]
fn page_not_found(_: State<Arc<Service>>, _: &Uri) -> Response {
    let text = "There is nothing here. This service was built without pages for people (feature `web`).\n";
    with(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", text.as_bytes().to_vec())
}
