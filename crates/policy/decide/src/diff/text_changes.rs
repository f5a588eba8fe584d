//! Compares what packs say apart from their rules, in the same way for every kind of item.

use super::pack_texts::{NamedPack, Table, TextRow};
use std::collections::BTreeMap;

/// The longest text to show in full, in characters.
const SHORT: usize = 80;

/// The texts of each item under each heading, by the item's name.
pub(crate) type Things = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Returns a sentence for each changed text of items that both versions have. A heading that only
/// one version has, such as the label of a value, does not count.
pub(crate) fn words(old: &Things, new: &Things) -> Vec<String> {
    let mut lines = Vec::new();
    for (thing, said) in new {
        let Some(was) = old.get(thing) else { continue };
        for (heading, texts) in said {
            let before = was.get(heading);
            lines.extend(
                before.into_iter().flat_map(|was| changed(&format!("the {heading} of the {thing}"), was, texts)),
            );
        }
    }
    lines
}

/// Returns the items that only one version has.
pub(crate) fn things_without(one: &Things, other: &Things) -> Vec<String> {
    one.keys().filter(|thing| !other.contains_key(*thing)).cloned().collect()
}

/// Returns the texts of some tables of a version, by item.
pub(crate) fn things(version: &NamedPack<'_>, tables: &[Table]) -> Things {
    let mut things = Things::new();
    for (thing, says) in tables.iter().flat_map(|table| table(version)) {
        let own = things.entry(thing).or_default();
        for TextRow { what, texts } in says {
            own.entry(what).or_default().extend(texts);
        }
    }
    things
}

/// Returns the changes of a list of texts, in sentences.
fn changed(what: &str, before: &[String], after: &[String]) -> Vec<String> {
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|text| !other.contains(text)).cloned().collect()
    };
    let (gone, new) = (only(before, after), only(after, before));
    match (gone.as_slice(), new.as_slice()) {
        _ if before == after => Vec::new(),
        ([], []) => vec![format!("{what}: the same in another order")],
        ([one], [other]) if is_short(one) && is_short(other) => vec![format!("{what}: “{one}” → “{other}”")],
        ([_], [_]) => vec![format!("{what} is worded differently")],
        _ => {
            let gone = gone.iter().map(|text| format!("{what}: no longer {}", quoted(text)));
            gone.chain(new.iter().map(|text| format!("{what}: now {}", quoted(text)))).collect()
        }
    }
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= SHORT && !text.contains('\n')
}

/// Returns a text in quotes, cut if it is long.
fn quoted(text: &str) -> String {
    if is_short(text) {
        return format!("“{text}”");
    }
    let line = text.lines().next().unwrap_or_default();
    let start: String = line.chars().take(SHORT - 1).collect();
    format!("“{}…”", start.trim_end())
}
