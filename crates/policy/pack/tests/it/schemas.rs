//! The JSON Schemas agree with the reader about documents.

use countersign_pack::format::document_for;
use countersign_pack::json_schema;
use serde_json::Value;
use std::path::Path;

/// Returns a TOML document as JSON, as editors read it, with dates as text.
fn json(value: &toml_edit::Item) -> Value {
    match value {
        toml_edit::Item::None => Value::Null,
        toml_edit::Item::Value(value) => of_value(value),
        toml_edit::Item::Table(table) => table.iter().map(|(key, item)| (key.to_owned(), json(item))).collect(),
        toml_edit::Item::ArrayOfTables(rows) => rows
            .iter()
            .map(|row| row.iter().map(|(key, item)| (key.to_owned(), json(item))).collect::<Value>())
            .collect(),
    }
}

fn of_value(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(text) => text.value().clone().into(),
        toml_edit::Value::Integer(number) => (*number.value()).into(),
        toml_edit::Value::Float(number) => (*number.value()).into(),
        toml_edit::Value::Boolean(flag) => (*flag.value()).into(),
        toml_edit::Value::Datetime(day) => day.value().to_string().into(),
        toml_edit::Value::Array(items) => items.iter().map(of_value).collect(),
        toml_edit::Value::InlineTable(table) => {
            table.iter().map(|(key, value)| (key.to_owned(), of_value(value))).collect()
        }
    }
}

#[test]
fn every_document_of_the_packs_fits_its_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let mut seen = 0;
    for pack in ["packs/moj", "packs/uk-government", "crates/policy/app/pack-template"] {
        let dir = root.join(pack);
        let mut open = vec![dir.clone()];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(std::fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
                continue;
            }
            let inside = path.strip_prefix(&dir).expect("inside").to_str().expect("UTF-8").to_owned();
            let Some(document) = document_for(&inside).filter(|_| inside != "taplo.toml") else { continue };
            let text = std::fs::read_to_string(&path).expect("a document");
            let parsed: toml_edit::DocumentMut = text.parse().expect("TOML");
            let schema = jsonschema::validator_for(&json_schema(document)).expect("a schema");
            let errors: Vec<String> =
                schema.iter_errors(&json(parsed.as_item())).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{inside}: {errors:?}");
            seen += 1;
        }
    }
    assert!(seen > 90, "{seen}");
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let tool = document_for("tools/a.toml").expect("a document");
    let schema = jsonschema::validator_for(&json_schema(tool)).expect("a schema");
    for text in [
        "",
        "name = 3",
        "name = \"A\"\nnmae = \"B\"",
        "name = \"A\"\nkinds = \"No Id\"",
        "name = \"A\"\n[[listings]]\nsource = \"s\"",
    ] {
        let parsed: toml_edit::DocumentMut = text.parse().expect("TOML");
        assert!(!schema.is_valid(&json(parsed.as_item())), "{text}");
    }
}
