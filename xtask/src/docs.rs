//! Pages that are generated from the code, so that they cannot disagree with it.

use crate::run::{output, root};
use countersign_pack::format::{DOCUMENTS, Field, TableType, ValueType};
use countersign_pack::{ANNOTATIONS, json_schema};
use std::fmt::Write;
use std::fs;

/// Writes every page that is generated from the code.
///
/// # Errors
/// Returns an error if a page cannot be written.
pub(crate) fn write() -> Result<(), String> {
    for (path, text) in pages()? {
        let path = root().join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| error.to_string())?;
        }
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// Returns the pages, each as its path and its text.
fn pages() -> Result<Vec<(String, String)>, String> {
    let mut pages = vec![("docs/reference/pack-format.md".to_owned(), format())];
    for document in DOCUMENTS {
        pages.push((format!("docs/schema/{}.json", document.name), format!("{:#}\n", json_schema(document))));
    }
    for of in ["answer", "suggestions", "explanation", "table", "difference", "import"] {
        let text = output(&["cargo", "run", "--quiet", "--locked", "--bin", "countersign", "--", "schema", of])?;
        pages.push((format!("docs/schema/{of}.json"), text));
    }
    Ok(pages)
}

fn format() -> String {
    let mut out = String::from(
        "# The pack format, version 1\n\n\
         Made from the code by `cargo xtask docs`; do not edit. The guide explains how to write a pack:\n\
         [start a pack](../guide/new-organisation.md), [rules](../guide/rules.md), [the register](../guide/register.md).\n\n\
         A pack is a folder. Files that end in `.toml` beside `pack.toml` and files in the folders below are read;\n\
         `rules/*.cedar` holds rules and `pages/*.md` prose. JSON Schemas for editors are in [docs/schema](../schema).\n",
    );
    for document in DOCUMENTS {
        let _ = write!(out, "\n## `{}`\n\n{}\n", document.place, document.shape.doc);
        table(&mut out, document.shape);
        nested(&mut out, document.shape);
    }
    out.push_str("\n## Annotations of rules\n\n| annotation | meaning |\n| --- | --- |\n");
    for (key, doc) in ANNOTATIONS {
        let _ = writeln!(out, "| `@{key}` | {doc} |");
    }
    out
}

fn table(out: &mut String, shape: &TableType) {
    out.push_str("\n| key | value | meaning |\n| --- | --- | --- |\n");
    for field in shape.fields {
        let must = if field.required { " (needed)" } else { "" };
        let _ = writeln!(out, "| `{}`{must} | {} | {} |", field.name, what(&field.shape), field.doc);
    }
}

/// Writes the tables inside a table, in the order in which they occur.
fn nested(out: &mut String, shape: &TableType) {
    for Field { name, shape, .. } in shape.fields {
        if let Some(inner) = inner(shape) {
            let _ = write!(out, "\n### `{name}`\n\n{}\n", inner.doc);
            table(out, inner);
            nested(out, inner);
        }
    }
}

fn inner(shape: &ValueType) -> Option<&'static TableType> {
    match shape {
        ValueType::List(of) | ValueType::OneOrMany(of) | ValueType::ById(of) => inner(of),
        ValueType::Table(shape) | ValueType::ProseOr(shape) | ValueType::LineOr(shape) => Some(shape),
        _ => None,
    }
}

fn what(shape: &ValueType) -> String {
    match shape {
        ValueType::Word => "an id".into(),
        ValueType::Line => "a line of text".into(),
        ValueType::Prose => "a sentence".into(),
        ValueType::Number(least, most) if least == most => format!("`{least}`"),
        ValueType::Number(least, most) => format!("a number from {least} to {most}"),
        ValueType::Flag => "`true` or `false`".into(),
        ValueType::Day => "a day".into(),
        ValueType::Date => "a year, a month or a day".into(),
        ValueType::Duration(units) => {
            let units: Vec<String> = units.iter().map(|unit| format!("{unit}s")).collect();
            format!("a number and {}, as in `\"30 days\"`", units.join(", "))
        }
        ValueType::AllOr(to) => format!("`all`, or a {}, or a list of them", to.as_str()),
        ValueType::Choice(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        ValueType::Ref(to) => format!("a {}", to.as_str()),
        ValueType::List(of) => format!("a list, each {}", what(of)),
        ValueType::OneOrMany(of) => format!("{}, or a list of them", what(of)),
        ValueType::ById(of) => format!("a table from ids, each {}", what(of)),
        ValueType::Table(_) => "a table".into(),
        ValueType::ProseOr(_) => "a sentence, or a table".into(),
        ValueType::LineOr(_) => "a line of text, or a table".into(),
        ValueType::Scope => "facets with values, groups, `<= value` or `>= value`".into(),
        ValueType::Facts => "facets with a value each".into(),
        ValueType::Sentences => "sentences by their ids".into(),
    }
}
