//! Lists, downloads, schemas and manual pages.

use crate::support::{moj, root, run};
use tempfile::TempDir;

/// The tools of the Open Internet Tools list, with its names and grades.
const LIST: &str = include_str!("../data/open-internet-tools.csv");

#[test]
fn every_tool_of_the_list_is_known_with_its_grade() {
    let mut count = 0;
    for line in LIST.lines().skip(1) {
        let (name, grade) = line.rsplit_once(',').expect("a name and a grade");
        let shown = run(&["show", name, "--pack", "packs/moj", "--format", "json"]).json();
        let listings = shown["listings"].as_array().expect("listings");
        let own = listings.iter().find(|listing| listing["source"] == "oit-list").unwrap_or_else(|| panic!("{name}"));
        assert_eq!(own["grade"], grade, "{name}");
        count += 1;
    }
    assert_eq!(count, 42);
}

#[test]
fn lists_are_filtered() {
    let ids = |words: &str| -> Vec<String> {
        let rows = moj(&format!("{words} --format json")).json();
        rows.as_array().expect("rows").iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids("list --grade assured"), ["amazon-web-services", "azure", "dxw", "google-apps", "kahootz"]);
    assert!(ids("list --type wiki").contains(&"confluence".to_owned()));
    assert_eq!(ids("list --grade unknown"), ["sharepoint"]);
    assert!(
        ids("list --device quantum purpose=business classification=official")
            .iter()
            .all(|id| id == "email" || id == "telephone")
    );
    assert!(ids("list --verdict not-allowed device=dom1").contains(&"tiktok".to_owned()));
    assert_eq!(moj("list --grade splendid").status, 2);
    assert_eq!(moj("list --device toaster").status, 2);
}

#[test]
fn downloads_are_well_formed() {
    let csv = moj("list --format csv").out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("CSV");
    assert!(rows.len() > 60 && rows.iter().all(|row| row.len() == 11));
    let markdown = moj("list --format markdown").out;
    assert!(markdown.lines().all(|line| line.starts_with('|') && line.ends_with('|')));
}

#[test]
fn manual_pages_are_made() {
    assert!(run(&["man"]).out.starts_with(".ie"));
    let dir = TempDir::new().expect("a folder");
    assert_eq!(run(&["man", "--out", dir.path().to_str().expect("UTF-8")]).status, 0);
    assert!(dir.path().join("countersign-check.1").is_file());
}

#[test]
fn the_schemas_of_answers_are_up_to_date() {
    for of in ["answer", "suggestions"] {
        let kept = std::fs::read_to_string(root().join(format!("docs/schema/{of}.json"))).expect("a page");
        assert!(run(&["schema", of]).out == kept, "docs/schema/{of}.json: run `cargo xtask docs`");
    }
}

#[test]
fn help_names_every_command() {
    let help = run(&["--help"]).out;
    for command in [
        "check",
        "suggest",
        "list",
        "show",
        "facets",
        "lint",
        "test",
        "init",
        "texts",
        "pages",
        "edit",
        "schema",
        "completions",
        "man",
    ] {
        assert!(help.contains(command), "{command}");
    }
}
