//! Pages for people: complete without scripts, more convenient with them.
//!
//! Addresses hold the answers, so the service keeps nothing and users can share every page.

mod answer;
mod changes;
mod conflict;
mod dont_know;
mod form_errors;
mod format;
mod guidance;
mod home;
mod journey;
mod markdown;
mod question;
mod statement;
mod suggest;
mod tool;
mod tools;

use axum::Router;
use axum::routing::get;
use countersign_web_kit::{NavigationEntry, Service};
use std::sync::Arc;

/// The entries of the navigation.
pub(crate) const NAVIGATION: &[NavigationEntry] = &[
    NavigationEntry { path: "/check", message: "check", also: &["/answer/", "/unsure/"] },
    NavigationEntry { path: "/find", message: "find", also: &[] },
    NavigationEntry { path: "/tools", message: "register", also: &[] },
    NavigationEntry { path: "/guidance", message: "guidance", also: &[] },
    NavigationEntry { path: "/changes", message: "changes", also: &[] },
];

/// Returns every page.
pub(crate) fn router() -> Router<Arc<Service>> {
    Router::new()
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
}
