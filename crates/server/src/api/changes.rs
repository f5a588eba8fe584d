use super::asked::pairs;
use super::check::{large, refused};
use super::operation::{Operation, Parameter, Place, Reply, get};
use crate::problem::Problem;
use crate::respond::json;
use crate::service::Service;
use crate::version::Version;
use crate::working::working;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use countersign_decide::NoAnswer;
use countersign_decide::diff::{Difference, diff};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// A version of the policy.
#[derive(Debug, Serialize, JsonSchema)]
struct Told {
    /// What names it.
    id: String,
    /// The number that the pack gives it.
    number: String,
    /// The day on which it began, for earlier ones, and what it is called in the
    /// repository; empty for the one that is served.
    name: String,
}

pub(super) fn operations() -> Vec<Operation> {
    let line = |name, description| Parameter { name, description, place: Place::Query, required: false };
    vec![
        Operation {
            path: "/api/v1/versions",
            id: "versions",
            summary: "The versions of the policy",
            description: "The one that is served, and those before it as far as they are known, the newest first.",
            replies: vec![Reply::of::<Vec<Told>>(200, "The versions.")],
            ..get(versions)
        },
        Operation {
            path: "/api/v1/diff",
            id: "diff",
            summary: "Which answers a version changed",
            description: "From one version to another, both asked on one day.",
            parameters: vec![
                line("from", "The version before, by id; the one before `to` unless given."),
                line("to", "The version after, by id; the one that is served unless given."),
            ],
            replies: vec![
                Reply::of::<Difference>(200, "What changed."),
                refused(),
                Reply::problem(404, "There is no such version."),
                large(),
            ],
            ..get(difference)
        },
    ]
}

async fn versions(State(service): State<Arc<Service>>) -> Response {
    let told: Vec<Told> = known(&service)
        .iter()
        .map(|version| Told {
            id: version.id.clone(),
            number: version.number().to_owned(),
            name: version.name.clone(),
        })
        .collect();
    json(&told)
}

async fn difference(State(service): State<Arc<Service>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let pairs = pairs(query.as_deref())?;
    let named = |name: &str| pairs.iter().find(|(known, value)| known == name && !value.is_empty());
    let versions = known(&service);
    let find = |id: &str| versions.iter().position(|version| version.id == id);
    let missing = |id: &str| Problem::not_found(format!("there is no version `{}`", id.escape_debug()));
    let to = match named("to") {
        Some((_, id)) => find(id).ok_or_else(|| missing(id))?,
        None => 0,
    };
    let from = match named("from") {
        Some((_, id)) => find(id).ok_or_else(|| missing(id))?,
        None => to + 1,
    };
    let (Some(old), Some(new)) = (versions.get(from), versions.get(to)) else {
        return Err(Problem::not_found("no version before this one is known"));
    };
    Ok(json(&changed(Arc::clone(old), Arc::clone(new)).await?))
}

/// All versions that are known, the newest first.
pub(crate) fn known(service: &Service) -> Vec<Arc<Version>> {
    let live = service.held();
    let mut versions = vec![Arc::clone(&live)];
    versions.extend(service.former().into_iter().filter(|version| version.id != live.id));
    versions
}

/// Which answers differ.
pub(crate) async fn changed(old: Arc<Version>, new: Arc<Version>) -> Result<Difference, Problem> {
    let found = working(move || diff(&old.policy, &new.policy)).await?;
    found.map_err(|error| NoAnswer::TooLarge(error).into())
}
