use super::check::{large, refused};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use countersign_decide::NoAnswer;
use countersign_decide::diff::Difference;
use countersign_web_kit::PolicyVersion;
use countersign_web_kit::Problem;
use countersign_web_kit::Service;
use countersign_web_kit::operation::{Operation, Parameter, Place, Reply, get};
use countersign_web_kit::query::pairs;
use countersign_web_kit::response::json;
use countersign_web_kit::run_blocking;
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
    /// The day on which it began, and what it is called in the repository, as far as that
    /// is known.
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
    let told = |known: Known| Told {
        id: known.version.id.clone(),
        number: known.version.number().to_owned(),
        name: known.name,
    };
    json(&known_versions(&service).into_iter().map(told).collect::<Vec<_>>())
}

async fn difference(State(service): State<Arc<Service>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let pairs = pairs(query.as_deref())?;
    let named = |name: &str| pairs.iter().find(|(known, value)| known == name && !value.is_empty());
    let versions = known_versions(&service);
    let find = |id: &str| versions.iter().position(|known| known.version.id == id);
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
    Ok(json(&*changed(&service, Arc::clone(&old.version), Arc::clone(&new.version)).await?))
}

/// A known version, and its name with its first day.
pub(crate) struct Known {
    pub(crate) version: Arc<PolicyVersion>,
    pub(crate) name: String,
}

/// Returns all known versions, the newest first. Revisions without a change of the policy are one
/// version, which began with the oldest of them.
pub(crate) fn known_versions(service: &Service) -> Vec<Known> {
    let mut versions: Vec<Known> = vec![Known { version: service.live_owned(), name: String::new() }];
    for version in service.history() {
        let name = version.name.clone();
        match versions.last_mut().filter(|last| last.version.id == version.id) {
            Some(last) => last.name = name,
            None => versions.push(Known { version, name }),
        }
    }
    versions
}

/// Returns the answers that differ between two versions.
pub(crate) async fn changed(
    service: &Arc<Service>,
    old: Arc<PolicyVersion>,
    new: Arc<PolicyVersion>,
) -> Result<Arc<Difference>, Problem> {
    let service = Arc::clone(service);
    let found = run_blocking(move || service.difference(&old, &new)).await?;
    found.map_err(|error| NoAnswer::TooLarge(error).into())
}
