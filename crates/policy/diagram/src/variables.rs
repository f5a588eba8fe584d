use std::fmt;

/// The variables: how many values each has, and the order in which they are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variables {
    sizes: Vec<usize>,
    order: Vec<usize>,
    levels: Vec<usize>,
}

/// More variables than a diagram can have, or an order that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyVariables;

impl fmt::Display for TooManyVariables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a diagram has at most {} variables, each once in its order", Variables::MOST)
    }
}

impl std::error::Error for TooManyVariables {}

impl Variables {
    /// The most variables.
    pub const MOST: usize = 127;

    /// Variables with so many values each, asked in `order`.
    ///
    /// # Errors
    /// Where there are more than [`Variables::MOST`] variables or `order` does not
    /// name each just once.
    pub fn new(sizes: Vec<usize>, order: Vec<usize>) -> Result<Self, TooManyVariables> {
        let mut levels = vec![usize::MAX; sizes.len()];
        for (level, variable) in order.iter().enumerate() {
            match levels.get_mut(*variable) {
                Some(slot) if *slot == usize::MAX => *slot = level,
                _ => return Err(TooManyVariables),
            }
        }
        let whole = order.len() == sizes.len() && sizes.len() <= Self::MOST && !sizes.contains(&0);
        if whole { Ok(Self { sizes, order, levels }) } else { Err(TooManyVariables) }
    }

    /// How many variables there are.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// How many values a variable has.
    pub fn size(&self, variable: usize) -> usize {
        self.sizes.get(variable).copied().unwrap_or(1)
    }

    /// How many values each variable has.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The variables in the order in which they are asked.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The place of a variable in the order.
    pub fn level(&self, variable: usize) -> usize {
        self.levels.get(variable).copied().unwrap_or(usize::MAX)
    }
}
