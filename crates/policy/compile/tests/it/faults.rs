//! Packs with errors, each in its own file of the corpus, with all their diagnostics.
//!
//! A case is a file of parts, each after a line `=== PATH`. `pack.toml` is a valid one unless the
//! case has its own. A path that starts with `parent/` belongs to the pack that the case extends.

use crate::support::faults;
use countersign_testkit::folder;

const SOUND: &str = r#"format = 1
name = "Case"
version = "1"
serves = "activity"
routes = ["device"]
help = "help"
report = "help"
unlisted = { text = "Ask.", ask = "help" }
contacts.help = { name = "Help", subject = "anything" }
sources.list = { title = "The list", date = "2026", standing = "in-force" }
approvals.manager = { name = "the manager's approval", by = "help" }
units.all = { name = "All" }
grades.good = { name = "Good" }
kinds.chat = { name = "Chat" }

[facets.activity]
question = "Activity?"
values = { message = "Message", meet = "Meet" }

[facets.device]
question = "Device?"
values = { laptop = "Laptop", phone = "Phone", own = "Own" }
groups = { issued = { label = "issued", except = "own" } }
"#;

#[test]
fn faults_are_told() {
    insta::glob!("../corpus", "*.pack", |path| {
        let text = std::fs::read_to_string(path).expect("a case");
        let text = format!("\n{text}");
        let mut parts: Vec<(&str, &str)> = Vec::new();
        for part in text.split("\n=== ").skip(1) {
            let (name, body) = part.split_once('\n').expect("a path and a text");
            parts.push((name.trim(), body));
        }
        if !parts.iter().any(|(name, _)| *name == "pack.toml") {
            parts.push(("pack.toml", SOUND));
        }
        let (above, own): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(name, _)| name.starts_with("parent/"));
        let above: Vec<(&str, &str)> =
            above.into_iter().filter_map(|(name, body)| Some((name.strip_prefix("parent/")?, body))).collect();
        let parent = (!above.is_empty()).then(|| folder(&above));
        let folders: Vec<_> = parent.into_iter().chain([folder(&own)]).collect();
        let told: Vec<String> =
            faults(&folders).into_iter().map(|(place, fault)| format!("{place}\n    {fault}")).collect();
        insta::assert_snapshot!(told.join("\n"));
    });
}
