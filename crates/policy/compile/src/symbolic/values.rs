//! Values of Cedar expressions, each with a number, so that they can be the
//! terminals of diagrams.

use countersign_diagram::Node;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A value of Cedar; members are numbers of values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    Bool(bool),
    Text(String),
    /// An entity by type and id.
    Entity(String, String),
    Set(BTreeSet<u32>),
    Record(BTreeMap<String, u32>),
}

/// Every value that came up; false is 0 and true is 1.
#[derive(Debug)]
pub(crate) struct Values {
    values: Vec<Value>,
    known: FxHashMap<Value, u32>,
    /// Entities by type and id once more, to be found without a copy.
    entities: FxHashMap<String, FxHashMap<String, u32>>,
}

impl Default for Values {
    fn default() -> Self {
        let mut values = Self { values: Vec::new(), known: FxHashMap::default(), entities: FxHashMap::default() };
        values.number(Value::Bool(false));
        values.number(Value::Bool(true));
        values
    }
}

impl Values {
    /// The number of a value.
    pub(crate) fn number(&mut self, value: Value) -> u32 {
        if let Some(known) = self.known.get(&value) {
            return *known;
        }
        let number = self.values.len() as u32;
        self.values.push(value.clone());
        self.known.insert(value, number);
        number
    }

    /// The value as a function that is the same everywhere.
    pub(crate) fn node(&mut self, value: Value) -> Node {
        Node::terminal(self.number(value))
    }

    /// The number of an entity.
    pub(crate) fn entity(&mut self, kind: &str, id: &str) -> u32 {
        if let Some(known) = self.entities.get(kind).and_then(|ids| ids.get(id)) {
            return *known;
        }
        let number = self.number(Value::Entity(kind.to_owned(), id.to_owned()));
        self.entities.entry(kind.to_owned()).or_default().insert(id.to_owned(), number);
        number
    }

    /// The value with a number.
    pub(crate) fn get(&self, number: u32) -> Option<&Value> {
        self.values.get(number as usize)
    }

    /// The members of a set.
    pub(crate) fn set(&self, number: u32) -> Option<&BTreeSet<u32>> {
        match self.get(number)? {
            Value::Set(members) => Some(members),
            _ => None,
        }
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }
}
