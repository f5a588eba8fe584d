use crate::text::Text;

/// The place of a remark.
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

/// The information that a tool may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Information {
    /// Information that everybody may know.
    Public,
    /// Information that is neither personal nor sensitive.
    Ordinary,
}

/// The people that a tool is for, the narrowest group first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Audience {
    /// Only people of the organisation.
    Internal,
    /// Only people outside it.
    External,
    /// Both.
    Anybody,
}

/// The meaning of a clause for the use of a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// None: it describes the tool, or allows it.
    Nothing,
    /// A condition that its user can keep to.
    Condition,
    /// It is for some information only.
    Limit(Information),
    /// Its audience.
    For(Audience),
    /// People may not use it.
    No,
    /// A limit that is not fully understood.
    Unclear,
}

/// A clause, with its meaning and strength.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) meaning: Meaning,
    pub(crate) strength: &'static str,
    pub(crate) text: Text,
}
