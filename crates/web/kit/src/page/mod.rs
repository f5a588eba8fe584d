//! The parts that all pages share, and the pages about the service itself.

mod api_reference;
mod assets;
mod error_page;
mod layout;
mod page_request;
mod status;

pub use error_page::page_or_error;
pub use layout::{Layout, href, page};
pub use page_request::{PageRequest, segment};

pub(crate) use error_page::{not_found, problem_page};

use crate::capability::Capability;
use crate::entity_tag::entity_tags;
use crate::service::Service;
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::get;
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// Returns every page.
pub(crate) fn router(capabilities: &[&Capability]) -> Router<Arc<Service>> {
    let mut pages = Router::new()
        .route("/status", get(status::status))
        .route("/api", get(api_reference::api_reference))
        .route("/assets/brand.css", get(assets::brand))
        .route("/assets/icon.svg", get(assets::icon));
    for capability in capabilities {
        pages = pages.merge((capability.pages)());
    }
    let pages = pages.layer(from_fn(entity_tags)).layer(CompressionLayer::new());
    // These files are compressed already.
    pages.route("/assets/{digest}/{name}", get(assets::file))
}
