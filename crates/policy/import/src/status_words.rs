use crate::plain_words::plain;
use crate::remark::{self, Sign};
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

/// Statuses that plainly allow a tool.
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
    "ok",
    "okay",
    "pre approved",
    "preapproved",
    "whitelisted",
    "allowlisted",
    "cleared",
    "passed",
    "pass",
    "granted",
    "currently approved",
    "fully approved",
    "you can use",
    "safe to use",
    "endorsed",
    "sanctioned",
];

/// Statuses that plainly forbid it.
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
    "blacklisted",
    "blocklisted",
    "declined",
    "revoked",
    "withdrawn",
    "failed",
    "fail",
    "not cleared",
    "not supported",
    "no longer approved",
    "no longer allowed",
    "no longer supported",
    "approval withdrawn",
    "approval revoked",
    "must not be used",
    "may not be used",
    "can t use",
    "you can t use",
    "cannot be used",
    "can not use",
    "cannot use",
    "don t use",
    "not to be used",
    "never use",
    "not acceptable",
    "unacceptable",
    "off limits",
    "barred",
    "discontinued",
    "retired",
    "decommissioned",
];

/// Statuses that are plainly undecided.
const ASK_FIRST: &[&str] = &[
    "pending",
    "pending review",
    "pending approval",
    "on hold",
    "under review",
    "in review",
    "under evaluation",
    "under assessment",
    "in progress",
    "awaiting approval",
    "awaiting review",
    "waiting",
    "suspended",
    "needs approval",
    "requires approval",
    "approval required",
    "approval needed",
    "by approval",
    "ask first",
    "not yet approved",
    "not yet reviewed",
    "not reviewed",
    "not assessed",
    "to be reviewed",
    "submitted",
    "requested",
    "trial",
];

/// Words of headings that limit or postpone what is below them.
const LIMITED: &[&str] = &[
    "restricted",
    "conditional",
    "conditionally approved",
    "limited use",
    "need approval",
    "need permission",
    "need authorisation",
    "with conditions",
    "with restrictions",
    "under consideration",
    "being evaluated",
    "being assessed",
    "being reviewed",
    "to be confirmed",
    "tolerated",
    "trialled",
    "pilot",
    "provisional",
    "deprecated",
    "retiring",
    "legacy",
    "exceptions",
    "request only",
    "on request",
];

impl Effect {
    /// Returns its name in mappings, which is that of the verdict.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::AskFirst => "ask-first",
            Self::NotAllowed => "not-allowed",
        }
    }

    /// Returns the effect with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Allowed, Self::AskFirst, Self::NotAllowed].into_iter().find(|effect| effect.as_str() == name.trim())
    }

    /// Returns the effect that a status states plainly. `None` if it does not. A sign beside the
    /// word counts if it is stricter.
    pub(crate) fn of(status: &str) -> Option<Self> {
        let words = plain(&remark::without(status));
        let sign = remark::worst(status).map(|sign| match sign {
            Sign::Yes => Self::Allowed,
            Sign::Wait => Self::AskFirst,
            Sign::No => Self::NotAllowed,
        });
        let word = Self::of_words(&words);
        match (sign, word) {
            (Some(sign), _) if words.is_empty() || words == "yes" || words == "no" => Some(sign),
            (Some(sign), Some(word)) => Some(sign.max(word)),
            (Some(Self::Allowed), None) => None,
            (Some(sign), None) => Some(sign),
            (None, word) => word,
        }
    }

    fn of_words(words: &str) -> Option<Self> {
        if ALLOWED.contains(&words) {
            Some(Self::Allowed)
        } else if NOT_ALLOWED.contains(&words) {
            Some(Self::NotAllowed)
        } else {
            Self::said_twice(words)
        }
    }

    /// Reads a status that is written twice, or with a day beside it, as in "Approved - Approved
    /// 4/4/19". The day is that of the decision, unless a word gives it another meaning.
    fn said_twice(words: &str) -> Option<Self> {
        let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
        let (numbers, rest): (Vec<&str>, Vec<&str>) = words.split(' ').partition(is_number);
        let (one, other) = rest.split_at_checked(rest.len() / 2)?;
        let once = if !one.is_empty() && one == other { one } else { &rest };
        let changed = !numbers.is_empty() || once.len() < rest.len();
        (changed && !once.is_empty()).then(|| once.join(" ")).and_then(|once| Self::of_words(&once))
    }

    /// Returns true if a text is only a status.
    pub(crate) fn is_status(text: &str) -> bool {
        Self::of(text).is_some() || ASK_FIRST.contains(&plain(&remark::without(text)).as_str())
    }

    /// Returns the status that a heading gives to everything below it, as in "Approved tools": the
    /// words, and their effect.
    pub(crate) fn in_heading(heading: &str) -> Option<(String, Self)> {
        let words = format!(" {} ", plain(heading));
        // "Can I use it?" asks whether it is allowed.
        if ["can i use it", "can we use it", "can you use it", "may i use it"].contains(&words.trim()) {
            return Some(("Allowed".to_owned(), Self::Allowed));
        }
        let within = |known: &&&str| words.contains(&format!(" {known} "));
        // Look for denials first: "not approved" contains "approved".
        let denied = NOT_ALLOWED.iter().filter(within).max_by_key(|known| known.len());
        if let Some(known) = denied {
            // A heading with both says neither.
            let both = ALLOWED.iter().any(|other| !known.contains(other) && words.contains(&format!(" {other} ")));
            return (!both).then(|| (capital(known), Self::NotAllowed));
        }
        // "Approved, pending a review" is not approved yet.
        let waiting = ASK_FIRST.iter().chain(LIMITED).filter(within).max_by_key(|known| known.len());
        if let Some(known) = waiting {
            return Some((capital(known), Self::AskFirst));
        }
        ALLOWED.iter().filter(within).max_by_key(|known| known.len()).map(|known| (capital(known), Self::Allowed))
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The longest mark, `unknown`, in letters and digits.
const LONGEST_MARK: usize = 7;

/// The meaning of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It applies.
    Yes,
    /// It does not apply.
    No,
    /// It is unknown.
    Unknown,
}

impl Mark {
    /// Reads a mark.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if text.chars().filter(|c| c.is_alphanumeric()).take(LONGEST_MARK + 1).count() > LONGEST_MARK {
            return None;
        }
        // A sign beside the word adds nothing.
        let (whole, words) = (text.trim().to_lowercase(), plain(text));
        Self::word(&whole).or_else(|| Self::word(&words).filter(|_| words.len() > 1))
    }

    fn word(text: &str) -> Option<Self> {
        match text {
            "y" | "yes" | "x" | "✓" | "✔" | "✅" | "☑" | "true" | "1" | "•" => Some(Self::Yes),
            "n" | "no" | "✗" | "✘" | "❌" | "false" | "0" => Some(Self::No),
            "?" | "??" | "tbc" | "tbd" | "unknown" => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// Returns true if a cell has no meaning: empty, a dash, "n/a".
pub(crate) fn says_nothing(text: &str) -> bool {
    // The longest of them has four bytes.
    let text = text.trim();
    text.len() <= 4
        && matches!(text.to_lowercase().as_str(), "" | "-" | "–" | "—" | "n/a" | "na" | "none" | "null" | "#n/a")
}
