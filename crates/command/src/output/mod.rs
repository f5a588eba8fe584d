//! The output of commands.

pub mod diagnostics;
pub mod format;
pub mod terminal;

use crate::error::CliError;
use serde::Serialize;
use serde_json::Value;
use std::io::Write;

/// Prints a value as JSON.
pub fn json(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> Result<(), CliError> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}

/// A format that commands read or print, with its JSON Schema.
#[derive(Debug)]
pub struct Schema {
    /// Its name on the command line.
    pub name: &'static str,
    /// The documents with this format, for help.
    pub of: &'static str,
    /// Writes the schema.
    pub write: fn() -> Value,
}
