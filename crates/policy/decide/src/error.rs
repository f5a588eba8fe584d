use crate::InputError;
use std::fmt;

/// The question has too many different cases to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the rules leave too many different cases open: state more facts")
    }
}

impl std::error::Error for TooLarge {}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The question cannot be asked like this.
    InputError(InputError),
    /// It has too many different cases.
    TooLarge(TooLarge),
}

impl From<TooLarge> for NoAnswer {
    fn from(error: TooLarge) -> Self {
        Self::TooLarge(error)
    }
}
