//! What one row says about a tool.

use crate::mapping::Mapping;
use crate::remark::{Audience, Information};
use crate::status::{Status, Words};
use crate::text::Text;
use crate::tool_name::ToolName;
use countersign_model::IdentityKind;
use jiff::civil::Date;
use std::sync::Arc;

/// What a row says about a tool. Columns are numbered from 0. There may be a million entries, so
/// their size counts.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) table: u32,
    pub(crate) row: u32,
    pub(crate) name: ToolName,
    /// The column of the name.
    pub(crate) named_in: u32,
    /// The status, shared with rows for which the list says the same.
    pub(crate) status: Arc<Status>,
    pub(crate) aliases: Vec<(u32, String)>,
    pub(crate) about: Option<Box<(u32, String)>>,
    pub(crate) types: Vec<(u32, Text)>,
    pub(crate) conditions: Vec<(u32, &'static str, Text)>,
    /// The only information that it is for, and the column that says so.
    pub(crate) information: Option<(u32, Information)>,
    pub(crate) audience: Option<(u32, Audience)>,
    pub(crate) route: Option<Box<(u32, String)>>,
    pub(crate) until: Option<(u32, Date)>,
    pub(crate) review: Option<(u32, Date)>,
    pub(crate) date: Option<(u32, Date)>,
    /// Words that are kept, each with its column, and whether they were understood as mere words.
    pub(crate) notes: Vec<(u32, Box<str>, bool)>,
    /// Its machine names.
    pub(crate) identities: Vec<(u32, IdentityKind, String)>,
    /// Whether the row's own words limit or withdraw its status.
    pub(crate) words: Words,
    /// The words against its status, and whether they were understood.
    pub(crate) against: Vec<(Text, bool)>,
    /// The tool of the row, by its place.
    pub(crate) group: u32,
}

impl Entry {
    /// Qualifies the status by the words against it.
    pub(crate) fn qualify(&mut self, words: Words, mapping: &Mapping) {
        if let Some(status) = self.status.qualified(words, mapping) {
            self.status = status.into();
        }
    }

    /// Frees unused capacity, because there may be a million entries.
    pub(crate) fn shrink(&mut self) {
        self.types.shrink_to_fit();
        self.conditions.shrink_to_fit();
        self.notes.shrink_to_fit();
        self.against.shrink_to_fit();
    }
}
