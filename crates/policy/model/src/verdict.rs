use serde::{Deserialize, Serialize};
use std::fmt;

/// What an answer says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// It may be used; conditions may come with it.
    Allowed,
    /// Somebody named has to approve before first use.
    AskFirst,
    /// It may not be used.
    NotAllowed,
    /// The missing facts decide.
    Undecided,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 4] = [Self::Allowed, Self::AskFirst, Self::NotAllowed, Self::Undecided];

    /// The name in answers, tests and interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::AskFirst => "ask-first",
            Self::NotAllowed => "not-allowed",
            Self::Undecided => "undecided",
        }
    }

    /// The verdict with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == name)
    }
}

/// What kind of reason stands behind a verdict.
///
/// Enforcement blocks what is banned or forbidden, never what is merely
/// unavailable or unlisted. The order is that in which an answer gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ReasonKind {
    /// A ban takes the tool from devices.
    Banned,
    /// A rule forbids this use.
    Forbidden,
    /// The tool is not available there.
    Unavailable,
    /// An approval has ended.
    Expired,
    /// Somebody has to approve.
    NeedsApproval,
    /// No list names the tool, or no rule permits this use.
    Unlisted,
    /// A rule permits this use.
    Permitted,
    /// The policy does not reach this use at all.
    OutOfScope,
}

impl ReasonKind {
    /// Every kind of reason.
    pub const ALL: [Self; 8] = [
        Self::Banned,
        Self::Forbidden,
        Self::Unavailable,
        Self::Expired,
        Self::NeedsApproval,
        Self::Unlisted,
        Self::Permitted,
        Self::OutOfScope,
    ];

    /// The name in annotations, answers and interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Banned => "banned",
            Self::Forbidden => "forbidden",
            Self::Unavailable => "unavailable",
            Self::Expired => "expired",
            Self::NeedsApproval => "needs-approval",
            Self::Unlisted => "unlisted",
            Self::Permitted => "permitted",
            Self::OutOfScope => "out-of-scope",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How strongly a condition binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Strength {
    /// It has to be done.
    Must,
    /// It has to be left undone.
    MustNot,
    /// It is advised.
    Should,
    /// It is advised against.
    Avoid,
}

impl Strength {
    /// Every strength, the binding ones first.
    pub const ALL: [Self; 4] = [Self::Must, Self::MustNot, Self::Should, Self::Avoid];

    /// The name in packs, answers and interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::MustNot => "must-not",
            Self::Should => "should",
            Self::Avoid => "avoid",
        }
    }

    /// The strength with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| strength.as_str() == name)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for ReasonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
