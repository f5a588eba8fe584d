use serde::{Deserialize, Serialize};

/// A set of values of one facet, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ValueSet {
    words: Vec<u64>,
}

impl ValueSet {
    /// Returns the set of the first `count` values, which is all values of a facet.
    pub fn all(count: usize) -> Self {
        (0..count).collect()
    }

    /// Adds a value.
    pub fn insert(&mut self, value: usize) {
        let word = value / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        if let Some(bits) = self.words.get_mut(word) {
            *bits |= 1 << (value % 64);
        }
    }

    /// Returns true if the value is in the set.
    pub fn contains(&self, value: usize) -> bool {
        self.words.get(value / 64).is_some_and(|bits| bits & (1 << (value % 64)) != 0)
    }

    /// Iterates over the values, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len() * 64).filter(|value| self.contains(*value))
    }

    /// Returns the number of values in the set.
    pub fn len(&self) -> usize {
        self.words.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Returns true if the set is empty.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|bits| *bits == 0)
    }

    /// Returns true if every value of this set is in `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        self.iter().all(|value| other.contains(value))
    }

    /// Returns true if the two sets share a value.
    pub fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }
}

impl FromIterator<usize> for ValueSet {
    fn from_iter<I: IntoIterator<Item = usize>>(values: I) -> Self {
        let mut set = Self::default();
        for value in values {
            set.insert(value);
        }
        set
    }
}
