use crate::Id;
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

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
    /// The places of the rows, found by the hash of their ids.
    places: HashTable<usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), places: HashTable::new() }
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
        let mut table = Self { places: HashTable::with_capacity(rows.len()), rows: Vec::with_capacity(rows.len()) };
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
        let id = row.id().as_str();
        if self.position(id).is_some() {
            return Err(row);
        }
        let (place, rows) = (self.rows.len(), &self.rows);
        let again = |place: &usize| rows.get(*place).map_or(0, |row| hash_of(row.id().as_str()));
        self.places.insert_unique(hash_of(id), place, again);
        self.rows.push(row);
        Ok(place)
    }

    /// Puts a row in the place of the one with the same id, or at the end.
    pub fn replace(&mut self, row: T) {
        match self.position(row.id().as_str()).and_then(|place| self.rows.get_mut(place)) {
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
        let is = |place: &usize| self.rows.get(*place).is_some_and(|row| row.id().as_str() == id);
        self.places.find(hash_of(id), is).copied()
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

fn hash_of(id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(id.as_bytes());
    hasher.finish()
}
