//! The parts of a Word document besides its text: styles, links, footnotes.

use super::document::Unreadable;
use super::xml::{attribute, entity};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor};
use zip::ZipArchive;

/// The role of a paragraph from its style.
pub(super) enum Style {
    /// A heading with its level, from 1.
    Heading(u8),
    /// An item of a list.
    List,
}

/// The contents of the other parts.
#[derive(Default)]
pub(super) struct Parts {
    /// Styles by their ids.
    pub(super) styles: BTreeMap<String, Style>,
    /// Addresses by their ids.
    pub(super) links: BTreeMap<String, String>,
    /// Texts of footnotes by their ids.
    pub(super) footnotes: BTreeMap<String, String>,
}

impl Parts {
    pub(super) fn read(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Self, Unreadable> {
        let mut parts = Self::default();
        let mut id = String::new();
        each(archive, "word/styles.xml", &mut |found| {
            let Found::Tag(tag) = found else { return };
            match tag.local_name().as_ref() {
                "style" => id = attribute(tag, "styleId").unwrap_or_default(),
                "name" => {
                    if let Some(style) = style(&attribute(tag, "val").unwrap_or_default()) {
                        parts.styles.insert(id.clone(), style);
                    }
                }
                _ => {}
            }
        })?;
        each(archive, "word/_rels/document.xml.rels", &mut |found| {
            if let Found::Tag(tag) = found
                && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
                && target.contains("://")
            {
                parts.links.insert(id, target);
            }
        })?;
        each(archive, "word/footnotes.xml", &mut |found| match found {
            Found::Tag(tag) if tag.local_name().as_ref() == "footnote" => {
                id = attribute(tag, "id").unwrap_or_default();
            }
            Found::Tag(_) => {}
            Found::Text(text) => parts.footnotes.entry(id.clone()).or_default().push_str(text),
        })?;
        Ok(parts)
    }
}

/// Returns the role of a style by its name, which is the same in every language of Word.
fn style(name: &str) -> Option<Style> {
    let name = name.to_ascii_lowercase();
    if name == "title" {
        return Some(Style::Heading(1));
    }
    if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok()) {
        return Some(Style::Heading(level.clamp(1, 9)));
    }
    (name.starts_with("list bullet") || name.starts_with("list number")).then_some(Style::List)
}

enum Found<'a, 'b> {
    Tag(&'a BytesStart<'b>),
    Text(&'a str),
}

/// Reads a part, if it exists.
fn each(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    visit: &mut dyn FnMut(Found<'_, '_>),
) -> Result<(), Unreadable> {
    let Ok(part) = archive.by_name(name) else { return Ok(()) };
    let mut xml = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|error| broken(&error))? {
            Event::Start(tag) | Event::Empty(tag) => visit(Found::Tag(&tag)),
            Event::Text(text) => visit(Found::Text(&text)),
            Event::GeneralRef(name) => visit(Found::Text(&entity(&name))),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

pub(super) fn broken(error: &dyn std::fmt::Display) -> Unreadable {
    Unreadable::new(
        format!("this document cannot be read: {error}"),
        "open it and save it once more, or save it as a page (`.html`)",
    )
}
