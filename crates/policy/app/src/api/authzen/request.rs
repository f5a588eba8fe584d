use super::properties::{Members, text};
use countersign_web_kit::json::{maybe, one, several};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// What is asked: the information model of the Authorization API 1.0. Everything is
/// optional here, since what has to be there differs from one endpoint to the next.
/// Unknown members are ignored, as section "JSON Serialization" asks for.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Request<'a> {
    /// Who asks.
    #[serde(borrow, deserialize_with = "maybe")]
    pub(crate) subject: Option<Entity<'a>>,
    /// What is to be done.
    #[serde(borrow, deserialize_with = "maybe")]
    pub(crate) action: Option<Action<'a>>,
    /// The tool.
    #[serde(borrow, deserialize_with = "maybe")]
    pub(crate) resource: Option<Entity<'a>>,
    /// What else is known: facts by the names of facets.
    #[serde(borrow)]
    #[schemars(with = "Option<Map<String, Value>>")]
    pub(crate) context: Option<Members<'a>>,
}

/// Several questions in one request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Requests<'a> {
    /// The members that apply to every question without its own.
    #[serde(borrow, flatten)]
    pub(crate) common: Common<'a>,
    /// The questions.
    #[serde(borrow, deserialize_with = "several")]
    pub(crate) evaluations: Vec<Request<'a>>,
    /// The options of the answers.
    #[serde(deserialize_with = "one")]
    pub(crate) options: Options,
}

/// The members of [`Request`], flattened into another one.
pub(crate) type Common<'a> = Request<'a>;

/// How several questions are to be answered.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Options {
    /// Whether all of them are, or no more than are needed.
    pub(crate) evaluations_semantic: Semantic,
}

/// Whether all questions are answered, or no more than are needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Semantic {
    /// All of them.
    #[default]
    ExecuteAll,
    /// Up to the first one that is denied.
    DenyOnFirstDeny,
    /// Up to the first one that is permitted.
    PermitOnFirstPermit,
}

/// A subject or a resource.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Entity<'a> {
    /// Its type.
    #[serde(borrow, rename = "type", deserialize_with = "text")]
    pub(crate) kind: Option<Cow<'a, str>>,
    /// Its id.
    #[serde(borrow, deserialize_with = "text")]
    pub(crate) id: Option<Cow<'a, str>>,
    /// What else is known of it.
    #[serde(borrow)]
    #[schemars(with = "Option<Map<String, Value>>")]
    pub(crate) properties: Option<Members<'a>>,
}

/// What is to be done.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Action<'a> {
    /// Its name.
    #[serde(borrow, deserialize_with = "text")]
    pub(crate) name: Option<Cow<'a, str>>,
    /// What else is known of it.
    #[serde(borrow)]
    #[schemars(with = "Option<Map<String, Value>>")]
    pub(crate) properties: Option<Members<'a>>,
}

/// A search request, which can ask for one page of the results.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Search<'a> {
    /// The given entities and the type that the client searches for.
    #[serde(borrow, flatten)]
    pub(crate) asked: Common<'a>,
    /// The page that the client asks for.
    #[serde(deserialize_with = "maybe")]
    pub(crate) page: Option<Page>,
}

/// A part of what was found.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Page {
    /// Where it begins: `next_token` of the part before.
    pub(crate) token: Option<String>,
    /// How many are wanted at most.
    pub(crate) limit: Option<u32>,
}

/// A required member that a request leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing(pub(crate) &'static str);

impl<'a> Request<'a> {
    /// Returns the request, with each missing entity taken from another one.
    pub(crate) fn or(self, common: &Request<'a>) -> Self {
        Self {
            subject: self.subject.or_else(|| common.subject.clone()),
            action: self.action.or_else(|| common.action.clone()),
            resource: self.resource.or_else(|| common.resource.clone()),
            context: self.context.or_else(|| common.context.clone()),
        }
    }

    /// Returns the subject.
    ///
    /// # Errors
    /// Returns an error if it has no type, or no id although `with_id` is set. Searches for
    /// subjects do not set it.
    pub(crate) fn subject(&self, with_id: bool) -> Result<&Entity<'a>, Missing> {
        let subject = self.subject.as_ref().ok_or(Missing("subject"))?;
        whole(subject, with_id, Missing("subject.type"), Missing("subject.id"))
    }

    /// Returns the resource.
    ///
    /// # Errors
    /// Returns an error if it has no type, or no id although `with_id` is set. Searches for
    /// resources do not set it.
    pub(crate) fn resource(&self, with_id: bool) -> Result<&Entity<'a>, Missing> {
        let resource = self.resource.as_ref().ok_or(Missing("resource"))?;
        whole(resource, with_id, Missing("resource.type"), Missing("resource.id"))
    }

    /// Returns the action.
    ///
    /// # Errors
    /// Returns an error if it has no name.
    pub(crate) fn action(&self) -> Result<&Action<'a>, Missing> {
        let action = self.action.as_ref().ok_or(Missing("action"))?;
        if action.name.is_some() { Ok(action) } else { Err(Missing("action.name")) }
    }
}

fn whole<'e, 'a>(entity: &'e Entity<'a>, with_id: bool, kind: Missing, id: Missing) -> Result<&'e Entity<'a>, Missing> {
    match entity {
        Entity { kind: None, .. } => Err(kind),
        Entity { id: None, .. } if with_id => Err(id),
        entity => Ok(entity),
    }
}
