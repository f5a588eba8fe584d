//! Kinds of tool and grades of confidence.

use crate::{Id, Span, Text, ValueSet};
use serde::{Deserialize, Serialize};

/// A step of an organisation's scale of confidence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grade {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// What it means.
    pub meaning: Option<Text>,
    /// Sets of grades that it belongs to, by name.
    pub groups: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// What a tool is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kind {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Other names.
    pub aliases: Vec<String>,
    /// The more general kind.
    pub parent: Option<Id>,
    /// Whether only a catalogue mentions it.
    pub in_catalogue: bool,
    /// What tools of the kind are good for, unless they say otherwise.
    pub serves: ValueSet,
    /// Where it is declared.
    pub span: Span,
}

crate::has_id::has_id!(Grade, Kind);
