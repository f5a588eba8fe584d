//! What people see.

pub mod diagnostics;
pub mod format;
pub mod terminal;

use crate::error::CliError;
use serde::Serialize;
use serde_json::Value;
use std::io::Write;

/// Prints for machines.
pub fn json(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> Result<(), CliError> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}

/// A form that commands read or print, with its JSON Schema.
#[derive(Debug)]
pub struct Schema {
    /// Its name on the command line.
    pub name: &'static str,
    /// What has this form, for help.
    pub of: &'static str,
    /// Writes the schema.
    pub write: fn() -> Value,
}
