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
    /// Help with the question.
    pub help: Option<Text>,
    /// Its values, in the pack's order; ascending if `ordered`.
    pub values: Vec<FacetValue>,
    /// Named sets of its values.
    pub groups: Vec<Group>,
    /// Whether the values ascend. Each then has a group up to it and a group from it on.
    pub ordered: bool,
    /// The value of a question that gives none.
    pub default: Option<usize>,
    /// Whether the value comes from records about the asker or the device. Nobody can claim it: a
    /// question that sets it is hypothetical.
    pub derived: bool,
    /// Whether packs that extend this one settle it for everybody who asks them.
    pub settled_by_child: bool,
    /// The value that such a pack settled. Nobody is asked for it, and no other value is accepted.
    pub settled: Option<Settled>,
    /// The values for which lint reviews what is allowed.
    pub review: ValueSet,
    /// Whether its value is about the tool in the question, and says nothing about other tools.
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
    /// How often it occurs, relative to the facet's other values.
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
    /// Whether it is all values except some. A value that a later pack adds is then a member too.
    pub open: bool,
}

impl Facet {
    /// Returns the place of the value with this id.
    pub fn value(&self, id: &str) -> Option<usize> {
        self.values.iter().position(|value| value.id.as_str() == id)
    }

    /// Returns the declared group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id.as_str() == id)
    }

    /// Returns every named set of its values: the declared groups, then the order groups.
    pub fn all_groups(&self) -> Vec<(Cow<'_, str>, ValueSet)> {
        let declared = self.groups.iter().map(|group| (Cow::Borrowed(group.id.as_str()), group.members.clone()));
        declared.chain(self.order_groups().map(|(id, members)| (Cow::Owned(id), members))).collect()
    }

    /// Returns the groups that every value of an ordered facet has: `up-to-VALUE` and
    /// `VALUE-and-above`.
    pub fn order_groups(&self) -> impl Iterator<Item = (String, ValueSet)> {
        let count = self.values.len();
        let values = self.values.iter().enumerate().filter(|_| self.ordered);
        values.flat_map(move |(place, value)| {
            let [up_to, and_above] = Self::order_group_ids(value.id.as_str());
            [(up_to, (0..=place).collect()), (and_above, (place..count).collect())]
        })
    }

    /// Returns the names of the two order groups that a value of an ordered facet has.
    pub fn order_group_ids(value: &str) -> [String; 2] {
        [format!("up-to-{value}"), format!("{value}-and-above")]
    }

    /// Returns the members of the group with this id: a declared group or an order group.
    pub fn members(&self, id: &str) -> Option<ValueSet> {
        self.all_groups().into_iter().find(|(group, _)| group == id).map(|(_, members)| members)
    }

    /// Returns the id and label of the value or group with this label, because people type what
    /// they read. Labels compare as names do.
    pub fn labelled(&self, word: &str) -> Option<(&str, &str)> {
        let wanted = fold(word);
        let values = self.values.iter().map(|value| (value.id.as_str(), value.label.text.as_str()));
        let groups = self.groups.iter().map(|group| (group.id.as_str(), group.label.text.as_str()));
        values.chain(groups).find(|(_, label)| !wanted.is_empty() && fold(label) == wanted)
    }

    /// Returns the help for a word that is no value: "did you mean `business` (Work)?", or else
    /// every possible word.
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

    /// Returns every value.
    pub fn all(&self) -> ValueSet {
        ValueSet::all(self.values.len())
    }

    /// Returns the id of the value in this place. Empty if there is none.
    pub fn value_id(&self, value: usize) -> &str {
        self.values.get(value).map_or("", |value| value.id.as_str())
    }

    /// Returns the ids of the values in a set, in the facet's order.
    pub fn value_ids(&self, values: &ValueSet) -> Vec<&str> {
        values.iter().map(|value| self.value_id(value)).collect()
    }
}

impl HasId for Facet {
    fn id(&self) -> &Id {
        &self.id
    }
}
