use crate::{Id, Named, Span, Text, ValueSet, fold, nearest};
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
        let mut words: Vec<&str> = self.values.iter().map(|value| value.id.as_str()).collect();
        if groups {
            words.extend(self.groups.iter().map(|group| group.id.as_str()));
        }
        match nearest(word, words.iter().copied()) {
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

impl Named for Facet {
    fn id(&self) -> &Id {
        &self.id
    }
}
