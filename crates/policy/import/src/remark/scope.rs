//! Clauses with a label that say what a tool is for and what it is not for: "OK for: Public | Not
//! allowed: Restricted".

use super::finding::{Context, Finding, Information, Meaning};
use super::mark::{self, Sign};
use super::words::{EVERYTHING, REASONS};
use super::{information, tokens};
use crate::information_class::is_class;
use crate::plain_words::plain;

/// Labels of what a tool is for, without final words such as "for".
const FOR: &[&str] = &[
    "ok",
    "okay",
    "fine",
    "approved",
    "allowed",
    "permitted",
    "authorised",
    "authorized",
    "accepted",
    "acceptable",
    "suitable",
    "cleared",
    "can be used",
    "may be used",
    "you can use it",
    "you may use it",
];

/// Labels of what a tool is not for, without final words such as "for".
const NOT_FOR: &[&str] = &[
    "not",
    "not ok",
    "not okay",
    "not approved",
    "not allowed",
    "not permitted",
    "not authorised",
    "not authorized",
    "not accepted",
    "not acceptable",
    "not suitable",
    "not cleared",
    "not to be used",
    "do not use",
    "do not use it",
    "don t use",
    "don t use it",
    "never use",
    "never use it",
    "must not be used",
    "may not be used",
    "can not be used",
    "cannot be used",
    "can t be used",
    "prohibited",
    "forbidden",
];

/// Characters that end a clause. A label stands directly behind one, or at the start.
const ENDS: &[char] = &['|', ';', '\n', '•', '.', ',', '–', '—', '(', ')'];

/// The largest number of words in a label.
const MOST_WORDS: usize = 8;

/// A label of a clause, and where it stands.
struct Label {
    start: usize,
    /// Where its values start.
    end: usize,
    /// Whether the tool is for the values.
    allows: bool,
    /// Whether it ends with "for" or "with", so that it cannot be about the whole tool.
    scoped: bool,
}

/// A part of a text: a clause with a label, or anything else.
struct Part<'a> {
    label: Option<&'a Label>,
    text: &'a str,
    values: &'a str,
}

/// Reads a text that has such clauses. `None` if it has none.
pub(super) fn read(text: &str, context: Context, other: fn(&str, Context) -> Vec<Finding>) -> Option<Vec<Finding>> {
    // Most texts have no label.
    if context == Context::Heading || !text.contains(':') {
        return None;
    }
    let labels = labels(text);
    let mut findings = Vec::new();
    let (mut approves, mut all_scoped) = (false, !labels.is_empty());
    for part in parts(text, &labels) {
        let Some(label) = part.label else {
            findings.extend(other(part.text, context));
            continue;
        };
        let meaning = if label.allows { is_for(part.values) } else { is_not_for(part.values) };
        // "Approved: 2024" is no list of what the tool is for.
        approves |= label.allows && (label.scoped || meaning != Meaning::Unclear);
        all_scoped &= label.scoped;
        let words = part.text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        let text = words.collect::<Vec<_>>().join(" ").into();
        findings.push(Finding { meaning, strength: if label.allows { "must" } else { "must-not" }, text });
    }
    (approves || all_scoped).then_some(findings)
}

/// Returns true if a text only says what a tool is for and what it is not for, and all of it is
/// understood.
pub(super) fn approves(text: &str) -> bool {
    let labels = labels(text);
    let (mut allows, mut all) = (false, true);
    for part in parts(text, &labels) {
        let meaning = match part.label {
            Some(label) if label.allows => is_for(part.values),
            Some(_) => is_not_for(part.values),
            None => Meaning::Unclear,
        };
        allows |= part.label.is_some_and(|label| label.allows);
        all &= matches!(meaning, Meaning::Nothing | Meaning::Limit(_));
    }
    allows && all
}

/// Returns true if a text has such a clause.
pub(super) fn has_label(text: &str) -> bool {
    !labels(text).is_empty()
}

/// Returns the labels of a text, in order.
fn labels(text: &str) -> Vec<Label> {
    let mut found = Vec::new();
    let mut start = 0;
    for (place, c) in text.char_indices() {
        if c == ':' {
            found.extend(text.get(start..place).and_then(|words| label(words, start, place + 1)));
        }
        if c == ':' || ENDS.contains(&c) {
            start = place + c.len_utf8();
        }
    }
    found
}

