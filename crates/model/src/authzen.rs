use crate::IdentityKind;
use serde::{Deserialize, Serialize};

/// How requests of the OpenID AuthZEN Authorization API 1.0 name tools, units and
/// facets. Without it any type of subject and resource is taken: a resource's id names
/// a tool, and facts travel in the context by the names of their facets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authzen {
    /// The types of subjects; empty means any, with nothing known of them.
    pub subjects: Vec<SubjectType>,
    /// The types of resources; empty means any, named as people name tools.
    pub resources: Vec<ResourceType>,
    /// What the name of an action says, if it says anything.
    pub action: Option<Stated>,
    /// What properties of an action say.
    pub action_properties: Vec<Property>,
    /// What keys of the context say, beside the names of facets.
    pub context: Vec<Property>,
}

/// A type of subjects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectType {
    /// Its name in requests.
    pub name: String,
    /// What the id of a subject says, if it says anything.
    pub id: Option<Stated>,
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
    pub says: Stated,
}

/// A facet, by its place, whose value a request states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The facet.
    pub facet: usize,
    /// The value for words that are none of the facet's; without it the facet stays open.
    pub otherwise: Option<usize>,
}
