//! Names and words in the code: functions have names that say what they do.

use std::fs;
use std::path::PathBuf;

/// Names that do not say what a function does: bare participles and pronouns.
const BANNED_FUNCTIONS: &[&str] = &[
    "told",
    "tell",
    "telling",
    "made",
    "said",
    "says",
    "shown",
    "kept",
    "laid",
    "left",
    "wanted",
    "only",
    "apart",
    "alike",
    "heed",
    "reworded",
    "retelling",
    "worded",
    "retold",
];

/// Phrases for people that the style sheet in CONTRIBUTING.md replaces.
const BANNED_PHRASES: &[&str] = &["is at fault", "to be had", "fell out", "what to heed", "comes to `"];

#[test]
fn functions_have_names_that_say_what_they_do() {
    let mut found = Vec::new();
    for path in sources(&["rs"]) {
        let text = fs::read_to_string(&path).expect("text");
        for (number, line) in text.lines().enumerate() {
            let name = line.split("fn ").nth(1).and_then(|rest| rest.split(['(', '<']).next());
            if name.is_some_and(|name| BANNED_FUNCTIONS.contains(&name)) && !line.trim_start().starts_with("//") {
                found.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "name what these functions do or return:\n{}", found.join("\n"));
}

#[test]
fn sentences_for_people_follow_the_style_sheet() {
    let mut found = Vec::new();
    for path in sources(&["rs", "html"]) {
        let text = fs::read_to_string(&path).expect("text");
        for (number, line) in text.lines().enumerate() {
            let is_text =
                line.contains('"') || line.contains("///") || path.extension().is_some_and(|end| end == "html");
            let phrase = BANNED_PHRASES.iter().find(|phrase| line.contains(*phrase));
            if let Some(phrase) = phrase.filter(|_| is_text) {
                found.push(format!("{}:{}: `{phrase}`", path.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "say it as the style sheet does:\n{}", found.join("\n"));
}

/// Returns the sources and templates of all crates that have one of these endings.
fn sources(endings: &[&str]) -> Vec<PathBuf> {
    let crates = super::crate_sources().into_iter().filter_map(|(_, src)| src.parent().map(PathBuf::from));
    let folders = crates.flat_map(|dir| ["src", "templates"].map(|folder| dir.join(folder)));
    let found: Vec<PathBuf> =
        folders.filter(|folder| folder.is_dir()).flat_map(|folder| super::files(&folder, endings)).collect();
    assert!(found.len() > 100, "the sources are found");
    found
}
