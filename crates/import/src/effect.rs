use crate::role::plain;
use schemars::JsonSchema;
use serde::Serialize;

/// What a status comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The tool may be used.
    Allowed,
    /// Whoever keeps the list decides.
    AskFirst,
    /// The tool may not be used.
    NotAllowed,
}

/// Statuses that say plainly that a tool may be used.
const ALLOWED: &[&str] = &[
    "approved",
    "allowed",
    "permitted",
    "accepted",
    "acceptable",
    "assured",
    "authorised",
    "authorized",
    "certified",
    "approved for use",
    "allowed for use",
    "ok to use",
    "supported",
    "recommended",
];

/// Statuses that say plainly that it may not.
const NOT_ALLOWED: &[&str] = &[
    "not approved",
    "not allowed",
    "not permitted",
    "not authorised",
    "not authorized",
    "not accepted",
    "unapproved",
    "disallowed",
    "denied",
    "rejected",
    "refused",
    "prohibited",
    "forbidden",
    "banned",
    "blocked",
    "do not use",
    "unauthorised",
    "unauthorized",
    "not approved for use",
];

impl Effect {
    /// Its name in mappings, as verdicts are named.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::AskFirst => "ask-first",
            Self::NotAllowed => "not-allowed",
        }
    }

    /// The effect of a name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Allowed, Self::AskFirst, Self::NotAllowed].into_iter().find(|effect| effect.as_str() == name.trim())
    }

    /// What a status says plainly; nothing where it does not.
    pub(crate) fn of(status: &str) -> Option<Self> {
        let words = plain(status);
        if ALLOWED.contains(&words.as_str()) {
            Some(Self::Allowed)
        } else if NOT_ALLOWED.contains(&words.as_str()) {
            Some(Self::NotAllowed)
        } else {
            None
        }
    }

    /// The status that a heading gives to all that stands below it, as in "Approved
    /// tools": the words, and what they come to.
    pub(crate) fn in_heading(heading: &str) -> Option<(String, Self)> {
        let words = format!(" {} ", plain(heading));
        // "Can I use it?" asks whether it is allowed.
        if ["can i use it", "can we use it", "can you use it", "may i use it"].contains(&words.trim()) {
            return Some(("Allowed".to_owned(), Self::Allowed));
        }
        let within = |known: &&&str| words.contains(&format!(" {known} "));
        // What is denied first: "not approved" has "approved" in it.
        let denied = NOT_ALLOWED.iter().filter(within).max_by_key(|known| known.len());
        let found = denied.map(|known| (*known, Self::NotAllowed));
        let (known, effect) = found.or_else(|| ALLOWED.iter().find(within).map(|known| (*known, Self::Allowed)))?;
        // A heading that says both says neither.
        let both = effect == Self::NotAllowed
            && ALLOWED.iter().any(|other| !known.contains(other) && words.contains(&format!(" {other} ")));
        (!both).then(|| (capital(known), effect))
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// That it is so.
    Yes,
    /// That it is not.
    No,
    /// That it is not known.
    Unknown,
}

impl Mark {
    /// Reads a mark.
    pub(crate) fn of(text: &str) -> Option<Self> {
        // A sign beside the word says nothing more.
        let (whole, words) = (text.trim().to_lowercase(), plain(text));
        Self::word(&whole).or_else(|| Self::word(&words).filter(|_| words.len() > 1))
    }

    fn word(text: &str) -> Option<Self> {
        match text {
            "y" | "yes" | "x" | "✓" | "✔" | "✅" | "true" | "1" | "•" => Some(Self::Yes),
            "n" | "no" | "✗" | "✘" | "❌" | "false" | "0" => Some(Self::No),
            "?" | "??" | "tbc" | "tbd" | "unknown" => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// Whether a cell says nothing: empty, a dash, "n/a".
pub(crate) fn says_nothing(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "" | "-" | "–" | "—" | "n/a" | "na" | "none" | "null" | "#n/a")
}
