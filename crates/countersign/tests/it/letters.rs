//! `lint` and deceptive characters.

use crate::support::run;
use serde_json::Value;
use std::fs;

/// Returns code, file and line of the warnings in a new pack with this document and this rule.
fn warned(kinds: &str, rule: &str) -> Vec<(String, String, u64)> {
    let root = tempfile::tempdir().expect("a folder");
    let dir = root.path().join("pack");
    assert_eq!(run(&["init", dir.to_str().expect("UTF-8")]).status, 0);
    for (file, more) in [("kinds.toml", kinds), ("rules/use.cedar", rule)] {
        let text = fs::read_to_string(dir.join(file)).expect("a file");
        fs::write(dir.join(file), format!("{more}\n{text}")).expect("written");
    }
    let told = run(&["lint", dir.to_str().expect("UTF-8"), "--at", "2026-04-01", "--format", "json"]);
    assert_eq!(told.status, 0, "{}{}", told.out, told.err);
    let found = told.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let codes = ["hidden-character", "suspicious"];
    let own = found["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| codes.contains(&one["code"].as_str().unwrap_or_default()));
    own.map(|one| (text(&one["code"]), text(&one["at"]["file"]), one["at"]["line"].as_u64().unwrap_or_default()))
        .collect()
}

#[test]
fn characters_that_nobody_sees_are_told_with_their_place() {
    for c in "\u{202a}\u{202e}\u{2066}\u{2069}\u{200e}\u{200f}\u{061c}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}".chars()
    {
        let found = warned(&format!("# one\n# t{c}wo"), &format!("// three{c}"));
        let wanted = [("kinds.toml", 2), ("rules/use.cedar", 1)]
            .map(|(file, line)| ("hidden-character".to_owned(), file.to_owned(), line));
        assert_eq!(found, wanted, "{c:?}");
    }
    // A byte order mark states the encoding of a file. A joiner makes one emoji of two.
    assert!(warned("\u{feff}# \u{1f469}\u{200d}\u{1f4bb} \u{2764}\u{fe0f}\u{200d}\u{1f525}", "").is_empty());
}

#[test]
fn words_of_mixed_alphabets_are_told() {
    let rule = |text: &str| {
        format!(
            "@id(\"odd\") @text(\"{text}\") permit (principal, action == Action::\"use\", resource) when {{ context.device == Device::\"own\" }};"
        )
    };
    let kind = |name: &str| format!("[kinds.odd]\nname = \"{name}\"\n");
    let found = warned(&kind("A sl\u{0430}ck one"), &rule("The \u{03a4}ool may be used."));
    let wanted = [("kinds.toml", 2), ("rules/use.cedar", 1)]
        .map(|(file, line)| ("suspicious".to_owned(), file.to_owned(), line));
    assert_eq!(found, wanted);
    // Words of one alphabet each, and an escape before one of them.
    let whole = "\u{041f}\u{043e}\u{0447}\u{0442}\u{0430} Mail caf\u{e9} \\n\u{041f}\u{043e}";
    assert_eq!(warned(&kind(whole), &rule("\u{03b1}\u{03b2}\u{03b3} and b\u{0302}eta")), []);
}
