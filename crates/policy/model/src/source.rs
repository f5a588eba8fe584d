//! Documents that rules and listings rest on, and which of them wins.

use crate::{Id, PartialDate, Span, Text};
use serde::{Deserialize, Serialize};

/// A document that a rule or a field of the register rests on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Text,
    /// When it was issued, as precisely as it says.
    pub date: Option<PartialDate>,
    /// Its standing: `in-force`, `draft`, `superseded` or `withdrawn`.
    pub standing: String,
    /// Who issued it.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The licence under which its facts are used.
    pub licence: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

/// Which of two sources wins if they disagree about a tool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Precedence {
    /// The source that wins.
    pub winner: Id,
    /// The source that gives way.
    pub loser: Id,
    /// The tools that it is about. If empty, all tools.
    pub tools: Vec<Id>,
    /// Why it wins.
    pub why: Text,
    /// Where it is declared.
    pub span: Span,
}

crate::has_id::has_id!(Source);
