//! Pages for people: complete without scripts, better with them.
//!
//! What somebody tells travels in addresses, so nothing is kept and every page can be
//! passed on.

mod answer;
mod api_reference;
mod assets;
mod changes;
mod dont_know;
mod error_pages;
mod format;
mod guidance;
mod home;
mod journey;
mod layout;
mod markdown;
mod page_request;
mod question;
mod status;
mod suggest;
mod tool;
mod tools;

pub(crate) use error_pages::{not_found, problem_page};

use crate::entity_tag::entity_tags;
use crate::service::Service;
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::get;
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// Every page.
pub(crate) fn router() -> Router<Arc<Service>> {
    let pages = Router::new()
        .route("/", get(home::home))
        .route("/check", get(home::search))
        .route("/check/{tool}", get(question::question))
        .route("/unsure/{tool}", get(dont_know::unsure))
        .route("/answer/{tool}", get(answer::answer))
        .route("/find", get(suggest::find))
        .route("/tools", get(tools::register))
        .route("/tools/{tool}", get(tool::tool))
        .route("/download/{file}", get(tools::downloaded))
        .route("/guidance", get(guidance::index))
        .route("/guidance/{page}", get(guidance::generated_page))
        .route("/guidance/ladders/{id}", get(guidance::ladder))
        .route("/guidance/checklists/{id}", get(guidance::checklist))
        .route("/guidance/pages/{id}", get(guidance::prose))
        .route("/changes", get(changes::changes))
        .route("/changes/{version}", get(changes::changes_of_version))
        .route("/status", get(status::status))
        .route("/api", get(api_reference::interfaces))
        .route("/assets/brand.css", get(assets::brand))
        .route("/assets/icon.svg", get(assets::icon))
        .layer(from_fn(entity_tags))
        .layer(CompressionLayer::new());
    // These are packed already.
    pages.route("/assets/{digest}/{name}", get(assets::file))
}
