//! Checks of a pack that is sound: what is likely wrong, and what to know.
//!
//! One check a file: a function from the compiled pack and a day to
//! diagnostics, listed in [`CHECKS`].

mod dates;
mod disagreements;
mod texts;
mod unused;

use crate::Compiled;
use countersign_model::Span;
use countersign_pack::Diagnostic;
use countersign_policy::Policy;
use jiff::civil::Date;

/// What a check looks at.
pub struct Subject<'a> {
    /// The compiled pack.
    pub compiled: &'a Compiled,
    /// Its policy on the day.
    pub policy: &'a Policy,
    /// The ids of translated sentences, with their places.
    pub translated: &'a [(String, Span)],
    /// The day.
    pub at: Date,
}

/// A check.
pub struct Check {
    /// Its name: the code of what it reports.
    pub name: &'static str,
    /// What it looks for, in a sentence.
    pub doc: &'static str,
    run: fn(&Subject<'_>) -> Vec<Diagnostic>,
}

/// Every check, in the order of their reports.
pub const CHECKS: &[Check] =
    &[disagreements::CHECK, disagreements::UNDECIDED, dates::CHECK, unused::CHECK, texts::CHECK];

/// Runs the checks without which no answer can be given.
pub fn faults(compiled: &Compiled, at: Date) -> Vec<Diagnostic> {
    disagreements::undecided(&compiled.pack, at)
}

/// Runs every check.
pub fn lint(subject: &Subject<'_>) -> Vec<Diagnostic> {
    CHECKS.iter().flat_map(|check| (check.run)(subject)).collect()
}
