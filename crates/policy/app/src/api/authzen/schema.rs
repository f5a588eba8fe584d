//! The schemas of complete requests, for the OpenAPI document. The readers accept less, so that an
//! error can name the missing member. One of several questions can also omit a member that the
//! request has for all of them.

use super::decision::Decision;
use super::request::{Action, Options, Page, Request};
use schemars::JsonSchema;
use serde_json::{Map, Value};

/// One question (section "The Access Evaluation API Request").
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read")]
pub(super) struct Evaluation {
    /// Who asks.
    subject: Named,
    /// What is to be done.
    action: Doing,
    /// The tool.
    resource: Named,
    /// What else is known: facts by the names of facets.
    context: Option<Map<String, Value>>,
}

/// Several questions, or one as for a single evaluation (section "The Access Evaluations
/// API Request").
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "it describes what is read")]
pub(super) enum Evaluations {
    /// Several.
    Several(Several),
    /// One.
    One(Evaluation),
}

/// Several questions.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read")]
pub(super) struct Several {
    /// What every question has that says nothing else.
    #[schemars(flatten)]
    common: Request<'static>,
    /// The questions.
    #[schemars(length(min = 1, max = super::MOST_QUESTIONS))]
    evaluations: Vec<Request<'static>>,
    /// How they are to be answered.
    #[schemars(default)]
    options: Options,
}

/// Subjects are searched for.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read")]
pub(super) struct SubjectSearch {
    /// Of which type they are.
    subject: Typed,
    /// What is to be done.
    action: Doing,
    /// The tool.
    resource: Named,
    /// What else is known: facts by the names of facets.
    context: Option<Map<String, Value>>,
    /// Which part is wanted.
    page: Option<Page>,
}

/// Tools are searched for.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read")]
pub(super) struct ResourceSearch {
    /// Who asks.
    subject: Named,
    /// What is to be done.
    action: Doing,
    /// Of which type they are.
    resource: Typed,
    /// What else is known: facts by the names of facets.
    context: Option<Map<String, Value>>,
    /// Which part is wanted.
    page: Option<Page>,
}

/// Actions are searched for.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read")]
pub(super) struct ActionSearch {
    /// Who asks.
    subject: Named,
    /// Nothing of it counts.
    action: Option<Action<'static>>,
    /// The tool.
    resource: Named,
    /// What else is known: facts by the names of facets.
    context: Option<Map<String, Value>>,
    /// Which part is wanted.
    page: Option<Page>,
}

/// A subject or a resource.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read")]
struct Named {
    /// Its type.
    r#type: String,
    /// Its id.
    id: String,
    /// What else is known of it.
    properties: Option<Map<String, Value>>,
}

/// A subject or a resource that is searched for.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read")]
struct Typed {
    /// Its type.
    r#type: String,
    /// Not looked at.
    id: Option<String>,
    /// What else is known of it.
    properties: Option<Map<String, Value>>,
}

/// What is to be done.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read")]
struct Doing {
    /// Its name.
    name: String,
    /// What else is known of it.
    properties: Option<Map<String, Value>>,
}

/// The decisions on several questions, or the one on a request without any.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "it describes what is sent; the bytes are put together by hand")]
pub(super) enum Decisions {
    /// Several.
    Several {
        /// The decisions, in the order of the questions; fewer where the first ones settle
        /// it.
        evaluations: Vec<Decision>,
    },
    /// One.
    One(Decision),
}
