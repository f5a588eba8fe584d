use crate::{Span, Text};
use serde::{Deserialize, Serialize};

/// Something that lint notes and that a person has confirmed to be meant.
///
/// It confirms just what it names: a tool or a value that it does not name is
/// noted again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reviewed {
    /// The check whose notes it confirms.
    pub check: String,
    /// The facet, by its place; none where the check is about no facet.
    pub facet: Option<usize>,
    /// The values of that facet, by their places.
    pub values: Vec<usize>,
    /// The tools, by id; `?` is those that no list names, `?kind` those of a kind.
    pub tools: Vec<String>,
    /// Why it is meant.
    pub why: Text,
    /// Where it is confirmed.
    pub span: Span,
}
