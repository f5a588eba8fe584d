//! What people see.

pub(crate) mod answer;
pub(crate) mod building;
pub(crate) mod difference;
pub(crate) mod drift;
pub(crate) mod faults;
pub(crate) mod imported;
pub(crate) mod layout;
pub(crate) mod paper;
pub(crate) mod phrase;
pub(crate) mod policies;
pub(crate) mod table;

use crate::error::Trouble;
use serde::Serialize;
use std::io::Write;

/// Prints for machines.
pub(crate) fn json(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> Result<(), Trouble> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}
