use countersign_diagram::Malformed;
use std::fmt;

/// The version of the format. Files of other versions cannot be read.
pub const FORMAT: u32 = 6;

/// Why bytes are not a compiled policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// They are something else.
    NoPolicy,
    /// They are of another version of the format.
    Version(u32),
    /// They end too early.
    Cut,
    /// They have changed since they were written.
    Damaged,
    /// A part of them is not valid.
    Garbled(&'static str),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPolicy => f.write_str("this is no compiled policy"),
            Self::Version(version) => {
                write!(f, "this policy was compiled to format {version}, and format {FORMAT} is read here")
            }
            Self::Cut => f.write_str("this compiled policy ends too early"),
            Self::Damaged => f.write_str("this compiled policy is damaged: its checksum is wrong"),
            Self::Garbled(what) => write!(f, "this compiled policy is damaged: {what} is not what it should be"),
        }
    }
}

impl std::error::Error for Unreadable {}

impl From<Malformed> for Unreadable {
    fn from(_: Malformed) -> Self {
        Self::Garbled("a diagram")
    }
}
