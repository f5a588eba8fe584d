/// A set of values of one variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Values {
    words: Vec<u64>,
}

impl Values {
    /// No value.
    pub fn none(size: usize) -> Self {
        Self { words: vec![0; size.div_ceil(64)] }
    }

    /// Every value.
    pub fn all(size: usize) -> Self {
        let mut values = Self::none(size);
        (0..size).for_each(|value| values.insert(value));
        values
    }

    /// One value.
    pub fn one(size: usize, value: usize) -> Self {
        let mut values = Self::none(size);
        values.insert(value);
        values
    }

    /// Adds a value.
    pub fn insert(&mut self, value: usize) {
        if let Some(word) = self.words.get_mut(value / 64) {
            *word |= 1 << (value % 64);
        }
    }

    /// Whether a value is in the set.
    pub fn contains(&self, value: usize) -> bool {
        self.words.get(value / 64).is_some_and(|word| word & (1 << (value % 64)) != 0)
    }

    /// How many values are in the set.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The values, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len() * 64).filter(|value| self.contains(*value))
    }
}
