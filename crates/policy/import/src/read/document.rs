use crate::Table;
use std::fmt;

/// A document after reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its tables and lists.
    pub tables: Vec<Table>,
    /// The paragraphs outside tables and lists, without footnotes.
    pub prose: Vec<String>,
    /// Remarks on how it was read: the encoding, the delimiter.
    pub remarks: Vec<String>,
    /// The domains of a list that contains only domains. Such a list names no tool.
    pub domains: Vec<String>,
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// How to fix it.
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

/// The largest number of bytes of a document, packed and unpacked.
pub const MOST_BYTES: u64 = 256 << 20;

/// The largest number of rows of a document: as many as an Excel sheet has (ECMA-376).
pub const MOST_ROWS: usize = 1_048_576;

/// The largest number of columns of a table.
pub const MOST_COLUMNS: usize = 1_000;
