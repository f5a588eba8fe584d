//! Approvals that can change a verdict.

use crate::{Id, Span, Text};
use serde::{Deserialize, Serialize};

/// An approval that can change a verdict. In rules it is a Boolean fact, false unless recorded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Approval {
    /// Its id.
    pub id: Id,
    /// What is approved, as a phrase.
    pub name: Text,
    /// Who grants it, a contact.
    pub by: Id,
    /// Whether people can simply ask for it.
    pub askable: bool,
    /// Where it is declared.
    pub span: Span,
}

crate::has_id::has_id!(Approval);
