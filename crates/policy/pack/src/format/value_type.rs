use countersign_model::DurationUnit;

/// What a value of a document looks like.
#[derive(Debug)]
pub enum ValueType {
    /// An id of the thing's own, or a word from a set that other documents declare.
    Word,
    /// One line of text that is not translated: a name, an address, a version.
    Line,
    /// A sentence that people read, in the pack's language.
    Prose,
    /// A whole number between two bounds.
    Number(i64, i64),
    /// `true` or `false`.
    Flag,
    /// A day: a TOML date, or the same in quotes.
    Day,
    /// A date as a document bears it: `2018`, `"2018-08"` or a day.
    Date,
    /// A length of time: a number and one of these units, as in `30 days`.
    Duration(&'static [DurationUnit]),
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// The id of something that another table declares.
    Ref(RefTarget),
    /// The word `"all"`, or one or a list of the ids of things that another table declares.
    AllOr(RefTarget),
    /// A list.
    List(&'static ValueType),
    /// One, or a list.
    OneOrMany(&'static ValueType),
    /// A table from ids to values.
    ById(&'static ValueType),
    /// A table with known keys.
    Table(&'static TableType),
    /// A sentence, or a table that says more.
    ProseOr(&'static TableType),
    /// A line, or a table that says more.
    LineOr(&'static TableType),
    /// A part of the questions: facets to values, groups, `<= value` or `>= value`.
    Scope,
    /// Facets to one value each.
    Facts,
    /// Sentences by their ids, nested as one likes.
    Sentences,
}

/// What a reference points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefTarget {
    /// A source.
    Source,
    /// A contact.
    Contact,
    /// A facet.
    Facet,
    /// A grade.
    Grade,
    /// An approval.
    Approval,
    /// A unit.
    Unit,
    /// A kind.
    Kind,
    /// A developer.
    Developer,
    /// A tool.
    Tool,
    /// A ban.
    Ban,
    /// An exemption.
    Exemption,
    /// A checklist.
    Checklist,
    /// A duty.
    Duty,
    /// A rule.
    Rule,
}

impl RefTarget {
    /// The word for it in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Contact => "contact",
            Self::Facet => "facet",
            Self::Grade => "grade",
            Self::Approval => "approval",
            Self::Unit => "unit",
            Self::Kind => "kind",
            Self::Developer => "developer",
            Self::Tool => "tool",
            Self::Ban => "ban",
            Self::Exemption => "exemption",
            Self::Checklist => "checklist",
            Self::Duty => "duty",
            Self::Rule => "rule",
        }
    }
}

/// A table with known keys.
#[derive(Debug)]
pub struct TableType {
    /// What it describes, in a sentence.
    pub doc: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
}

/// One key of a table.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: ValueType,
    /// Whether it has to be there.
    pub required: bool,
    /// Returns the meaning, in a sentence.
    pub doc: &'static str,
}

impl TableType {
    /// The field of a key.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A key that has to be there.
pub(super) const fn must(name: &'static str, shape: ValueType, doc: &'static str) -> Field {
    Field { name, shape, required: true, doc }
}

/// A key that may be there.
pub(super) const fn may(name: &'static str, shape: ValueType, doc: &'static str) -> Field {
    Field { name, shape, required: false, doc }
}
