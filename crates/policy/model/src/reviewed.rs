use crate::{Span, Text};
use serde::{Deserialize, Serialize};

/// A finding of lint that an author has confirmed as intended.
///
/// It confirms only what it names. Lint reports a tool or a value that it does not name again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reviewed {
    /// The check whose findings it confirms.
    pub check: String,
    /// The facet, by its place; `None` if the check is about no facet.
    pub facet: Option<usize>,
    /// The values of that facet, by their places.
    pub values: Vec<usize>,
    /// The tools, by id. `?` means tools that no list names, `?kind` those of a kind.
    pub tools: Vec<String>,
    /// Why it is intended.
    pub why: Text,
    /// Where it is confirmed.
    pub span: Span,
}
