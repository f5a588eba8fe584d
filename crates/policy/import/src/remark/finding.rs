use crate::text::Text;

/// Where a remark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// Beside the name, or in a note.
    Remark,
    /// In a column that is not understood, such as "Owner".
    Other,
    /// In a column of conditions or restrictions.
    Conditions,
    /// In a description, where only strong words count.
    About,
    /// In a heading that gives a status.
    Heading,
}

/// What information a tool may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Information {
    /// What everybody may know.
    Public,
    /// What is neither personal nor sensitive.
    Ordinary,
}

/// Whom a tool is for, the narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Audience {
    /// People of the organisation only.
    Internal,
    /// People outside of it only.
    External,
    /// Both.
    Anybody,
}

/// What a clause says of the use of a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing: it describes the tool, or allows it.
    Nothing,
    /// Something to keep to, as whoever uses it can.
    Condition,
    /// That it is for some information only.
    Limit(Information),
    /// Whom it is for.
    For(Audience),
    /// That it may not be used.
    No,
    /// A limit that is not understood whole.
    Unclear,
}

/// A clause, with what it says and how strongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) meaning: Meaning,
    pub(crate) strength: &'static str,
    pub(crate) text: Text,
}
