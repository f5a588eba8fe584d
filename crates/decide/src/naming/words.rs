//! The words of a text, and those that say nothing about which product is meant.

use super::letters::plain;

/// Words of questions about a tool, and of its offers: the product stays the same.
const SILENT: &[&str] = &[
    "a",
    "about",
    "account",
    "accounts",
    "allow",
    "allowed",
    "am",
    "an",
    "and",
    "any",
    "app",
    "application",
    "approved",
    "apps",
    "are",
    "as",
    "at",
    "banned",
    "be",
    "can",
    "chats",
    "could",
    "do",
    "does",
    "download",
    "edition",
    "for",
    "free",
    "from",
    "get",
    "group",
    "groups",
    "have",
    "how",
    "i",
    "if",
    "in",
    "install",
    "installed",
    "installing",
    "is",
    "it",
    "licence",
    "license",
    "may",
    "me",
    "my",
    "of",
    "ok",
    "okay",
    "on",
    "or",
    "our",
    "permitted",
    "plan",
    "please",
    "plz",
    "should",
    "software",
    "someone",
    "the",
    "this",
    "tier",
    "to",
    "tool",
    "us",
    "use",
    "used",
    "using",
    "version",
    "via",
    "we",
    "website",
    "what",
    "with",
    "work",
    "you",
    "your",
];

/// Whether a word says nothing about which product is meant.
pub(super) fn is_silent(word: &str) -> bool {
    SILENT.binary_search(&word).is_ok()
}

/// The words of a text in plain letters; signs that are part of names stay with them.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain = plain(text);
    let part = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#');
    plain.split(|c: char| !part(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::SILENT;

    #[test]
    fn the_list_is_sorted() {
        assert!(SILENT.is_sorted());
    }
}
