use crate::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A thing that has an id.
pub trait Named {
    /// Its id.
    fn id(&self) -> &Id;
}

/// Things by id, kept in the order in which they were declared.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Vec<T>", into = "Vec<T>")]
#[serde(bound(serialize = "T: Clone + Serialize", deserialize = "T: Named + Deserialize<'de>"))]
pub struct Table<T> {
    rows: Vec<T>,
    by_id: BTreeMap<Id, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by_id: BTreeMap::new() }
    }
}

/// Two rows have one id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubled(pub Id);

impl std::fmt::Display for Doubled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` stands twice in one table", self.0)
    }
}

impl<T: Named> TryFrom<Vec<T>> for Table<T> {
    type Error = Doubled;

    fn try_from(rows: Vec<T>) -> Result<Self, Doubled> {
        let mut table = Self::default();
        for row in rows {
            table.insert(row).map_err(|row| Doubled(row.id().clone()))?;
        }
        Ok(table)
    }
}

impl<T> From<Table<T>> for Vec<T> {
    fn from(table: Table<T>) -> Self {
        table.rows
    }
}

impl<T: Named> Table<T> {
    /// Adds a row and gives its place.
    ///
    /// # Errors
    /// Gives the row back where its id is taken.
    pub fn insert(&mut self, row: T) -> Result<usize, T> {
        if self.by_id.contains_key(row.id()) {
            return Err(row);
        }
        self.by_id.insert(row.id().clone(), self.rows.len());
        self.rows.push(row);
        Ok(self.rows.len() - 1)
    }

    /// Puts a row in the place of the one with the same id, or at the end.
    pub fn replace(&mut self, row: T) {
        match self.by_id.get(row.id()).and_then(|at| self.rows.get_mut(*at)) {
            Some(old) => *old = row,
            None => drop(self.insert(row)),
        }
    }

    /// The row with this id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(self.position(id)?)
    }

    /// The place of the row with this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The row in this place.
    pub fn at(&self, place: usize) -> Option<&T> {
        self.rows.get(place)
    }

    /// The rows, in declared order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// The ids, in declared order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.id().as_str())
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<'a, T: Named> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
