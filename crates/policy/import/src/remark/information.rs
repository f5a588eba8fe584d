//! The information that a clause is about.

use super::finding::Information;
use super::words::{FILLERS, HANDLING, INTERNAL, MADE_UP, ORDINARY, PUBLIC, SENSITIVE};

/// Returns what remains if a clause excludes this information. `None` if it is about anything else
/// as well.
pub(super) fn without(words: &[&str]) -> Option<Information> {
    let known = |word: &&str| {
        let word = *word;
        is(SENSITIVE, word) || is(INTERNAL, word) || is(FILLERS, word) || is(HANDLING, word) || is(CONNECTORS, word)
    };
    if !words.iter().all(known) {
        return None;
    }
    // "official-sensitive" and "sensitive business data" are still sensitive.
    if words.iter().any(|word| is(SENSITIVE, word)) {
        // "Not for students" and "no private use" are about something else.
        let named = words.iter().any(|word| is(DATA, word) || is(UNMISTAKABLE, word));
        return named.then_some(Information::Ordinary);
    }
    let data = words.iter().any(|word| is(DATA, word) || is(HANDLING, word) && *word != "use" && *word != "be");
    let internal = words.iter().any(|word| is(INTERNAL, word));
    (internal && data || words.contains(&"official")).then_some(Information::Public)
}

/// Returns what a clause about only this information permits. `None` if it is about anything else
/// as well.
pub(super) fn only_information(words: &[&str]) -> Option<Information> {
    let rest: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !is(FILLERS, word) && !is(HANDLING, word) && !is(CONNECTORS, word))
        .collect();
    if rest.is_empty() {
        return None;
    }
    let data = words.iter().any(|word| is(DATA, word));
    if rest.iter().all(|word| is(PUBLIC, word)) && (data || rest.contains(&"published")) {
        return Some(Information::Public);
    }
    let ordinary = rest.iter().all(|word| is(ORDINARY, word) || is(PUBLIC, word) && data);
    let named = rest.iter().any(|word| word.starts_with("non") || *word == "official" || *word == "unclassified");
    (ordinary && (data || named)).then_some(Information::Ordinary)
}

/// Returns true if a clause is about fictional information.
pub(super) fn made_up(words: &[&str]) -> bool {
    words.iter().any(|word| is(MADE_UP, word)) && words.iter().any(|word| is(DATA, word))
}

const CONNECTORS: &[&str] =
    &["including", "eg", "e.g", "such", "like", "under", "whatsoever", "your", "our", "their", "here"];

const UNMISTAKABLE: &[&str] =
    &["pii", "pid", "phi", "cui", "sensitive", "confidential", "hipaa", "ferpa", "pci", "secret", "classified"];

const DATA: &[&str] =
    &["data", "information", "info", "content", "material", "documents", "files", "records", "details"];

fn is(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}
