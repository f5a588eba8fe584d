//! One TOML document: its table, and the meaning of its file's name.

use super::node::Section;
use super::reader::Reader;
use super::validate::Reference;
use crate::format::{self, Document};
use crate::{Diagnostic, SourceMap};
use countersign_model::{FileId, Id, Span};
use toml::de::DeTable;

/// A TOML document, parsed as far as possible.
pub(super) struct Parsed<'a> {
    pub(super) document: &'static Document,
    pub(super) stem: String,
    pub(super) file: FileId,
    pub(super) layer: usize,
    pub(super) broken: bool,
    pub(super) table: toml::Spanned<DeTable<'a>>,
    /// What it refers to.
    pub(super) references: Vec<Reference>,
    /// Whether it has no diagnostics.
    pub(super) clean: bool,
}

/// Parses the TOML document at a path; `None` if no document belongs there.
pub(super) fn parse<'a>(
    files: &'a SourceMap,
    file: FileId,
    path: &str,
    layer: usize,
    faults: &mut Vec<Diagnostic>,
) -> Option<Parsed<'a>> {
    let document = format::document_for(path)?;
    let (table, errors) = DeTable::parse_recoverable(files.text(file));
    for error in errors.iter().take(20) {
        let span = error.span().unwrap_or_default();
        let at = Span::new(file, span.start, span.end);
        faults.push(Diagnostic::error("not-toml", at, error.message().replace('\n', ", ")));
    }
    let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or_default();
    Some(Parsed {
        document,
        stem: stem.to_owned(),
        file,
        layer,
        broken: !errors.is_empty(),
        table,
        references: Vec::new(),
        clean: false,
    })
}

pub(super) fn section<'a>(document: &'a Parsed<'_>, files: &SourceMap) -> Section<'a> {
    let span = Span::new(document.file, 0, files.text(document.file).len().min(1));
    Section { file: document.file, table: document.table.get_ref(), span, path: String::new() }
}

/// Checks the keys that only `pack.toml` may and must have.
pub(super) fn head(document: &Parsed<'_>, files: &SourceMap, faults: &mut Vec<Diagnostic>) {
    if document.document.name != "pack" {
        return;
    }
    let section = section(document, files);
    for key in ["format", "name", "version", "catalogue", "extends", "about"] {
        match (section.get(key), document.stem == "pack") {
            (Some(node), false) => {
                let message = format!("`{key}` belongs in `pack.toml`");
                faults.push(Diagnostic::error("misplaced-key", node.span(), message).help("move it there"));
            }
            (None, true) if !matches!(key, "catalogue" | "extends" | "about") => {
                let message = format!("`pack.toml` does not state its `{key}`");
                let example = if key == "format" { "format = 1".to_owned() } else { format!("{key} = \"…\"") };
                faults.push(Diagnostic::error("missing-key", section.span, message).help(format!("add `{example}`")));
            }
            _ => {}
        }
    }
}

pub(super) fn with_id(reader: &mut Reader<'_>, document: &Parsed<'_>, read: impl FnOnce(&mut Reader<'_>, Id)) {
    match Id::parse(&document.stem) {
        Ok(id) => read(reader, id),
        Err(bad) => {
            let message = format!("the file's name is its id, and `{}` is no id", document.stem);
            let at = Span::new(document.file, 0, 0);
            reader.faults.push(Diagnostic::error("bad-id", at, message).help(bad.to_string()));
        }
    }
}
