/// A set of values of one variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueSet {
    words: Vec<u64>,
}

impl ValueSet {
    /// Returns the empty set.
    pub fn none(size: usize) -> Self {
        Self { words: vec![0; size.div_ceil(64)] }
    }

    /// Returns the set of all values.
    pub fn all(size: usize) -> Self {
        let mut values = Self { words: vec![u64::MAX; size.div_ceil(64)] };
        if let (Some(last), rest @ 1..) = (values.words.last_mut(), size % 64) {
            *last = (1 << rest) - 1;
        }
        values
    }

    /// Returns the set of one value.
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

    /// Returns true if a value is in the set.
    pub fn contains(&self, value: usize) -> bool {
        self.words.get(value / 64).is_some_and(|word| word & (1 << (value % 64)) != 0)
    }

    /// Returns the number of values in the set.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Returns true if the set is empty.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Iterates over the values, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let of_word = |(place, word): (usize, &u64)| {
            let rest = std::iter::successors(Some(*word), |word| Some(word & word.wrapping_sub(1)));
            let bits = rest.take_while(|word| *word != 0).map(|word| word.trailing_zeros() as usize);
            bits.map(move |bit| place * 64 + bit)
        };
        self.words.iter().enumerate().flat_map(of_word)
    }

    /// Returns the union of two sets.
    pub(crate) fn union(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(one, other)| one | other).collect() }
    }
}
