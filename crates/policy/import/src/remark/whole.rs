//! Whether words beside a limit or a no weaken it.

use super::cues::Cue;
use super::tokens::Token;
use super::words::{EVERYTHING, FILLERS, REASONS};

/// Returns true for words that refer to the whole tool and nothing else.
pub(super) fn is_of_the_whole(word: &str) -> bool {
    const WHOLE: &[&str] = &[
        "it",
        "this",
        "that",
        "the",
        "tool",
        "app",
        "application",
        "software",
        "service",
        "product",
        "platform",
        "site",
        "website",
        "at",
        "all",
        "anymore",
        "any",
        "more",
        "again",
        "please",
        "here",
        "now",
        "ever",
    ];
    WHOLE.contains(&word)
}

/// Ways of use that need no further explanation.
pub(super) const NAMES_OF_WAYS: &[&str] = &[
    "channel",
    "channels",
    "account",
    "accounts",
    "version",
    "versions",
    "browser",
    "web",
    "client",
    "tenant",
    "workspace",
    "sso",
    "vpn",
    "network",
    "desktop",
    "online",
    "instance",
    "mode",
    "edition",
    "latest",
];

/// Returns true for "approved for drawings", which says what it may be used for. "Used for
/// drawings" only describes the tool.
pub(super) fn is_use_for(token: Option<&Token>) -> bool {
    matches!(token, Some(Token::Cue(Cue::YesFor, words)) if words.first().is_some_and(|word| word == "use" || word == "used"))
        && !matches!(token, Some(Token::Cue(_, words)) if words.iter().any(|word| word == "approved"))
}

/// Returns true if some tokens say no, with at most a reason or a day.
pub(super) fn plain(part: &[Token]) -> bool {
    let mut said = false;
    let mut tokens = part.iter();
    let mut rest: Vec<&str> = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            Token::Cue(Cue::No, _) => said = true,
            Token::Word(word) if said && REASONS.contains(&word.as_str()) => {
                rest.clear();
                return tokens.all(|token| matches!(token, Token::Word(_) | Token::Cue(Cue::No, _)));
            }
            Token::Word(word) => rest.push(word),
            // "Use" starts a duty in other places: "not cleared for official use".
            Token::Cue(Cue::Begins, words) if said || words == &["use"] => {
                rest.extend(words.iter().map(String::as_str));
            }
            _ => return false,
        }
    }
    let joined = rest.join(" ");
    let bare = joined.trim_start_matches("for ");
    said && (EVERYTHING.contains(&bare) || rest.iter().all(|word| is_filler(word)))
}

/// Returns true for words beside a no that do not weaken it.
pub(super) fn is_filler(word: &str) -> bool {
    const LIMITING: &[&str] = &[
        "in",
        "into",
        "with",
        "for",
        "to",
        "on",
        "within",
        "at",
        "by",
        "only",
        "or",
        "of",
        "data",
        "information",
        "type",
        "types",
    ];
    FILLERS.contains(&word) && !LIMITING.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}