fn label(text: &str, start: usize, end: usize) -> Option<Label> {
    const LAST: &[&str] =
        &["for", "with", "data", "information", "types", "classes", "use", "uses", "only", "the", "following"];
    if text.split_whitespace().take(MOST_WORDS + 1).count() > MOST_WORDS {
        return None;
    }
    let words = plain(text);
    let all: Vec<&str> = words.split(' ').collect();
    let scoped = all.iter().any(|word| matches!(*word, "for" | "with"));
    let mut bare = all.as_slice();
    let known = loop {
        let joined = bare.join(" ");
        match (FOR.contains(&joined.as_str()), NOT_FOR.contains(&joined.as_str())) {
            (true, _) => break true,
            (_, true) => break false,
            _ => {}
        }
        let (last, rest) = bare.split_last()?;
        if !LAST.contains(last) {
            return None;
        }
        bare = rest;
    };
    // A cross beside "OK for" contradicts it.
    let sound = mark::worst(text).is_none_or(|sign| (sign == Sign::Yes) == known && sign != Sign::Wait);
    // "Not: …" says too little without "for".
    (sound && (scoped || bare != ["not"])).then_some(Label { start, end, allows: known, scoped })
}

/// Returns the clauses of a text. What follows the values of a label is a part without one.
fn parts<'a>(text: &'a str, labels: &'a [Label]) -> Vec<Part<'a>> {
    let trim = |text: &'a str| text.trim_matches(|c: char| c.is_whitespace() || ENDS.contains(&c));
    let other = |text: &'a str| Some(Part { label: None, text, values: "" }).filter(|_| !trim(text).is_empty());
    let before = labels.first().map_or(text, |first| text.get(..first.start).unwrap_or_default());
    let mut parts: Vec<Part<'a>> = other(before).into_iter().collect();
    for (place, label) in labels.iter().enumerate() {
        let next = labels.get(place + 1).map_or(text.len(), |next| next.start);
        let values = text.get(label.end..next).unwrap_or_default();
        let end = values_end(values);
        let (own, rest) = values.split_at_checked(end).unwrap_or((values, ""));
        let whole = text.get(label.start..label.end + own.len()).unwrap_or_default();
        parts.push(Part { label: Some(label), text: trim(whole), values: trim(own) });
        parts.extend(other(rest));
    }
    parts
}

/// Returns the place where the values of a label end: at a bar, a semicolon, a line break or a full
/// stop. A line break directly behind the label does not end them.
fn values_end(values: &str) -> usize {
    let blank = values.len() - values.trim_start().len();
    let rest = values.get(blank..).unwrap_or_default();
    let mut chars = rest.char_indices().peekable();
    while let Some((place, c)) = chars.next() {
        let ends = match c {
            '|' | ';' | '\n' | '•' => true,
            '.' => chars.peek().is_none_or(|(_, next)| next.is_whitespace()),
            _ => false,
        };
        if ends {
            return blank + place;
        }
    }
    values.len()
}

/// Returns the limit of a tool that is for these values.
fn is_for(values: &str) -> Meaning {
    let Some(words) = words(values) else { return Meaning::Unclear };
    if words.iter().any(|word| *word != "and") && EVERYTHING.contains(&words.join(" ").as_str()) {
        return Meaning::Nothing;
    }
    let bare = words.iter().map(String::as_str).filter(|word| *word != ",");
    let with_data: Vec<&str> = bare.chain(["data"]).collect();
    information::only_information(&with_data).map_or(Meaning::Unclear, Meaning::Limit)
}

/// Returns the limit of a tool that is for anything but these values.
fn is_not_for(values: &str) -> Meaning {
    let Some(all) = words(values) else { return Meaning::Unclear };
    let first = all.first().map_or("", String::as_str);
    if REASONS.contains(&first) || first.starts_with(|c: char| c.is_ascii_digit()) {
        // "Not allowed: since 2025" is about the whole tool.
        return Meaning::No;
    }
    let is_data = |value: &str| ["data", "information", "info"].iter().any(|noun| plain(value).ends_with(noun));
    let of_data = is_data(values);
    let mut narrowest: Option<Information> = None;
    for value in each_value(&all) {
        let mut words: Vec<&str> = value.iter().map(String::as_str).collect();
        words.retain(|word| !matches!(*word, "highly" | "strictly" | "very"));
        if of_data || is_class(&words.join(" ")) {
            words.push("data");
        }
        match information::without(&words) {
            Some(found) => narrowest = Some(narrowest.map_or(found, |known| known.min(found))),
            None => return Meaning::Unclear,
        }
    }
    narrowest.map_or(Meaning::Unclear, Meaning::Limit)
}

/// Returns the values in a list of words.
fn each_value(words: &[String]) -> impl Iterator<Item = &[String]> {
    words.split(|word| matches!(word.as_str(), "," | "and" | "or")).filter(|value| !value.is_empty())
}

/// Returns the words of values. `None` if a negation changes their meaning.
fn words(values: &str) -> Option<Vec<String>> {
    const NEGATIONS: &[&str] = &["not", "no", "never", "avoid", "without", "except", "unless", "but", "if", "until"];
    if mark::worst(values).is_some() {
        return None;
    }
    let words = tokens::words(&values.replace(['/', '&', '+'], ", "));
    (!words.is_empty() && !words.iter().any(|word| NEGATIONS.contains(&word.as_str()))).then_some(words)
}
