//! Pages for people: complete without scripts, better with them.
//!
//! What somebody tells travels in addresses, so nothing is kept and every page can be
//! passed on.

mod answer;
mod assets;
mod changes;
mod errors;
mod find;
mod guidance;
mod home;
mod interfaces;
mod layout;
mod phrase;
mod prose;
mod question;
mod register;
mod status;
mod tool;
mod trail;
mod unsure;
mod visit;

pub(crate) use errors::{not_found, problem_page};

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
        .route("/unsure/{tool}", get(unsure::unsure))
        .route("/answer/{tool}", get(answer::answer))
        .route("/find", get(find::find))
        .route("/tools", get(register::register))
        .route("/tools/{tool}", get(tool::tool))
        .route("/download/{file}", get(register::downloaded))
        .route("/guidance", get(guidance::index))
        .route("/guidance/{page}", get(guidance::made))
        .route("/guidance/ladders/{id}", get(guidance::ladder))
        .route("/guidance/checklists/{id}", get(guidance::checklist))
        .route("/guidance/pages/{id}", get(guidance::prose))
        .route("/changes", get(changes::changes))
        .route("/changes/{version}", get(changes::one))
        .route("/status", get(status::status))
        .route("/api", get(interfaces::interfaces))
        .route("/assets/brand.css", get(assets::brand))
        .route("/assets/icon.svg", get(assets::icon))
        .layer(from_fn(entity_tags))
        .layer(CompressionLayer::new());
    // These are packed already.
    pages.route("/assets/{digest}/{name}", get(assets::file))
}
