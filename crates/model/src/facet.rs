use crate::{Id, Named, Span, Text, ValueSet};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One dimension of a question: a small finite set of values.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facet {
    /// Its id, hyphenated, as users write it.
    pub id: Id,
    /// The question that asks for its value.
    pub question: Text,
    /// What helps to answer the question.
    pub help: Option<Text>,
    /// Its values, in the pack's order; ascending where `ordered`.
    pub values: Vec<FacetValue>,
    /// Named sets of its values.
    pub groups: Vec<Group>,
    /// Whether the values ascend, so that each has a group up to it and a group from
    /// it on.
    pub ordered: bool,
    /// The value that holds unless another one is given.
    pub default: Option<usize>,
    /// Whether the value comes from records about who or what asks, so that
    /// nobody can claim it: a question that sets it is a hypothesis.
    pub derived: bool,
    /// Where it is declared.
    pub span: Span,
}

/// One value of a facet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FacetValue {
    /// Its id.
    pub id: Id,
    /// What people read for it.
    pub label: Text,
    /// How often it is met, against the facet's other values.
    pub weight: u32,
}

/// A named set of values of one facet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    /// Its id; no value of the facet has the same.
    pub id: Id,
    /// What people read for it.
    pub label: Text,
    /// Its members.
    pub members: ValueSet,
}

impl Facet {
    /// The place of the value with this id.
    pub fn value(&self, id: &str) -> Option<usize> {
        self.values.iter().position(|value| value.id.as_str() == id)
    }

    /// Every named set of its values: the declared groups, then those of the order.
    pub fn all_groups(&self) -> Vec<(Cow<'_, str>, ValueSet)> {
        let declared = self.groups.iter().map(|group| (Cow::Borrowed(group.id.as_str()), group.members.clone()));
        declared.chain(self.order_groups().map(|(id, members)| (Cow::Owned(id), members))).collect()
    }

    /// The groups that every value of an ordered facet has: `up-to-VALUE` and
    /// `VALUE-and-above`.
    pub fn order_groups(&self) -> impl Iterator<Item = (String, ValueSet)> {
        let count = self.values.len();
        let values = self.values.iter().enumerate().filter(|_| self.ordered);
        values.flat_map(move |(place, value)| {
            let [up_to, and_above] = Self::order_group_ids(value.id.as_str());
            [(up_to, (0..=place).collect()), (and_above, (place..count).collect())]
        })
    }

    /// The names of the two groups that a value of an ordered facet has.
    pub fn order_group_ids(value: &str) -> [String; 2] {
        [format!("up-to-{value}"), format!("{value}-and-above")]
    }

    /// The members of the group with this id, declared or of the order.
    pub fn members(&self, id: &str) -> Option<ValueSet> {
        self.all_groups().into_iter().find(|(group, _)| group == id).map(|(_, members)| members)
    }

    /// Every value.
    pub fn all(&self) -> ValueSet {
        ValueSet::all(self.values.len())
    }

    /// The id of the value in this place, empty where there is none.
    pub fn value_id(&self, value: usize) -> &str {
        self.values.get(value).map_or("", |value| value.id.as_str())
    }

    /// The ids of the values in a set, in the facet's order.
    pub fn value_ids(&self, values: &ValueSet) -> Vec<&str> {
        values.iter().map(|value| self.value_id(value)).collect()
    }
}

impl Named for Facet {
    fn id(&self) -> &Id {
        &self.id
    }
}
