use crate::IdentityKind;
use serde::{Deserialize, Serialize};

/// How requests of the OpenID AuthZEN Authorization API 1.0 name tools, units and facets.
///
/// The policy does not permit requests that it does not map. If the pack says nothing about
/// subjects, resources or actions, subjects have the type `user`, resources the type `tool` with
/// names of tools as ids, and the action is `use`. Facts are in the context under the names of
/// their facets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authzen {
    /// The types of subjects. If empty, [`Authzen::SUBJECT`] with nothing known about it.
    pub subjects: Vec<SubjectType>,
    /// The types of resources. If empty, [`Authzen::RESOURCE`], named as people name tools.
    pub resources: Vec<ResourceType>,
    /// The facet that the name of an action gives a value, if any.
    pub action: Option<FacetMapping>,
    /// The names of other actions, which state no fact.
    pub action_names: Vec<String>,
    /// The properties of an action that state facts.
    pub action_properties: Vec<Property>,
    /// The keys of the context that state facts, besides the names of facets.
    pub context: Vec<Property>,
}

impl Authzen {
    /// The type of subjects if the pack declares none.
    pub const SUBJECT: &'static str = "user";
    /// The type of resources if the pack declares none.
    pub const RESOURCE: &'static str = "tool";
    /// The action if the pack declares none.
    pub const ACTION: &'static str = "use";

    /// Returns the names of actions that state no fact.
    pub fn plain_actions(&self) -> Vec<&str> {
        match (&self.action, self.action_names.as_slice()) {
            (None, []) => vec![Self::ACTION],
            (_, names) => names.iter().map(String::as_str).collect(),
        }
    }
}

/// A type of subjects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectType {
    /// Its name in requests.
    pub name: String,
    /// The facet that the id of a subject gives a value, if any.
    pub id: Option<FacetMapping>,
    /// The property that names the unit of a subject.
    pub unit: String,
    /// Other properties that state facts.
    pub properties: Vec<Property>,
}

/// A type of resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceType {
    /// Its name in requests.
    pub name: String,
    /// The kind of identity that an id of this type is. `None` for the names that people use.
    pub identity: Option<IdentityKind>,
    /// The properties that state facts.
    pub properties: Vec<Property>,
}

/// A property of a request that gives a facet its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// The property.
    pub name: String,
    /// The facet to which the property gives a value.
    pub says: FacetMapping,
}

/// A facet, by its place, whose value a request states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetMapping {
    /// The facet.
    pub facet: usize,
    /// The value for words that the facet does not have. If `None`, the facet stays open.
    pub otherwise: Option<usize>,
}
