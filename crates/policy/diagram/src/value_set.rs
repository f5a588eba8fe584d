/// A set of values of one variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueSet {
    words: Vec<u64>,
}

impl ValueSet {
    /// No value.
    pub fn none(size: usize) -> Self {
        Self { words: vec![0; size.div_ceil(64)] }
    }

    /// Every value.
    pub fn all(size: usize) -> Self {
        let mut values = Self { words: vec![u64::MAX; size.div_ceil(64)] };
        if let (Some(last), rest @ 1..) = (values.words.last_mut(), size % 64) {
            *last = (1 << rest) - 1;
        }
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
        let of_word = |(place, word): (usize, &u64)| {
            let rest = std::iter::successors(Some(*word), |word| Some(word & word.wrapping_sub(1)));
            let bits = rest.take_while(|word| *word != 0).map(|word| word.trailing_zeros() as usize);
            bits.map(move |bit| place * 64 + bit)
        };
        self.words.iter().enumerate().flat_map(of_word)
    }

    /// The values of both.
    pub(crate) fn union(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(one, other)| one | other).collect() }
    }
}
