use crate::{Id, Named, Settled, Span, Text, ValueSet};
use serde::{Deserialize, Serialize};

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
    /// Whether the order of the values means something, so that a scope may say
    /// "up to" one of them.
    pub ordered: bool,
    /// The value that holds unless another one is given.
    pub default: Option<usize>,
    /// Whether the value comes from records about who or what asks, so that
    /// nobody can claim it: a question that sets it is a hypothesis.
    pub derived: bool,
    /// Whether it is left to the packs that extend this one to settle it for
    /// everybody who asks them.
    pub settled_by_child: bool,
    /// What such a pack settled: nobody is asked for it, and no other value can be given.
    pub settled: Option<Settled>,
    /// The values for which lint reviews what is allowed.
    pub review: ValueSet,
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
    /// Whether it is all values but some, so that a value that a later pack adds
    /// is a member, too.
    pub open: bool,
}

impl Facet {
    /// The place of the value with this id.
    pub fn value(&self, id: &str) -> Option<usize> {
        self.values.iter().position(|value| value.id.as_str() == id)
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id.as_str() == id)
    }

    /// Whether rules can say `in` of a group: where the values are ordered and `in`
    /// reads "up to", a group has to hold with each value all lower ones.
    pub fn can_be_parent(&self, group: &Group) -> bool {
        let highest = group.members.iter().last().map_or(0, |value| value + 1);
        !self.ordered || group.members.len() == highest
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
