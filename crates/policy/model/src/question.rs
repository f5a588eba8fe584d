use crate::Id;
use jiff::civil::Date;

/// The known facts of a question: for each facet of the pack, in order, its value if known.
pub type Facts = Vec<Option<usize>>;

/// A complete context: for each facet of the pack, in order, its value.
pub type FullFacts = Vec<usize>;

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A tool of the register, by its place.
    Tool(usize),
    /// A tool that no list names, as the asker calls it, with its kind if known.
    Unlisted {
        /// The name that the asker gave.
        name: String,
        /// What it is. `None` if unknown.
        kind: Option<UnlistedKind>,
    },
}

/// What the asker says that an unlisted tool is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlistedKind {
    /// Of this kind, by its place.
    Kind(usize),
    /// Of none of the pack's kinds.
    NoneOfThese,
}

impl UnlistedKind {
    /// The word for "none of these" wherever a kind is expected. No kind has this id.
    pub const NONE: &'static str = "none";
}

/// A question: may this tool be used under these facts?
#[derive(Clone, Debug)]
pub struct Question {
    /// The tool.
    pub subject: Subject,
    /// The unit in which the asker works, by its place.
    pub unit: usize,
    /// The known facts, without defaults.
    pub facts: Facts,
    /// Approvals supposed to be granted.
    pub approved: Vec<Id>,
    /// The day of the question, in the pack's time zone.
    pub at: Date,
}
