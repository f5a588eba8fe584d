use std::ops::Range;

/// What keeps a file of rules from being parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanFault {
    /// A short stable name of what it is about.
    pub code: &'static str,
    /// Where.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}
