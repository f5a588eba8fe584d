//! The words of questions.

use crate::Localizer;
use countersign_model::{Facet, Pack};
use schemars::JsonSchema;
use serde::Serialize;

/// What a question can name; the JSON contract.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Vocabulary {
    /// The facts that a question can state.
    pub facets: Vec<FacetEntry>,
    /// Approvals that it can suppose.
    pub approvals: Vec<ApprovalEntry>,
    /// The units of the organisation.
    pub units: Vec<UnitEntry>,
    /// Kinds of tools.
    pub kinds: Vec<KindEntry>,
}

/// A facet.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct FacetEntry {
    /// Its id.
    pub facet: String,
    /// The question that asks for it.
    pub text: String,
    /// What helps to answer.
    pub help: Option<String>,
    /// Whether its values ascend.
    pub ordered: bool,
    /// Whether only records can say it.
    pub derived: bool,
    /// Whether it is about the tool that is asked for: for other tools it is not known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub about_tool: bool,
    /// The value that holds unless another one is given.
    pub default: Option<String>,
    /// Its values.
    pub values: Vec<Value>,
    /// Named sets of them.
    pub groups: Vec<GroupEntry>,
}

/// A value of a facet.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Value {
    /// Its id.
    pub value: String,
    /// What people read for it.
    pub label: String,
}

/// A named set of values.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct GroupEntry {
    /// Its id.
    pub group: String,
    /// Its members.
    pub values: Vec<String>,
}

/// An approval.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct ApprovalEntry {
    /// Its id.
    pub approval: String,
    /// What is approved.
    pub text: String,
    /// Whether a person may simply ask for it.
    pub askable: bool,
}

/// A unit.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct UnitEntry {
    /// Its id.
    pub unit: String,
    /// Its name.
    pub name: String,
}

/// A kind of tools.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct KindEntry {
    /// Its id.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// Returns everything that a question can name, in one language.
pub fn vocabulary(pack: &Pack, language: Option<&str>) -> Vocabulary {
    let say = Localizer::new(pack, language);
    Vocabulary {
        facets: pack.facets.iter().map(|facet| dimension(facet, say)).collect(),
        approvals: pack
            .approvals
            .iter()
            .map(|approval| ApprovalEntry {
                approval: approval.id.to_string(),
                text: say.say(&approval.name).to_owned(),
                askable: approval.askable,
            })
            .collect(),
        units: pack
            .units
            .iter()
            .map(|unit| UnitEntry { unit: unit.id.to_string(), name: say.say(&unit.name).to_owned() })
            .collect(),
        kinds: pack
            .kinds
            .iter()
            .map(|kind| KindEntry { kind: kind.id.to_string(), name: say.say(&kind.name).to_owned() })
            .collect(),
    }
}

fn dimension(facet: &Facet, say: Localizer<'_>) -> FacetEntry {
    FacetEntry {
        facet: facet.id.to_string(),
        text: say.say(&facet.question).to_owned(),
        help: facet.help.as_ref().map(|help| say.say(help).to_owned()),
        ordered: facet.ordered,
        derived: facet.derived,
        about_tool: facet.about_tool,
        default: facet.default.map(|value| facet.value_id(value).to_owned()),
        values: facet
            .values
            .iter()
            .map(|value| Value { value: value.id.to_string(), label: say.say(&value.label).to_owned() })
            .collect(),
        groups: facet
            .all_groups()
            .into_iter()
            .map(|(group, members)| GroupEntry {
                values: facet.value_ids(&members).into_iter().map(str::to_owned).collect(),
                group: group.into_owned(),
            })
            .collect(),
    }
}
