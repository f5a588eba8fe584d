use crate::IdentityKind;
use serde::{Deserialize, Serialize};

/// How requests of the OpenID AuthZEN Authorization API 1.0 name tools, units and
/// facets. What it does not map is not permitted. Where it says nothing of subjects,
/// resources or actions, subjects are of the type `user`, resources of the type `tool`
/// whose ids name tools, and the action is `use`. Facts travel in the context by the names
/// of their facets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authzen {
    /// The types of subjects; where there are none, [`Authzen::SUBJECT`] with nothing known of it.
    pub subjects: Vec<SubjectType>,
    /// The types of resources; where there are none, [`Authzen::RESOURCE`], named as people name
    /// tools.
    pub resources: Vec<ResourceType>,
    /// What the name of an action says, if it says anything: names are then values of a facet.
    pub action: Option<FacetMapping>,
    /// The names of other actions, which say nothing.
    pub action_names: Vec<String>,
    /// What properties of an action say.
    pub action_properties: Vec<Property>,
    /// What keys of the context say, beside the names of facets.
    pub context: Vec<Property>,
}

impl Authzen {
    /// The type of subjects where the pack declares none.
    pub const SUBJECT: &'static str = "user";
    /// The type of resources where the pack declares none.
    pub const RESOURCE: &'static str = "tool";
    /// The action where the pack declares none.
    pub const ACTION: &'static str = "use";

    /// The names of actions that say nothing.
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
    /// What the id of a subject says, if it says anything.
    pub id: Option<FacetMapping>,
    /// The property that names the unit of a subject.
    pub unit: String,
    /// What other properties say.
    pub properties: Vec<Property>,
}

/// A type of resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceType {
    /// Its name in requests.
    pub name: String,
    /// What an id of this type is: a name by which machines know tools, or none for
    /// the names that people use.
    pub identity: Option<IdentityKind>,
    /// What properties say.
    pub properties: Vec<Property>,
}

/// A property of a request that gives a facet its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// The property.
    pub name: String,
    /// What it says.
    pub says: FacetMapping,
}

/// A facet, by its place, whose value a request states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetMapping {
    /// The facet.
    pub facet: usize,
    /// The value for words that are none of the facet's; without it the facet stays open.
    pub otherwise: Option<usize>,
}
