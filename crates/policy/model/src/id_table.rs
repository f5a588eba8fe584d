use crate::HasId;
use crate::encoded_rows::EncodedRows;
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::hash::Hasher;
use std::sync::OnceLock;

/// Rows by id, kept in the order in which they were declared.
///
/// A table that was read from a compiled file decodes each row when it is first asked for.
/// It serialises for `postcard`, which the compiled file is written with.
#[derive(Clone, Debug)]
pub struct Table<T> {
    /// The rows, unless they are still encoded.
    rows: Vec<T>,
    encoded: Option<EncodedRows<T>>,
    /// The positions of the rows, found by the hash of their ids.
    positions: OnceLock<HashTable<usize>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), encoded: None, positions: OnceLock::new() }
    }
}

impl<T: HasId> Table<T> {
    /// Adds a row and returns its position.
    ///
    /// # Errors
    /// Returns the row if its id is taken.
    pub fn insert(&mut self, row: T) -> Result<usize, T> {
        let id = row.id().as_str();
        if self.position(id).is_some() {
            return Err(row);
        }
        let hash = hash_of(id);
        self.decoded().push(row);
        let rows = &self.rows;
        let position = rows.len() - 1;
        if let Some(positions) = self.positions.get_mut() {
            let hash_at = |position: &usize| rows.get(*position).map_or(0, |row| hash_of(row.id().as_str()));
            positions.insert_unique(hash, position, hash_at);
        }
        Ok(position)
    }

    /// Replaces the row with the same id, or adds the row at the end.
    pub fn replace(&mut self, row: T) {
        let position = self.position(row.id().as_str());
        match position.and_then(|position| self.decoded().get_mut(position)) {
            Some(old) => *old = row,
            None => drop(self.insert(row)),
        }
    }

    /// Returns the row with this id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.at(self.position(id)?)
    }

    /// Returns the position of the row with this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        let is = |position: &usize| self.id_at(*position) == Some(id);
        self.positions.get_or_init(|| self.index()).find(hash_of(id), is).copied()
    }

    /// Returns the row at this position.
    pub fn at(&self, position: usize) -> Option<&T> {
        match &self.encoded {
            None => self.rows.get(position),
            Some(rows) => rows.get(position),
        }
    }

    /// Iterates over the rows, in declared order.
    pub fn iter(&self) -> RowIter<'_, T> {
        RowIter { table: self, positions: 0..self.len() }
    }

    /// Iterates over the ids, in declared order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|position| self.id_at(position))
    }

    fn id_at(&self, position: usize) -> Option<&str> {
        match &self.encoded {
            None => self.rows.get(position).map(|row| row.id().as_str()),
            Some(rows) => rows.id(position),
        }
    }

    /// Finds the positions of all rows by their ids. Of rows with one id, the first counts.
    fn index(&self) -> HashTable<usize> {
        let mut positions = HashTable::with_capacity(self.len());
        let hash_at = |position: &usize| self.id_at(*position).map_or(0, hash_of);
        for (position, id) in self.ids().enumerate() {
            if positions.find(hash_of(id), |other| self.id_at(*other) == Some(id)).is_none() {
                positions.insert_unique(hash_of(id), position, hash_at);
            }
        }
        positions
    }

    /// Returns the rows for a change, all of them decoded.
    fn decoded(&mut self) -> &mut Vec<T> {
        if let Some(rows) = self.encoded.take() {
            self.rows = rows.decode_all();
        }
        &mut self.rows
    }
}

impl<T: HasId> From<Table<T>> for Vec<T> {
    fn from(mut table: Table<T>) -> Self {
        std::mem::take(table.decoded())
    }
}

impl<T> Table<T> {
    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.encoded.as_ref().map_or(self.rows.len(), EncodedRows::len)
    }

    /// Returns true if there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: HasId> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.encoded {
            None => EncodedRows::encode(&self.rows).map_err(serde::ser::Error::custom)?.serialize(serializer),
            Some(rows) => rows.serialize(serializer),
        }
    }
}

impl<'de, T: HasId> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { encoded: Some(EncodedRows::deserialize(deserializer)?), ..Self::default() })
    }
}

/// The rows of a table, in declared order.
#[derive(Debug)]
pub struct RowIter<'a, T> {
    table: &'a Table<T>,
    positions: std::ops::Range<usize>,
}

impl<T> Clone for RowIter<'_, T> {
    fn clone(&self) -> Self {
        Self { table: self.table, positions: self.positions.clone() }
    }
}

impl<'a, T: HasId> Iterator for RowIter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.positions.next().and_then(|position| self.table.at(position))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.positions.size_hint()
    }
}

impl<T: HasId> DoubleEndedIterator for RowIter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.positions.next_back().and_then(|position| self.table.at(position))
    }
}

impl<'a, T: HasId> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = RowIter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn hash_of(id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(id.as_bytes());
    hasher.finish()
}
