use crate::{HasId, Id, Settled, Span, Text, ValueSet, fold, nearest};
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
    /// Whether it is left to the packs that extend this one to settle it for
    /// everybody who asks them.
    pub settled_by_child: bool,
    /// What such a pack settled: nobody is asked for it, and no other value can be given.
    pub settled: Option<Settled>,
    /// The values for which lint reviews what is allowed.
    pub review: ValueSet,
    /// Whether its value is about the tool that is asked for, so that it says nothing of
    /// other tools.
    pub about_tool: bool,
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

    /// The declared group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id.as_str() == id)
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

    /// The value or group whose label is a word, as its id and its label, compared as
    /// names are: people write what they read.
    pub fn labelled(&self, word: &str) -> Option<(&str, &str)> {
        let wanted = fold(word);
        let values = self.values.iter().map(|value| (value.id.as_str(), value.label.text.as_str()));
        let groups = self.groups.iter().map(|group| (group.id.as_str(), group.label.text.as_str()));
        values.chain(groups).find(|(_, label)| !wanted.is_empty() && fold(label) == wanted)
    }

    /// What a word that is no value most likely means, as "did you mean `business` (Work)?";
    /// else every word that is possible.
    pub fn suggestion(&self, word: &str, groups: bool) -> String {
        if let Some((id, label)) = self.labelled(word) {
            return format!("did you mean `{id}` ({label})?");
        }
        let mut words: Vec<Cow<'_, str>> = self.values.iter().map(|value| value.id.as_str().into()).collect();
        if groups {
            words.extend(self.groups.iter().map(|group| Cow::from(group.id.as_str())));
        }
        let of_order: Vec<String> = self.order_groups().filter(|_| groups).map(|(id, _)| id).collect();
        match nearest(word, words.iter().map(AsRef::as_ref).chain(of_order.iter().map(String::as_str))) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`{}` has {}", self.id, words.join(", ")),
        }
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

impl HasId for Facet {
    fn id(&self) -> &Id {
        &self.id
    }
}
