use std::fmt;

/// The variables: the number of values of each, and the order of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variables {
    sizes: Vec<usize>,
    order: Vec<usize>,
    levels: Vec<usize>,
}

/// Too many variables for a diagram, or a list that is not an order of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyVariables;

impl fmt::Display for TooManyVariables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a diagram has at most {} variables, each once in its order", Variables::MOST)
    }
}

impl std::error::Error for TooManyVariables {}

impl Variables {
    /// The largest number of variables.
    pub const MOST: usize = 127;

    /// Creates variables with these numbers of values, asked in `order`.
    ///
    /// # Errors
    /// Returns an error if there are more than [`Variables::MOST`] variables or `order` does not
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

    /// Returns the number of variables.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Returns true if there are no variables.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// Returns the number of values of a variable.
    pub fn size(&self, variable: usize) -> usize {
        self.sizes.get(variable).copied().unwrap_or(1)
    }

    /// Returns the number of values of each variable.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// Returns the variables in the order in which they are asked.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Returns the place of a variable in the order.
    pub fn level(&self, variable: usize) -> usize {
        self.levels.get(variable).copied().unwrap_or(usize::MAX)
    }
}
