//! People and teams to ask, and the bodies of an organisation.

use crate::{Id, Span, Text};
use serde::{Deserialize, Serialize};

/// Somebody to ask or to tell.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// Who it is.
    pub name: Text,
    /// What to ask there.
    pub subject: Text,
    /// How to reach them: an address, a number, a channel; the best first.
    pub reach: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// A body inside the organisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Other names.
    pub aliases: Vec<String>,
    /// The body it belongs to.
    pub parent: Option<Id>,
    /// Whether it is known to have rules of its own that the pack does not hold.
    pub rules_elsewhere: bool,
    /// Where it is declared.
    pub span: Span,
}

crate::has_id::has_id!(Contact, Unit);
