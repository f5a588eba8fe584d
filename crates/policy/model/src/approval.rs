//! Approvals that can turn an answer.

use crate::{Id, Span, Text};
use serde::{Deserialize, Serialize};

/// An approval that may turn an answer: in rules a Boolean fact, false unless recorded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Approval {
    /// Its id.
    pub id: Id,
    /// What is approved, as a phrase.
    pub name: Text,
    /// Who grants it, a contact.
    pub by: Id,
    /// Whether a person may simply ask for it.
    pub askable: bool,
    /// Where it is declared.
    pub span: Span,
}

crate::has_id::has_id!(Approval);
