use crate::lint_input::LintInput;
use countersign_pack::Diagnostic;

/// A check.
pub struct Check {
    /// Its name: the code of what it reports.
    pub name: &'static str,
    /// What it looks for, in a sentence.
    pub doc: &'static str,
    pub(crate) run: fn(&LintInput<'_>) -> Vec<Diagnostic>,
}
