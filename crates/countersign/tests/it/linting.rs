//! The output of `lint` for many warnings, and for one mistake that affects many documents.

use crate::support::run;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const PACK: &str = r#"format = 1
name = "Harbour Council"
version = "1"
help = "desk"
report = "desk"
unlisted = { text = "Ask.", ask = "desk" }
contacts.desk = { name = "The desk", subject = "anything" }
sources.list = { title = "The list", standing = "in-force" }
units.all = { name = "All" }
grades.good = { name = "Good" }
facets.device = { question = "Device?", values = { laptop = "A laptop", own = "Your own" } }
"#;

const RULES: &str = r#"@id("good") @text("It is on the list.")
permit (principal, action == Action::"use", resource in Grade::"good");
@id("own") @text("Not on your own device.")
forbid (principal, action == Action::"use", resource) when { context.device == Device::"own" };
@id("limited") @text("Not on this device.")
forbid (principal, action == Action::"use", resource) when { !resource.limits.device.contains(context.device) };
"#;

/// Creates a pack of thirty tools whose approval has ended.
fn pack(dir: &Path, head: &str) {
    fs::create_dir_all(dir.join("tools")).expect("a folder");
    fs::create_dir_all(dir.join("rules")).expect("a folder");
    fs::write(dir.join("pack.toml"), head).expect("a file");
    fs::write(dir.join("rules/all.cedar"), RULES).expect("a file");
    for number in 1..=30 {
        let tool = format!(
            "name = \"Tool {number}\"\n[[listings]]\nsource = \"list\"\ngrade = \"good\"\nuntil = 2025-03-31\nlimits = {{ device = \"laptop\" }}\n"
        );
        fs::write(dir.join(format!("tools/tool-{number}.toml")), tool).expect("a file");
    }
}

#[test]
fn many_notes_of_one_kind_are_shown_as_a_few_and_a_count() {
    let dir = TempDir::new().expect("a folder");
    pack(dir.path(), PACK);
    let name = dir.path().to_str().expect("UTF-8");
    let short = run(&["lint", name, "--at", "2026-04-01"]);
    assert_eq!(short.status, 0, "{}{}", short.out, short.err);
    assert_eq!(short.out.matches("note[ended]").count(), 3, "{}", short.out);
    assert!(short.out.contains("… and 27 more notes of the kind `ended`: `--all` shows each"), "{}", short.out);
    assert!(short.out.ends_with("30 notes\n"), "{}", short.out);
    let all = run(&["lint", name, "--at", "2026-04-01", "--all"]);
    assert_eq!(all.out.matches("note[ended]").count(), 30);
    let json = run(&["lint", name, "--at", "2026-04-01", "--format", "json"]).json();
    let ended = json["diagnostics"].as_array().expect("a list").iter().filter(|one| one["code"] == "ended");
    assert_eq!(ended.count(), 30);
}

#[test]
fn a_renamed_facet_is_reported_wherever_it_is_named_at_once() {
    let dir = TempDir::new().expect("a folder");
    pack(dir.path(), &PACK.replace("facets.device", "facets.gadget"));
    let told = run(&["lint", dir.path().to_str().expect("UTF-8"), "--format", "json"]).json();
    let codes: Vec<&str> =
        told["diagnostics"].as_array().expect("a list").iter().filter_map(|one| one["code"].as_str()).collect();
    let count = |code: &str| codes.iter().filter(|known| **known == code).count();
    // Thirty limits, two attributes in the rules (one of them of limits and of the context), one
    // type.
    assert_eq!((count("unknown-facet"), count("unknown-attribute"), count("unknown-entity")), (30, 3, 1), "{codes:?}");
    assert_eq!(codes.len(), 34, "{codes:?}");
}

#[test]
fn a_rule_without_an_id_still_shows_its_other_errors() {
    for id in ["@id(\"Phones!\")", ""] {
        let dir = TempDir::new().expect("a folder");
        pack(dir.path(), PACK);
        let rule = "@text(\"Not on phones.\") forbid (principal, action == Action::\"use\", resource) when { context.devise == Device::\"own\" };";
        fs::write(dir.path().join("rules/bad.cedar"), format!("{id} {rule}\n")).expect("a file");
        let done = run(&["lint", dir.path().to_str().expect("UTF-8")]);
        assert_eq!(done.status, 3);
        assert!(done.out.contains("error[unknown-attribute]: there is no facet `devise`"), "{}", done.out);
        assert!(done.out.contains("2 errors"), "{}", done.out);
    }
}
