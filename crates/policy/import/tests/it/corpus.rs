//! Every list of the corpus: how it was understood, and the resulting pack.

use crate::support::{of_corpus, pack, sums};
use std::fmt::Write;

/// Returns a list, its report and its pack.
fn told(name: &str) -> String {
    let made = of_corpus(name);
    sums(&made);
    pack(&made.files());
    let mut text = serde_json::to_string_pretty(&made.report).expect("JSON");
    for (path, file) in &made.files() {
        write!(text, "\n=== {path}\n{file}").expect("a text");
    }
    write!(text, "\n=== .import/mapping.toml\n{}", made.mapping.write()).expect("a text");
    text.push_str("\n=== .import/trace\n");
    for tool in 0..made.tools() {
        for row in made.origins(tool) {
            writeln!(text, "{} {}: {} {} {:?}", made.path(tool), row.key, row.table, row.row, row.column)
                .expect("a text");
        }
    }
    text
}

#[test]
fn lists_become_packs() {
    for name in [
        "list.md",
        "questions.md",
        "page.html",
        "several-names.html",
        "latin.csv",
        "utf16.csv",
        "broken.csv",
        "long-status.csv",
        "register.ods",
    ] {
        insta::assert_snapshot!(name, told(name));
    }
}

#[test]
fn a_workbook_says_the_same_in_either_format() {
    let (one, other) = (told("register.xlsx").replace("register.xlsx", "register.ods"), told("register.ods"));
    let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert!(one == other, "{differs:?}");
}

#[test]
fn a_mapping_gives_the_same_again() {
    for name in ["list.md", "page.html", "latin.csv", "utf16.csv", "broken.csv", "register.ods", "it-standards.csv"] {
        let first = of_corpus(name);
        let mapping = countersign_import::Mapping::parse(&first.mapping.write()).expect("a mapping");
        let bytes = std::fs::read(crate::support::corpus(name)).expect("a file");
        let again = crate::support::imported(name, &bytes, &mapping);
        assert_eq!(again.files(), first.files());
    }
}
