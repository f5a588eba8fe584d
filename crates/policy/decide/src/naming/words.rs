//! The words of a text, and those that do not help to identify the product.

use super::letters::plain;

/// Words of questions about a tool, and of its offers. They do not change the product.
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

/// Words for editions of a product. An answer about one of them may be the answer about all.
const EDITIONS: &[&str] = &[
    "basic",
    "business",
    "chat",
    "cloud",
    "consumer",
    "corporate",
    "desktop",
    "edu",
    "education",
    "enterprise",
    "government",
    "licensed",
    "mobile",
    "online",
    "paid",
    "personal",
    "plus",
    "premium",
    "pro",
    "professional",
    "server",
    "standard",
    "trial",
    "unlicensed",
    "unpaid",
    "web",
];

/// Returns true if a word distinguishes editions of one product.
pub(super) fn is_edition(word: &str) -> bool {
    EDITIONS.binary_search(&word).is_ok()
}

/// Returns true if a word does not help to identify the product.
pub(super) fn is_silent(word: &str) -> bool {
    SILENT.binary_search(&word).is_ok()
}

/// Returns the words of a text in plain letters. Symbols that belong to names stay with them.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain = plain(text);
    let part = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#');
    plain.split(|c: char| !part(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{EDITIONS, SILENT};

    #[test]
    fn the_lists_are_sorted() {
        assert!(SILENT.is_sorted() && EDITIONS.is_sorted());
    }
}
