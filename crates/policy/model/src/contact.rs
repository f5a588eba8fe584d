//! People and teams to ask, and the bodies of an organisation.

use crate::{Id, Span, Text};
use serde::{Deserialize, Serialize};

/// A person or team to ask or to inform.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// The name of the person or team.
    pub name: Text,
    /// What to ask there.
    pub subject: Text,
    /// How to reach them: an address, a number or a channel, the best first.
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
    /// Whether it is known to have its own rules that the pack does not contain.
    pub rules_elsewhere: bool,
    /// Where it is declared.
    pub span: Span,
}

crate::has_id::has_id!(Contact, Unit);
