//! Values of Cedar expressions, each with a number, so that they can be terminals of diagrams.

use countersign_diagram::Node;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A Cedar value. Members are numbers of values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    Bool(bool),
    Text(String),
    /// An entity by type and id.
    Entity(String, String),
    Set(BTreeSet<u32>),
    Record(BTreeMap<String, u32>),
}

/// Every value so far. False is 0 and true is 1.
#[derive(Debug)]
pub(crate) struct Values {
    values: Vec<Value>,
    known: FxHashMap<Value, u32>,
    /// A second index of entities by type and id, to find them without a copy.
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
    /// Returns the number of a value.
    pub(crate) fn number(&mut self, value: Value) -> u32 {
        if let Some(known) = self.known.get(&value) {
            return *known;
        }
        let number = self.values.len() as u32;
        self.values.push(value.clone());
        self.known.insert(value, number);
        number
    }

    /// Returns the value as a function that is the same everywhere.
    pub(crate) fn node(&mut self, value: Value) -> Node {
        Node::terminal(self.number(value))
    }

    /// Returns the number of an entity.
    pub(crate) fn entity(&mut self, kind: &str, id: &str) -> u32 {
        if let Some(known) = self.entities.get(kind).and_then(|ids| ids.get(id)) {
            return *known;
        }
        let number = self.number(Value::Entity(kind.to_owned(), id.to_owned()));
        self.entities.entry(kind.to_owned()).or_default().insert(id.to_owned(), number);
        number
    }

    /// Returns the value with this number.
    pub(crate) fn get(&self, number: u32) -> Option<&Value> {
        self.values.get(number as usize)
    }

    /// Returns the members of a set.
    pub(crate) fn set(&self, number: u32) -> Option<&BTreeSet<u32>> {
        match self.get(number)? {
            Value::Set(members) => Some(members),
            _ => None,
        }
    }

    /// Returns the number of values.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }
}
