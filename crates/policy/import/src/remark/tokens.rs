//! Splits text into sentences, clauses and words.

use super::cues::{Cue, PHRASES};
use super::words::{INTERNAL, SENSITIVE};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A word of a clause, or a phrase about the use of a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Cue(Cue, Vec<String>),
    /// A comma: what follows may be about the whole.
    Comma,
}

/// The words of a phrase, and its meaning.
type Phrase = (Vec<&'static str>, Cue);

/// Phrases by their first word, the longest first.
static BY_FIRST: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut known: HashMap<&str, Vec<Phrase>> = HashMap::new();
    for (cue, phrases) in PHRASES {
        for phrase in *phrases {
            let words: Vec<&'static str> = phrase.split(' ').collect();
            if let Some(first) = words.first() {
                known.entry(first).or_default().push((words.clone(), *cue));
            }
        }
    }
    known.values_mut().for_each(|own| own.sort_by_key(|(words, _)| std::cmp::Reverse(words.len())));
    known
});

/// Contractions, with their full forms.
const CONTRACTIONS: &[(&str, &[&str])] = &[
    ("don't", &["do", "not"]),
    ("dont", &["do", "not"]),
    ("doesn't", &["does", "not"]),
    ("can't", &["can", "not"]),
    ("cannot", &["can", "not"]),
    ("cant", &["can", "not"]),
    ("isn't", &["is", "not"]),
    ("aren't", &["are", "not"]),
    ("wasn't", &["was", "not"]),
    ("hasn't", &["has", "not"]),
    ("haven't", &["have", "not"]),
    ("won't", &["will", "not"]),
    ("mustn't", &["must", "not"]),
    ("shouldn't", &["should", "not"]),
    ("needn't", &["need", "not"]),
];

/// Returns the sentences of a text, split at line breaks, semicolons and full stops with a space.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((place, c)) = chars.next() {
        let end = match c {
            '\n' | ';' => place,
            '.' | '!' | '?' if chars.peek().is_none_or(|(_, next)| next.is_whitespace()) => place + 1,
            _ => continue,
        };
        found.extend(text.get(start..end).and_then(sentence));
        start = place + 1;
    }
    found.extend(text.get(start..).and_then(sentence));
    found
}

/// The words of a sentence with single spaces between them, if there are any.
fn sentence(text: &str) -> Option<String> {
    let mut sentence = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        sentence.push_str(if sentence.is_empty() { "" } else { " " });
        sentence.push_str(word);
    }
    (!sentence.is_empty()).then_some(sentence)
}

/// Returns the clauses of a sentence, split at brackets, dashes and colons.
pub(super) fn clauses(sentence: &str) -> Vec<String> {
    // Most sentences are one clause.
    let may_part = |byte: u8| {
        !byte.is_ascii() || matches!(byte, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'-' | b'|' | b'/' | b':')
    };
    if !sentence.bytes().any(may_part) {
        let clause = sentence.trim();
        return if clause.is_empty() { Vec::new() } else { vec![clause.to_owned()] };
    }
    let mut parted = vec![String::new()];
    let mut before = ' ';
    let mut chars = sentence.chars().peekable();
    while let Some(c) = chars.next() {
        let spaced = before.is_whitespace() && chars.peek().is_none_or(|next| next.is_whitespace());
        let parts = match c {
            '(' | ')' | '[' | ']' | '{' | '}' | '–' | '—' => true,
            '-' | '|' | '/' => spaced,
            ':' => chars.peek().is_none_or(|next| next.is_whitespace()),
            _ => false,
        };
        match parted.last_mut() {
            Some(open) if !parts => open.push(c),
            _ => parted.push(String::new()),
        }
        before = c;
    }
    let trimmed = parted.into_iter().map(|clause| clause.trim().to_owned());
    trimmed.filter(|clause| !clause.is_empty()).collect()
}

/// Returns the words of a clause in lower case, with full forms of contractions, and commas.
pub(super) fn words(clause: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut lower = clause.to_lowercase();
    if lower.bytes().any(|byte| !byte.is_ascii() || byte == b'`') {
        lower = lower.replace(['\u{2019}', '\u{2018}', '`'], "'");
    }
    for part in lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | ',' | '.'))) {
        for piece in part.split_inclusive(',') {
            let word = piece.trim_matches(['\'', '.', ',']);
            // All of them end alike.
            let contractions = if word.ends_with('t') { CONTRACTIONS } else { &[] };
            match contractions.iter().find(|(short, _)| *short == word) {
                Some((_, full)) => found.extend(full.iter().map(|word| (*word).to_owned())),
                None if found.last().is_some_and(|last| last == "non") && !word.is_empty() => {
                    found.pop();
                    found.push(format!("non-{word}"));
                }
                None if !word.is_empty() => found.push(word.to_owned()),
                None => {}
            }
            if piece.ends_with(',') {
                found.push(",".to_owned());
            }
        }
    }
    rephrased(found)
}

/// Replaces phrases by their plainest form: "nothing personal" becomes "no personal", "keep it out"
/// becomes "no", "up to official" becomes "only official".
fn rephrased(mut words: Vec<String>) -> Vec<String> {
    let is = |words: &[String], place: usize, wanted: &str| words.get(place).is_some_and(|word| word == wanted);
    let sensitive = |words: &[String], place: usize| {
        words.get(place).is_some_and(|word| SENSITIVE.contains(&word.as_str()) || INTERNAL.contains(&word.as_str()))
    };
    for place in 0..words.len() {
        if is(&words, place, "nothing") && sensitive(&words, place + 1) {
            words.splice(place..=place, ["no".to_owned()]);
        }
    }
    if let Some(place) = words.windows(3).position(|three| three == ["up", "to", "official"])
        && !is(&words, place + 3, "sensitive")
    {
        words.splice(place..place + 2, ["only".to_owned()]);
    }
    if is(&words, 0, "keep") || is(&words, 0, "leave") {
        let out =
            words.iter().position(|word| word == "out").filter(|out| (1..*out).any(|place| sensitive(&words, place)));
        if let Some(out) = out {
            words.splice(out..=out, None);
            words.splice(0..1, ["no".to_owned()]);
        }
    }
    words
}

/// Turns words into tokens. The longest phrase that matches at a place is one token.
pub(super) fn tokens(words: &[String]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(words.len());
    let mut rest = words;
    while let Some((first, after)) = rest.split_first() {
        let known = BY_FIRST.get(first.as_str()).into_iter().flatten();
        let fits = |(phrase, _): &&(Vec<&str>, Cue)| {
            rest.len() >= phrase.len() && rest.iter().zip(phrase).all(|(word, known)| word == known)
        };
        match known.into_iter().find(fits) {
            Some((phrase, cue)) => {
                let (own, next) = rest.split_at(phrase.len());
                tokens.push(Token::Cue(*cue, own.to_vec()));
                rest = next;
            }
            None => {
                tokens.push(if first == "," { Token::Comma } else { Token::Word(first.clone()) });
                rest = after;
            }
        }
    }
    tokens
}

/// Returns true if the words contain one of some phrases.
pub(super) fn has(words: &[String], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        let mut wanted = phrase.split(' ');
        let first = wanted.next().unwrap_or_default();
        let begins = words.iter().enumerate().filter(|(_, word)| *word == first);
        begins
            .map(|(place, _)| words.iter().skip(place + 1))
            .any(|mut rest| wanted.clone().all(|wanted| rest.next().is_some_and(|word| word == wanted)))
    })
}
