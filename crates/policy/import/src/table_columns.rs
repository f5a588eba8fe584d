//! How the columns of a table were understood.

use crate::column_role::Role;
use schemars::JsonSchema;
use serde::Serialize;

/// How one table was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Understood {
    /// Its name: the sheet's, or the heading under which it stands.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The status that its name gives to every row, where no column does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The heading above it that gives that status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The device or platform that its name speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Why it was left aside; absent where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// The heading of which nobody has said what it means, where no other gives a status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<String>,
    /// How many rows it has.
    pub rows: usize,
}

/// How one column was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// What it is.
    pub role: Role,
    /// Whether its heading, or somebody, said so; where not, its cells are notes.
    pub understood: bool,
}
