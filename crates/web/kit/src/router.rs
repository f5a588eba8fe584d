//! The routes of the service, and the layers around every request.

use crate::api;
use crate::capability::Capability;
use crate::health::{healthy, local_metrics, metrics, ready};
use crate::middleware::{Guard, guard};
use crate::problem::Problem;
use crate::public_url::PublicUrl;
use crate::service::Service;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// The maximum size of a body, in bytes.
const BODY: usize = 1 << 20;

/// Returns the router of everything that the service answers.
pub fn router(service: Arc<Service>, capabilities: &[&Capability]) -> Router {
    public(&Guard::new(service.clone()), service, capabilities)
}

/// Returns the router for clients.
pub(crate) fn public(guarding: &Guard, service: Arc<Service>, capabilities: &[&Capability]) -> Router {
    let timeout = service.config().timeout;
    let router = Router::new()
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/metrics", get(local_metrics))
        .merge(api::router(capabilities));
    #[cfg(feature = "pages")]
    let router = router.merge(crate::page::router(capabilities));
    // One combined layer: each separate layer of a router costs time with every request.
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

/// Returns the router of health and metrics alone.
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

/// Answers requests for unknown addresses: a problem for programs, a page for people.
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

/// Returns the address without a slash at its end, because each page has one address. `None` if
/// there is no such slash.
fn without_slash(service: &Service, uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty() && !path.starts_with("//"))?;
    let config = service.config();
    let prefix = config.public_url.as_ref().map_or("", PublicUrl::prefix);
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{prefix}{}{query}", path.trim_end_matches('/')))
}

#[cfg(feature = "pages")]
fn page_not_found(State(service): State<Arc<Service>>, uri: &Uri) -> Response {
    crate::page::not_found(&service, uri)
}

#[cfg(not(feature = "pages"))]
fn page_not_found(_: State<Arc<Service>>, _: &Uri) -> Response {
    let text = "There is nothing here. This service was built without pages for people (feature `web`).\n";
    crate::response::with(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", text.as_bytes().to_vec())
}
