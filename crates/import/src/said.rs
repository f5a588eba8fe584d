//! What cells of conditions and audiences say plainly; the rest is left as it is.

use crate::role::plain;

/// What a text of conditions comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// Whether it keeps personal or sensitive information out.
    pub(crate) ordinary_only: bool,
    /// Sentences that say what to heed, each with its strength.
    pub(crate) conditions: Vec<(&'static str, String)>,
    /// Sentences that say it not plainly enough.
    pub(crate) rest: Vec<String>,
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

/// Sentences that keep personal or sensitive information out, in plain words.
const ORDINARY_ONLY: &[&str] = &[
    "avoid personal or sensitive data",
    "avoid personal and sensitive data",
    "avoid sensitive or personal data",
    "avoid personal or sensitive information",
    "no personal or sensitive data",
    "no personal or sensitive information",
    "not for personal or sensitive data",
    "not for personal or sensitive information",
    "do not use for personal or sensitive data",
    "do not use with personal or sensitive data",
    "must not be used for personal or sensitive data",
];

/// How sentences begin that say what to heed, and how strongly.
const BEGINNINGS: &[(&str, &str)] = &[
    ("do not ", "must-not"),
    ("don t ", "must-not"),
    ("never ", "must-not"),
    ("must not ", "must-not"),
    ("you must not ", "must-not"),
    ("must ", "must"),
    ("you must ", "must"),
    ("always ", "must"),
    ("ensure ", "must"),
    ("make sure ", "must"),
    ("should ", "should"),
    ("you should ", "should"),
    ("avoid ", "avoid"),
];

/// Reads a text of conditions, sentence by sentence.
pub(crate) fn conditions(text: &str) -> Said {
    let mut said = Said::default();
    for sentence in sentences(text) {
        let words = plain(&sentence);
        if ORDINARY_ONLY.contains(&words.as_str()) {
            said.ordinary_only = true;
            continue;
        }
        match BEGINNINGS.iter().find(|(beginning, _)| words.starts_with(beginning)) {
            Some((_, strength)) => said.conditions.push((strength, sentence)),
            None => said.rest.push(sentence),
        }
    }
    said
}

/// The sentences of a text: parted by lines, semicolons and full stops with a space.
fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | ';' => end(&mut open, &mut found),
            '.' | '!' | '?' if chars.peek().is_none_or(|next| next.is_whitespace()) => {
                open.push(c);
                end(&mut open, &mut found);
            }
            c => open.push(c),
        }
    }
    end(&mut open, &mut found);
    found
}

fn end(open: &mut String, found: &mut Vec<String>) {
    let words = open.split(|c: char| c.is_whitespace() || c.is_control());
    let sentence = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    open.clear();
    if sentence.chars().any(char::is_alphanumeric) {
        found.push(sentence);
    }
}

/// Reads whom a tool is for.
pub(crate) fn audience(text: &str) -> Option<Audience> {
    match plain(text).as_str() {
        "internal" | "internal only" | "internal use" | "internal use only" | "staff only" => Some(Audience::Internal),
        "external" | "external only" => Some(Audience::External),
        "internal external"
        | "external internal"
        | "internal and external"
        | "external and internal"
        | "internal or external"
        | "both"
        | "everyone"
        | "anybody"
        | "all" => Some(Audience::Anybody),
        _ => None,
    }
}
