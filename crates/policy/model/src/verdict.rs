use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an answer says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// People may use it, perhaps with conditions.
    Allowed,
    /// A named person or team has to approve before first use.
    AskFirst,
    /// People may not use it.
    NotAllowed,
    /// The missing facts decide.
    Undecided,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 4] = [Self::Allowed, Self::AskFirst, Self::NotAllowed, Self::Undecided];

    /// Returns the name in answers, tests and interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::AskFirst => "ask-first",
            Self::NotAllowed => "not-allowed",
            Self::Undecided => "undecided",
        }
    }

    /// Returns the verdict with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == name)
    }
}

/// The kind of reason for a verdict.
///
/// Enforcement blocks what is banned or forbidden, never what is merely unavailable or unlisted.
/// Answers give reasons in this order.
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
    /// An approval is needed.
    NeedsApproval,
    /// No list names the tool, or no rule permits this use.
    Unlisted,
    /// A rule permits this use.
    Permitted,
    /// The policy does not cover this use.
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

    /// Returns the name in annotations, answers and interfaces.
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

    /// Returns the kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How strongly a condition binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Strength {
    /// It is required.
    Must,
    /// It is prohibited.
    MustNot,
    /// It is advised.
    Should,
    /// It is advised against.
    Avoid,
}

impl Strength {
    /// Every strength, the binding ones first.
    pub const ALL: [Self; 4] = [Self::Must, Self::MustNot, Self::Should, Self::Avoid];

    /// Returns the name in packs, answers and interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::MustNot => "must-not",
            Self::Should => "should",
            Self::Avoid => "avoid",
        }
    }

    /// Returns the strength with this name.
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
