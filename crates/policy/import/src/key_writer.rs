//! The keys of a document, as text or by their sources.

use crate::entry::Entry;
use crate::toml_string::quote;
use std::fmt::{self, Write};

/// The source of a key in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The key.
    pub key: &'static str,
    /// The table, by its place in the report.
    pub table: usize,
    /// The row.
    pub row: usize,
    /// The column, from 0. `None` if no cell states it.
    pub column: Option<usize>,
}

/// Writes the keys of a document, or collects their sources.
pub(crate) enum KeyWriter<'a> {
    Text(&'a mut String),
    Origins(&'a mut Vec<Origin>),
}

impl KeyWriter<'_> {
    pub(crate) fn write(&mut self, words: &str) {
        if let Self::Text(text) = self {
            text.push_str(words);
        }
    }

    pub(crate) fn line(&mut self, key: &str, value: fmt::Arguments<'_>) {
        if let Self::Text(text) = self {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{key} = {value}");
        }
    }

    pub(crate) fn string(&mut self, key: &str, value: &str) {
        if let Self::Text(text) = self {
            text.extend([key, " = "]);
            quote(value, text);
            text.push('\n');
        }
    }

    pub(crate) fn list<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>) {
        if let Self::Text(text) = self {
            text.extend([key, " = ["]);
            for (place, value) in values.enumerate() {
                text.push_str(if place == 0 { "" } else { ", " });
                quote(value, text);
            }
            text.push_str("]\n");
        }
    }

    pub(crate) fn from(&mut self, key: &'static str, entry: &Entry, column: Option<u32>) {
        if let Self::Origins(origins) = self {
            let (table, row, column) = (entry.table as usize, entry.row as usize, column.map(|column| column as usize));
            let origin = Origin { key, table, row, column };
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
    }
}
