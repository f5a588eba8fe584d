use crate::Id;
use jiff::civil::Date;

/// The facts of a question: for each facet of the pack, in its order, the value
/// if it is known.
pub type Facts = Vec<Option<usize>>;

/// A whole context: for each facet of the pack, in its order, its value.
pub type FullFacts = Vec<usize>;

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A tool of the register, by its place.
    Tool(usize),
    /// A tool that no list names, as the asker calls it, and its kind if that is known.
    Unlisted {
        /// The name that was asked for.
        name: String,
        /// What it is; none where that is not known.
        kind: Option<UnlistedKind>,
    },
}

/// What somebody says that a tool is which no list names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlistedKind {
    /// Of this kind, by its place.
    Kind(usize),
    /// Of none of the pack's kinds.
    NoneOfThese,
}

impl UnlistedKind {
    /// The word for "none of these" wherever a kind is named; no kind has this id.
    pub const NONE: &'static str = "none";
}

/// A question: may this tool be used under these facts?
#[derive(Clone, Debug)]
pub struct Question {
    /// The tool.
    pub subject: Subject,
    /// The unit in which the asker works, by its place.
    pub unit: usize,
    /// The facts that are known, defaults not yet filled in.
    pub facts: Facts,
    /// Approvals supposed to be granted.
    pub approved: Vec<Id>,
    /// The day of the question, in the pack's time zone.
    pub at: Date,
}
