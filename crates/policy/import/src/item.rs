//! Splits a name from the remarks beside it.

use crate::plain_words::plain;
use crate::remark::{self, Sign};
use crate::tool_name::named;

/// A name and the remarks beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// The remarks, in order.
    pub(crate) remarks: Vec<String>,
}

/// Separators between a name and a remark.
const SEPARATORS: &[&str] = &[": ", " - ", " – ", " — ", " -- ", " | "];

/// Splits a name from its remarks. In a list, everything after the name is a remark. In a table,
/// only words against the tool are, because names have dashes and brackets too.
pub(crate) fn parted(line: &str, list: bool) -> Item {
    let mut item = Item { name: remark::without(line), remarks: Vec::new() };
    match remark::worst(line) {
        Some(Sign::No) => item.remarks.push("❌".into()),
        Some(Sign::Wait) => item.remarks.push(line.to_owned()),
        Some(Sign::Yes) | None => {}
    }
    brackets(&mut item, list);
    separators(&mut item, list);
    commas(&mut item);
    if !item.remarks.is_empty() {
        item.name = without_copula(&item.name);
    }
    if item.name.is_empty() {
        // There is only a remark, so a person has to look at it.
        item.name = line.to_owned();
    }
    item
}

/// Words that join a name to a remark about it: "Trello is banned".
const COPULAS: &[&str] = &[
    " is",
    " are",
    " was",
    " were",
    " has been",
    " have been",
    " remains",
    " remain",
    " will be",
    " must",
    " may",
    " should",
    " can",
    " will",
    " be",
    " currently",
    " now",
    " also",
    " still",
    " generally",
    " strictly",
];

/// Returns the name without final words that only join it to a remark.
fn without_copula(name: &str) -> String {
    let mut name = name.trim_end();
    loop {
        let shorter = COPULAS.iter().find_map(|copula| {
            let start = name.len().checked_sub(copula.len())?;
            name.get(start..)?.eq_ignore_ascii_case(copula).then(|| name.get(..start)).flatten()
        });
        match shorter.map(str::trim_end).filter(|shorter| !shorter.is_empty()) {
            Some(shorter) => name = shorter,
            None => return name.to_owned(),
        }
    }
}

/// Moves bracketed remarks out of a name.
fn brackets(item: &mut Item, list: bool) {
    let mut kept = String::new();
    let mut rest = item.name.as_str();
    while let Some(open) = rest.find(['(', '[']) {
        let (before, inside) = rest.split_at(open);
        let Some(close) = inside.find([')', ']']) else { break };
        let inner = inside.get(1..close).unwrap_or_default().trim();
        let after = inside.get(close + 1..).unwrap_or_default();
        let parts = !kept.trim().is_empty() || !before.trim().is_empty() || !after.trim().is_empty();
        let remark = remark::limits(inner) || list && !before.trim().is_empty() && !is_name(inner);
        kept.push_str(before);
        if remark && parts {
            item.remarks.push(inner.to_owned());
            kept.push(' ');
        } else {
            kept.push_str(inside.get(..=close).unwrap_or_default());
        }
        rest = after;
    }
    kept.push_str(rest);
    item.name = kept.split_whitespace().collect::<Vec<_>>().join(" ");
}

/// Returns true if brackets contain a part of the name, such as a former name.
fn is_name(inner: &str) -> bool {
    let words = plain(inner);
    ["was ", "formerly ", "previously ", "ex "].iter().any(|start| words.starts_with(start))
}

/// Splits a name at the first dash or colon.
fn separators(item: &mut Item, list: bool) {
    // Most names have no such mark.
    let may_part = item.name.bytes().any(|byte| !byte.is_ascii() || matches!(byte, b':' | b'-' | b'|'));
    let marks = if may_part { SEPARATORS } else { &[] };
    let parted = marks.iter().filter_map(|mark| item.name.split_once(mark));
    let Some((name, rest)) = parted.min_by_key(|(name, _)| name.len()) else {
        // Nothing follows a colon or dash at the end.
        item.name = item.name.trim_end_matches([':', '-', '–', '—', ' ']).to_owned();
        return;
    };
    let (name, rest) = (name.trim().to_owned(), rest.trim().to_owned());
    if plain(&name).is_empty() || rest.is_empty() {
        return;
    }
    if remark::limits(&name) && !remark::limits(&rest) {
        // "DO NOT USE - Zoom" has the remark first.
        item.remarks.insert(0, name);
        item.name = rest;
    } else if list && named(&format!("{name} {rest}")).version.is_some() && !remark::limits(&rest) {
        item.name = format!("{name} {rest}");
    } else if list || remark::limits(&rest) {
        item.remarks.insert(0, rest);
        item.name = name;
    }
}

/// Splits a name at a comma, or at strong words, if they say something against it.
fn commas(item: &mut Item) {
    if let Some((name, rest)) = item.name.split_once([',', ';', '.']).filter(|(_, rest)| rest.starts_with(' '))
        && remark::limits(rest)
        && !plain(name).is_empty()
    {
        item.remarks.insert(0, rest.trim().to_owned());
        item.name = name.trim().to_owned();
    }
    if let Some((name, rest)) = remark::strong(&item.name) {
        item.remarks.insert(0, rest);
        item.name = name;
    }
}
