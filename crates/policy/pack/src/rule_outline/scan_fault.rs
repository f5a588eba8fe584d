use std::ops::Range;

/// An error that prevents a file of rules from being parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanFault {
    /// A short stable name for the kind of error.
    pub code: &'static str,
    /// Its place.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
}
