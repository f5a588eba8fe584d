use crate::{Id, Span, Text};
use serde::{Deserialize, Serialize};

/// The value of a facet that a pack settles for everybody who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The value, by its place.
    pub value: usize,
    /// Why it has this value, in a sentence.
    pub text: Text,
    /// The sources it rests on.
    pub sources: Vec<Id>,
    /// Where it is settled.
    pub span: Span,
}
