//! Pages for people.
use crate::service::Service;
use axum::Router;
use axum::http::Uri;
use axum::response::Response;
use std::sync::Arc;
pub(crate) fn router() -> Router<Arc<Service>> { Router::new() }
pub(crate) fn not_found(_: &Service, _: &Uri) -> Response { crate::respond::bad_request("nothing".into()) }
