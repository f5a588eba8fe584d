use super::day::version_on;
use super::question_input::Asked;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use countersign_decide::{Answer, ExpectedQuestions, QuestionChoices, ask};
use countersign_model::Verdict;
use countersign_web_kit::Interface;
use countersign_web_kit::Problem;
use countersign_web_kit::Service;
use countersign_web_kit::json::body;
use countersign_web_kit::operation::{Body, Operation, Parameter, Place, Reply, get, post};
use countersign_web_kit::query::pairs;
use countersign_web_kit::response::json;
use countersign_web_kit::run_blocking;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// The questions that still matter.
#[derive(Debug, Serialize, JsonSchema)]
struct Open {
    /// What is known so far comes to this.
    verdict: Verdict,
    /// The facts that still matter, in the order that needs the fewest questions.
    questions: Vec<QuestionChoices>,
    /// The expected number of questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<ExpectedQuestions>,
}

const ABOUT: &str = "The answer with its reasons, their sources, conditions, duties, ways to get the tool, alternatives, whom to ask, and the questions that still matter.";
const OPEN: &str = "The facts that still decide, in the order that needs the fewest questions. Ask the first one, and ask again with its answer.";

pub(super) fn operations() -> Vec<Operation> {
    let answers = || vec![Reply::of::<Answer>(200, "The answer."), refused(), large()];
    let open = || vec![Reply::of::<Open>(200, "The questions."), refused(), large()];
    vec![
        Operation {
            path: "/api/v1/check",
            id: "check",
            summary: "May this tool be used?",
            description: ABOUT,
            body: Some(Body::of::<Asked>()),
            replies: answers().into_iter().chain([Reply::problem(413, "The body is too large.")]).collect(),
            ..post(check_body)
        },
        Operation {
            path: "/api/v1/answer",
            id: "answer",
            summary: "The same, asked with a query",
            description: ABOUT,
            parameters: asking(),
            replies: answers(),
            ..get(check_query)
        },
        Operation {
            path: "/api/v1/questions",
            id: "questions",
            summary: "What has to be known?",
            description: OPEN,
            parameters: asking(),
            replies: open(),
            ..get(questions)
        },
    ]
}

/// Returns the reply to an invalid request.
pub(super) fn refused() -> Reply {
    Reply::problem(400, "The request cannot be read, or names what the policy does not know.")
}

pub(super) fn large() -> Reply {
    Reply::problem(422, "What is asked has too many different cases, or there is no policy on that day.")
}

/// Returns the query parameters of a question.
fn asking() -> Vec<Parameter> {
    let line = |name, description, required| Parameter { name, description, place: Place::Query, required };
    let mut parameters = vec![line("tool", "The tool: an id, a name, an alias, or a name that no list has.", true)];
    parameters.push(line("kind", "The kind of a tool that no list names.", false));
    parameters.extend(about_asker());
    parameters
}

/// Returns the parameters about the asker and the intended use.
pub(super) fn about_asker() -> Vec<Parameter> {
    vec![
        Parameter {
            name: "unit",
            description: "The unit in which the asker works.",
            place: Place::Query,
            required: false,
        },
        Parameter {
            name: "approved",
            description: "An approval supposed to be granted.",
            place: Place::Several,
            required: false,
        },
        language(),
        super::day::parameter(),
        Parameter {
            name: "facts",
            description: "What is known of the use: facets and their values, each by its own name, as in `device=personal`. `/api/v1/facets` lists them.",
            place: Place::Facts,
            required: false,
        },
    ]
}

pub(super) fn language() -> Parameter {
    let description = "The language of the answer (BCP 47), where the pack has translations.";
    Parameter { name: "lang", description, place: Place::Query, required: false }
}

async fn check_body(
    State(service): State<Arc<Service>>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let answer = answer(service, body(bytes)?).await?;
    Ok(json(&answer))
}

async fn check_query(State(service): State<Arc<Service>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let answer = answer(service, Asked::of(pairs(query.as_deref())?)?).await?;
    Ok(json(&answer))
}

async fn questions(State(service): State<Arc<Service>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let Answer { verdict, questions, effort, .. } = answer(service, Asked::of(pairs(query.as_deref())?)?).await?;
    Ok(json(&Open { verdict, questions, effort }))
}

/// Returns the answer to a question.
pub(crate) async fn answer(service: Arc<Service>, asked: Asked) -> Result<Answer, Problem> {
    let version = version_on(&service, asked.at.as_deref()).await?;
    let question = asked.question(&version)?;
    let answer = run_blocking(move || ask(&version.policy, &question, asked.lang.as_deref())).await??;
    service.metrics.decided(Interface::Json, answer.verdict == Verdict::Allowed);
    Ok(answer)
}
