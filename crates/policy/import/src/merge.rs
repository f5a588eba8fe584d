//! Merges a newer import into an older one, and keeps what people edited.

use crate::toml_string::quoted;
use countersign_pack::{Edit, edit};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::de::{DeTable, DeValue};

/// Documents by path.
type Files = BTreeMap<String, String>;

/// The result of a newer import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The documents to write, by path. `None` removes the document.
    pub files: BTreeMap<String, Option<String>>,
    /// The changes, and the edits that stay.
    pub changes: Vec<Change>,
}

/// What becomes of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// The document.
    pub path: String,
    /// `new`, `gone`, `changed`, or `kept`: the newer list says something else, and
    /// what was edited by hand stays.
    pub what: &'static str,
    /// The keys; none for a whole document.
    pub keys: Vec<String>,
}

/// Merges the newer list into the present documents. `base` is what the older import wrote, `mine`
/// what is there now.
pub fn merge(base: &Files, mine: &Files, newer: &Files) -> Merged {
    let mut merged = Merged::default();
    let paths: BTreeSet<&String> = base.keys().chain(newer.keys()).collect();
    for path in paths {
        let (was, here, now) = (base.get(path), mine.get(path), newer.get(path));
        let mut tell = |what, keys| merged.changes.push(Change { path: path.clone(), what, keys });
        match (was, here, now) {
            // Nothing is new, or a person has already made the same change.
            _ if was == now || here == now => {}
            // The document was not edited.
            (was, here, Some(now)) if was == here => {
                tell(if was.is_some() { "changed" } else { "new" }, changed(was, now));
                merged.files.insert(path.clone(), Some(now.clone()));
            }
            (was, here, None) if was == here => {
                tell("gone", Vec::new());
                merged.files.insert(path.clone(), None);
            }
            (Some(was), Some(here), Some(now)) if path.ends_with(".toml") => {
                let (text, changed, kept) = keys(was, here, now);
                if !changed.is_empty() {
                    tell("changed", changed);
                    merged.files.insert(path.clone(), Some(text));
                }
                if !kept.is_empty() {
                    merged.changes.push(Change { path: path.clone(), what: "kept", keys: kept });
                }
            }
            _ => tell("kept", Vec::new()),
        }
    }
    merged
}

fn changed(was: Option<&String>, now: &str) -> Vec<String> {
    let Some(was) = was else { return Vec::new() };
    let (was, now) = (leaves(was), leaves(now));
    let all: BTreeSet<&Vec<String>> = was.keys().chain(now.keys()).collect();
    all.into_iter().filter(|path| was.get(*path) != now.get(*path)).map(|path| path.join(".")).collect()
}

/// Merges two documents key by key. Returns the text, the changed keys, and the keys that stay
/// although the newer list says something else.
fn keys(was: &str, here: &str, now: &str) -> (String, Vec<String>, Vec<String>) {
    let (was, own, now) = (leaves(was), leaves(here), leaves(now));
    let (mut edits, mut changed, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    let all: BTreeSet<&Vec<String>> = was.keys().chain(now.keys()).collect();
    for path in all {
        let (before, mine, after) = (was.get(path), own.get(path), now.get(path));
        if before == after || mine == after {
            continue;
        }
        if mine != before {
            kept.push(path.join("."));
            continue;
        }
        changed.push(path.join("."));
        edits.push(match after {
            Some(value) => Edit::Set { path: path.clone(), value: value.clone() },
            None => Edit::Remove { path: path.clone() },
        });
    }
    match edit(here, &edits) {
        Ok(text) => (text, changed, kept),
        // If the document cannot be edited in place, it stays as it is.
        Err(_) => {
            kept.append(&mut changed);
            (here.to_owned(), Vec::new(), kept)
        }
    }
}

/// Returns the values of a document, by their paths, as TOML on one line. Lists are values, except
/// for the listings of a tool.
fn leaves(text: &str) -> BTreeMap<Vec<String>, String> {
    let (document, _) = DeTable::parse_recoverable(text);
    let mut found = BTreeMap::new();
    for (key, value) in document.get_ref() {
        leaf(vec![key.get_ref().to_string()], value.get_ref(), &mut found);
    }
    found
}

fn leaf(path: Vec<String>, value: &DeValue<'_>, found: &mut BTreeMap<Vec<String>, String>) {
    let below = |key: &str| path.iter().cloned().chain([key.to_owned()]).collect();
    match value {
        DeValue::Table(table) if path.len() < 3 => {
            for (key, value) in table {
                leaf(below(key.get_ref()), value.get_ref(), found);
            }
        }
        DeValue::Array(items) if path.as_slice() == ["listings"] => {
            for (place, item) in items.iter().enumerate() {
                if let DeValue::Table(table) = item.get_ref() {
                    for (key, value) in table {
                        let path = vec!["listings".to_owned(), place.to_string(), key.get_ref().to_string()];
                        found.insert(path, inline(value.get_ref()));
                    }
                }
            }
        }
        value => drop(found.insert(path, inline(value))),
    }
}

/// Returns a value as TOML on one line.
fn inline(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => quoted(text),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(day) => day.to_string(),
        DeValue::Array(items) => {
            format!("[{}]", items.iter().map(|item| inline(item.get_ref())).collect::<Vec<_>>().join(", "))
        }
        DeValue::Table(table) => {
            let rows =
                table.iter().map(|(key, value)| format!("{} = {}", quoted(key.get_ref()), inline(value.get_ref())));
            format!("{{ {} }}", rows.collect::<Vec<_>>().join(", "))
        }
    }
}
