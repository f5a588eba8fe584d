//! The interfaces for programs: a router made from the operations of all capabilities.

use crate::capability::Capability;
use crate::entity_tag::entity_tags;
use crate::operation::Operation;
use crate::response::json;
use crate::service::Service;
use crate::strict_query::{Allowed, strict_query};
use axum::Router;
use axum::extract::State;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

pub(crate) fn router(capabilities: &[&Capability]) -> Router<Arc<Service>> {
    let mut read = Router::new().route("/api/openapi.json", get(openapi_document));
    for capability in capabilities {
        read = read.merge((capability.documents)());
    }
    let mut asked = Router::new();
    for Operation { method, path, parameters, route, .. } in
        capabilities.iter().flat_map(|capability| (capability.operations)())
    {
        if method == Method::GET {
            read = read.route(path, route.layer(from_fn_with_state(Allowed::of(&parameters), strict_query)));
        } else {
            asked = asked.route(path, route);
        }
    }
    // Answers to POST are small and frequent, so the service sends them without compression.
    let read = read.layer(from_fn(entity_tags)).layer(CompressionLayer::new());
    read.merge(asked)
}

async fn openapi_document(State(service): State<Arc<Service>>) -> Response {
    json(&service.site().openapi)
}
