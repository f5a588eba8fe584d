use super::node::{Key, Node, Section};
use crate::Diagnostic;
use crate::format::{RefTarget, TableType, ValueType};
use countersign_model::{DurationUnit, FileId, Id, Span};

/// The result of checking a document: its diagnostics and its references.
#[derive(Default)]
pub(crate) struct Validation {
    /// The name of the document's file, without folder and extension.
    pub(crate) file: String,
    pub(crate) faults: Vec<Diagnostic>,
    pub(crate) references: Vec<Reference>,
}

/// An id that must be declared elsewhere.
pub(crate) struct Reference {
    pub(crate) to: RefTarget,
    pub(crate) id: Id,
    pub(crate) span: Span,
}

impl Reference {
    /// Returns the same reference in a document whose file has a new id.
    pub(crate) fn moved(&self, file: FileId) -> Self {
        Self { to: self.to, id: self.id.clone(), span: Span { file, ..self.span } }
    }
}

/// Checks a table against its shape, and reports all unknown keys, missing keys and malformed
/// values.
pub(crate) fn table(section: &Section<'_>, shape: &'static TableType, found: &mut Validation) {
    for (key, node) in section.entries() {
        match shape.field(key.text) {
            Some(field) => value(node, &field.shape, found),
            None => {
                let fault = Diagnostic::error("unknown-key", key.span, format!("unknown key `{}`", key.text));
                found.faults.push(match of_section(key, node, shape, &found.file) {
                    Some(help) => fault.help(help),
                    None => with_known(fault, key.text, shape.fields.iter().map(|field| field.name)),
                });
            }
        }
    }
    for field in shape.fields.iter().filter(|field| field.required && section.get(field.name).is_none()) {
        let place = Span::new(section.file, section.span.start, head_end(section));
        let fault = Diagnostic::error("missing-key", place, format!("the key `{}` is missing", field.name));
        found.faults.push(fault.help(format!("`{}`: {}", field.name, field.doc)));
    }
}

/// Returns the table that the author meant, if a file named after a section contains the section's
/// rows without its name: `[messenger]` in `kinds.toml`.
fn of_section(key: Key<'_>, node: Node<'_>, shape: &TableType, file: &str) -> Option<String> {
    let field = shape.field(file)?;
    let row = node.section(String::new()).is_some() && Id::parse(key.text).is_ok();
    (row && matches!(field.shape, ValueType::ById(_))).then(|| format!("did you mean `[{}.{}]`?", field.name, key.text))
}

/// Returns the end of a table's head, its first key, so that a missing key does not underline the
/// whole table.
fn head_end(section: &Section<'_>) -> usize {
    let first = section.entries().map(|(key, _)| key.span.start).min().unwrap_or(section.span.end);
    if first > section.span.start { section.span.end.min(first) } else { section.span.end }
}

fn with_known<'a>(fault: Diagnostic, word: &str, known: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let near = fault.nearest(word, known.clone());
    if near.help.is_some() {
        return near;
    }
    let list: Vec<String> = known.map(|name| format!("`{name}`")).collect();
    near.help(format!("known here: {}", list.join(", ")))
}

fn value(node: Node<'_>, shape: &'static ValueType, found: &mut Validation) {
    match shape {
        ValueType::Word => word(node, found),
        ValueType::Line => line(node, found),
        ValueType::Prose => prose(node, found),
        ValueType::Number(least, most) => number(node, *least, *most, found),
        ValueType::Flag if node.flag().is_some() => {}
        ValueType::Flag => wrong(node, "`true` or `false`", found),
        ValueType::Day if node.day().is_some() => {}
        ValueType::Day => wrong(node, "a day, as in `2026-03-31`", found),
        ValueType::Date if node.date().is_some() => {}
        ValueType::Date => wrong(node, "a date, as in `\"2018\"`, `\"2018-08\"` or `2018-08-31`", found),
        ValueType::Duration(units) => duration(node, units, found),
        ValueType::AllOr(_) if node.text() == Some("all") => {}
        ValueType::AllOr(to) => node.one_or_many().into_iter().for_each(|item| reference(item, *to, found)),
        ValueType::Choice(words) => choice(node, words, found),
        ValueType::Ref(to) => reference(node, *to, found),
        ValueType::List(of) => match node.items() {
            Some(items) => items.for_each(|item| value(item, of, found)),
            None => wrong(node, "a list", found),
        },
        ValueType::OneOrMany(of) => node.one_or_many().into_iter().for_each(|item| value(item, of, found)),
        ValueType::ById(of) => match node.section(String::new()) {
            Some(section) => {
                for (key, node) in section.entries() {
                    own_id(key, found);
                    value(node, of, found);
                }
            }
            None => wrong_rows(node, of, found),
        },
        ValueType::Table(shape) => match node.section(String::new()) {
            Some(section) => table(&section, shape, found),
            None => wrong(node, "a table", found),
        },
        ValueType::ProseOr(shape) => match node.section(String::new()) {
            Some(section) => table(&section, shape, found),
            None => prose(node, found),
        },
        ValueType::LineOr(shape) => match node.section(String::new()) {
            Some(section) => table(&section, shape, found),
            None => line(node, found),
        },
        ValueType::Scope => scope(node, found),
        ValueType::Facts => facts(node, found),
        ValueType::Sentences => sentences(node, found),
    }
}

fn wrong(node: Node<'_>, wanted: &str, found: &mut Validation) {
    let message = format!("expected {wanted}, found {}", node.what());
    found.faults.push(Diagnostic::error("wrong-form", node.span(), message));
}

