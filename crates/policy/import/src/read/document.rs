use crate::Table;
use std::fmt;

/// A document as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its tables and lists.
    pub tables: Vec<Table>,
    /// The paragraphs outside of tables and lists, without footnotes.
    pub prose: Vec<String>,
    /// What is to be said of how it was read: the encoding, the sign between values.
    pub remarks: Vec<String>,
    /// The domains of a list of nothing but domains: such a list names no tool.
    pub domains: Vec<String>,
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl Unreadable {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}

/// The most bytes of a document, packed and unpacked.
pub const MOST_BYTES: u64 = 256 << 20;

/// The most rows of a document: as many as a sheet of Excel has (ECMA-376).
pub const MOST_ROWS: usize = 1_048_576;

/// The most columns of a table.
pub const MOST_COLUMNS: usize = 1_000;
