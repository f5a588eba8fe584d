use super::check::{about_asker, large, refused};
use super::day::version_on;
use super::question_input::SuggestRequest;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use countersign_decide::{Suggestions, suggest};
use countersign_web_kit::Problem;
use countersign_web_kit::Service;
use countersign_web_kit::operation::{Operation, Parameter, Place, Reply, get};
use countersign_web_kit::query::pairs;
use countersign_web_kit::response::json;
use countersign_web_kit::run_blocking;
use std::sync::Arc;

pub(super) fn operations() -> Vec<Operation> {
    let not = Parameter {
        name: "not",
        description: "A tool that cannot be used, say because the other side has none.",
        place: Place::Several,
        required: false,
    };
    vec![Operation {
        path: "/api/v1/suggest",
        id: "suggest",
        summary: "Which tools serve?",
        description: "The tools that suit a job, best first, and those excluded with the reason.",
        parameters: std::iter::once(not).chain(about_asker()).collect(),
        replies: vec![Reply::of::<Suggestions>(200, "The tools."), refused(), large()],
        ..get(suggested)
    }]
}

async fn suggested(State(service): State<Arc<Service>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let job = SuggestRequest::of(pairs(query.as_deref())?)?;
    Ok(json(&suggestions(service, job).await?))
}

/// Returns the tools for a job.
pub(crate) async fn suggestions(service: Arc<Service>, job: SuggestRequest) -> Result<Suggestions, Problem> {
    let version = version_on(&service, job.at.as_deref()).await?;
    let (question, without) = job.question(&version)?;
    let told = run_blocking(move || suggest(&version.policy, &question, &without, job.lang.as_deref())).await??;
    Ok(told)
}
