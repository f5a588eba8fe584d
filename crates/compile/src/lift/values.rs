//! Values of Cedar expressions, each with a number, so that they can be the
//! terminals of diagrams.

use countersign_diagram::Node;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    known: HashMap<Value, u32>,
}

impl Default for Values {
    fn default() -> Self {
        let mut values = Self { values: Vec::new(), known: HashMap::new() };
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
        self.number(Value::Entity(kind.to_owned(), id.to_owned()))
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
