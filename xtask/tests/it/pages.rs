//! The generated pages are up to date.

use countersign_pack::format::DOCUMENTS;
use countersign_pack::json_schema;
use std::path::Path;

fn page(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask docs`", path.display()))
}

#[test]
fn schemas_are_up_to_date() {
    for document in DOCUMENTS {
        let wanted = format!("{:#}\n", json_schema(document));
        let found = page(&format!("docs/schema/{}.json", document.name));
        assert_eq!(found, wanted, "run `cargo xtask docs`");
    }
}

/// The reference page has every key of the format.
#[test]
fn the_reference_names_every_key() {
    let reference = page("docs/reference/pack-format.md");
    for document in DOCUMENTS {
        for field in document.shape.fields {
            assert!(reference.contains(&format!("| `{}`", field.name)), "{}: run `cargo xtask docs`", field.name);
            assert!(reference.contains(field.doc), "{}: run `cargo xtask docs`", field.name);
        }
    }
}
