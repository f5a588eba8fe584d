//! What people see.

pub(crate) mod answer;
pub(crate) mod build;
pub(crate) mod diagnostics;
pub(crate) mod diff;
pub(crate) mod diff_layout;
pub(crate) mod drift;
pub(crate) mod format;
pub(crate) mod import_report;
pub(crate) mod policy_table;
pub(crate) mod terminal;
pub(crate) mod tool_list;

use crate::error::CliError;
use serde::Serialize;
use std::io::Write;

/// Prints for machines.
pub(crate) fn json(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> Result<(), CliError> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}
