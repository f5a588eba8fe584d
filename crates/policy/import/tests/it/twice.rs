//! A second import over a first one.

use crate::support::{imported, pack};
use countersign_import::{Mapping, merge};
use std::collections::BTreeMap;

const FIRST: &str =
    "Tool,Status,Notes,Expires\nAlpha,Approved,first,2030-12-31\nBeta,Denied,,\nGamma,Pilot,,2031-01-13\n";
const SECOND: &str =
    "Tool,Status,Notes,Expires\nAlpha,Denied,second,2030-12-31\nGamma,Pilot,,2032-01-13\nDelta,Approved,,\n";

fn files(list: &str) -> BTreeMap<String, String> {
    imported("list.csv", list.as_bytes(), &Mapping::default()).files()
}

/// Returns the contents of the folder after the merge.
fn after(mine: &BTreeMap<String, String>, merged: &countersign_import::Merged) -> BTreeMap<String, String> {
    let mut files = mine.clone();
    for (path, text) in &merged.files {
        match text {
            Some(text) => drop(files.insert(path.clone(), text.clone())),
            None => drop(files.remove(path)),
        }
    }
    files
}

#[test]
fn a_newer_list_replaces_what_nobody_edited() {
    let (first, second) = (files(FIRST), files(SECOND));
    let merged = merge(&first, &first, &second);
    assert_eq!(after(&first, &merged), second);
    assert!(merge(&first, &first, &first).changes.is_empty());
    let told: Vec<(&str, &str)> = merged.changes.iter().map(|change| (change.path.as_str(), change.what)).collect();
    assert_eq!(
        told,
        [
            ("tools/alpha.toml", "changed"),
            ("tools/beta.toml", "gone"),
            ("tools/delta.toml", "new"),
            ("tools/gamma.toml", "changed")
        ]
    );
}

#[test]
fn what_was_edited_by_hand_stays() {
    let (first, second) = (files(FIRST), files(SECOND));
    let mut mine = first.clone();
    // Edits by hand: a day, a key, a comment, a rule, and a document of a tool that is no longer on
    // the list.
    let gamma = mine["tools/gamma.toml"].replace("2031-01-13", "2029-01-01 # our own day");
    mine.insert("tools/gamma.toml".into(), format!("# Ours.\nabout = \"By hand.\"\n{gamma}"));
    mine.insert("tools/alpha.toml".into(), format!("kinds = []\n{}", mine["tools/alpha.toml"]));
    mine.insert("tools/beta.toml".into(), format!("about = \"Ours.\"\n{}", mine["tools/beta.toml"]));
    mine.insert("rules/own.cedar".into(), "// Ours.\n".into());
    let merged = merge(&first, &mine, &second);
    let now = after(&mine, &merged);
    pack(&now);
    assert!(now["tools/gamma.toml"].contains("# Ours.\nabout = \"By hand.\""));
    assert!(now["tools/gamma.toml"].contains("2029-01-01 # our own day"));
    assert!(now["tools/alpha.toml"].contains("kinds = []") && now["tools/alpha.toml"].contains("grade = \"denied\""));
    assert!(!now["tools/alpha.toml"].contains("until"));
    assert!(now["tools/beta.toml"].contains("Ours.") && now.contains_key("rules/own.cedar"));
    let kept: Vec<(&str, Vec<&str>)> = merged
        .changes
        .iter()
        .filter(|change| change.what == "kept")
        .map(|change| (change.path.as_str(), change.keys.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(kept, [("tools/beta.toml", vec![]), ("tools/gamma.toml", vec!["listings.0.until"])]);
    // Importing again changes nothing.
    assert!(merge(&second, &now, &second).files.is_empty());
}
