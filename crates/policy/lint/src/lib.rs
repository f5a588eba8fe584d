//! Checks of a valid pack for likely mistakes, and for things that are good to know.
//!
//! Each check has its own file. It is a function from the compiled pack and a day to diagnostics,
//! listed in [`CHECKS`].

mod cedar_warnings;
mod check;
mod dead_rules;
mod disagreements;
mod expired_dates;
mod future_dates;
mod lint_input;
mod loosening;
mod name_collisions;
mod parent;
mod reachability;
mod stale_translations;
mod strengths;
mod unread_grades;
mod unusable_tools;
mod unused_declarations;
mod unused_facets;
mod wide_permits;

pub use name_collisions::diagnostics as name_collisions;

pub use check::Check;
pub use lint_input::LintInput;

use countersign_compile::Compiled;
use countersign_pack::Diagnostic;
use jiff::civil::Date;

/// Every check, in the order of their reports.
pub const CHECKS: &[Check] = &[
    name_collisions::CHECK,
    cedar_warnings::CHECK,
    disagreements::CHECK,
    disagreements::UNDECIDED,
    expired_dates::CHECK,
    future_dates::CHECK,
    unused_declarations::CHECK,
    dead_rules::NEVER,
    dead_rules::OVERRIDDEN,
    unread_grades::CHECK,
    unusable_tools::CHECK,
    unused_facets::CHECK,
    loosening::CHECK,
    strengths::CHECK,
    wide_permits::HIGHEST,
    wide_permits::ALWAYS,
    stale_translations::CHECK,
];

/// Runs the checks that must pass before any answer.
pub fn faults(compiled: &Compiled, at: Date) -> Vec<Diagnostic> {
    disagreements::undecided(compiled.pack(), at)
}

/// Runs every check.
pub fn lint(subject: &LintInput<'_>) -> Vec<Diagnostic> {
    CHECKS.iter().flat_map(|check| (check.run)(subject)).collect()
}