/// Reports a value in place of a table of ids, with the table that the author most likely meant.
fn wrong_rows(node: Node<'_>, of: &ValueType, found: &mut Validation) {
    let message = format!("expected a table of ids, found {}", node.what());
    let fault = Diagnostic::error("wrong-form", node.span(), message);
    let row = |word: &str| {
        let id = Id::slug(word).map_or_else(|| "an-id".to_owned(), |id| id.to_string());
        match of {
            ValueType::Prose | ValueType::ProseOr(_) | ValueType::Line | ValueType::LineOr(_) => {
                format!("{id} = \"{word}\"")
            }
            _ => format!("{id} = {{ … }}"),
        }
    };
    let words: Vec<&str> = node.one_or_many().into_iter().filter_map(Node::text).take(4).collect();
    let rows: Vec<String> = if words.is_empty() { vec![row("Word")] } else { words.into_iter().map(row).collect() };
    found.faults.push(fault.help(format!("give each an id, as in `{{ {} }}`", rows.join(", "))));
}

fn own_id(key: Key<'_>, found: &mut Validation) {
    if let Err(bad) = Id::parse(key.text) {
        found
            .faults
            .push(Diagnostic::error("bad-id", key.span, format!("`{}` is no id", key.text)).help(bad.to_string()));
    }
}

fn word(node: Node<'_>, found: &mut Validation) {
    match node.text().map(Id::parse) {
        Some(Ok(_)) => {}
        Some(Err(bad)) => {
            let text = node.text().unwrap_or_default();
            found
                .faults
                .push(Diagnostic::error("bad-id", node.span(), format!("`{text}` is no id")).help(bad.to_string()));
        }
        None => wrong(node, "an id in quotes", found),
    }
}

fn reference(node: Node<'_>, to: RefTarget, found: &mut Validation) {
    word(node, found);
    if let Some(id) = node.id() {
        found.references.push(Reference { to, id, span: node.span() });
    }
}

fn number(node: Node<'_>, least: i64, most: i64, found: &mut Validation) {
    let fits = node.number().is_some_and(|number| (least..=most).contains(&number));
    match (fits, least == most) {
        (true, _) => {}
        (false, true) => wrong_text(node, &format!("this has to be {least}: no other is known here"), found),
        (false, false) => wrong(node, &format!("a whole number from {least} to {most}"), found),
    }
}

fn line(node: Node<'_>, found: &mut Validation) {
    match node.text() {
        Some(text) if text.trim().is_empty() => wrong_text(node, "this text is empty", found),
        Some(text) if text.chars().any(char::is_control) => {
            wrong_text(node, "this text has a line break or a control character", found);
        }
        Some(text) if text.len() > 1_000 => wrong_text(node, "this line is longer than 1,000 bytes", found),
        Some(_) => {}
        None => wrong(node, "a line of text in quotes", found),
    }
}

fn prose(node: Node<'_>, found: &mut Validation) {
    let control = |c: char| c.is_control() && c != '\n' && c != '\t';
    match node.text() {
        Some(text) if text.trim().is_empty() => wrong_text(node, "this text is empty", found),
        Some(text) if text.chars().any(control) => wrong_text(node, "this text has a control character", found),
        Some(text) if text.len() > 10_000 => wrong_text(node, "this text is longer than 10,000 bytes", found),
        Some(_) => {}
        None => wrong(node, "a sentence in quotes", found),
    }
}

fn wrong_text(node: Node<'_>, message: &str, found: &mut Validation) {
    found.faults.push(Diagnostic::error("bad-text", node.span(), message));
}

fn duration(node: Node<'_>, units: &[DurationUnit], found: &mut Validation) {
    let fits = node.duration().is_some_and(|duration| units.contains(&duration.unit()));
    if !fits {
        let help = if units.contains(&DurationUnit::Hour) {
            "write a number and a unit, as in `\"24 hours\"`, `\"5 working days\"`, `\"30 days\"` or `\"7 years\"`"
        } else {
            "write a number and days, weeks, months or years, as in `\"30 days\"`, `\"6 months\"` or `\"1 year\"`"
        };
        let message = match node.text() {
            Some(text) => format!("`{}` is not a length of time that is known here", text.escape_debug()),
            None => format!("expected a length of time in quotes, found {}", node.what()),
        };
        found.faults.push(Diagnostic::error("wrong-form", node.span(), message).help(help));
    }
}

fn choice(node: Node<'_>, words: &'static [&'static str], found: &mut Validation) {
    match node.text() {
        Some(text) if words.contains(&text) => {}
        Some(text) => {
            let fault = Diagnostic::error("unknown-word", node.span(), format!("`{text}` is not known here"));
            found.faults.push(with_known(fault, text, words.iter().copied()));
        }
        None => wrong(node, "one word in quotes", found),
    }
}

/// Checks the form of a scope. Its facets and values are looked up when it is read.
fn scope(node: Node<'_>, found: &mut Validation) {
    let Some(section) = node.section(String::new()) else {
        return wrong(node, "a table from facets to values, as in `{ device = \"personal\" }`", found);
    };
    for (_, node) in section.entries() {
        for item in node.one_or_many() {
            if item.text().is_none() {
                wrong(item, "a value, a group, or `<= value`, in quotes", found);
            }
        }
    }
}

fn facts(node: Node<'_>, found: &mut Validation) {
    let Some(section) = node.section(String::new()) else {
        return wrong(node, "a table from facets to values", found);
    };
    for (_, node) in section.entries() {
        word(node, found);
    }
}

fn sentences(node: Node<'_>, found: &mut Validation) {
    match node.section(String::new()) {
        Some(section) => section.entries().for_each(|(_, node)| sentences(node, found)),
        None => prose(node, found),
    }
}
