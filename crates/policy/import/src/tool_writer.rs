//! Writes the document of a tool, with the source of each key.

use crate::entry::Entry;
use crate::grouping::{Grade, Tool};
use crate::pack_files::About;
use crate::remark::{Audience, Information};
use crate::status_words::Effect;
use crate::text::Text;
use crate::toml_string::{quote, quoted};
use countersign_model::IdentityKind;
use jiff::civil::Date;
use std::borrow::Cow;
use std::fmt::{self, Write};

/// The source of a key in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The key.
    pub key: &'static str,
    /// The table, by its place in the report.
    pub table: usize,
    /// The row.
    pub row: usize,
    /// The column, from 0. `None` if no cell states it.
    pub column: Option<usize>,
}

/// The wanted part of a document: its text, or the sources of its keys.
enum Document<'a> {
    Text(&'a mut String),
    Origins(&'a mut Vec<Origin>),
}

/// The longest text, in bytes, the unit in which packs limit texts.
const LONGEST_NOTE: usize = 8_000;

/// A tool with everything for its document.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) tool: &'a Tool,
    /// The entries of its rows.
    pub(crate) entries: &'a [Entry],
    pub(crate) grade: Option<&'a Grade>,
    pub(crate) about: &'a About,
}

/// Writes a tool's document at the end of a text.
pub(crate) fn text(subject: Subject<'_>, text: &mut String) {
    tool(subject, &mut Document::Text(text));
}

/// Adds the source of each key of a tool's document.
pub(crate) fn origins(subject: Subject<'_>, origins: &mut Vec<Origin>) {
    tool(subject, &mut Document::Origins(origins));
}

/// Returns the number of notes of a tool with text that was not understood.
pub(crate) fn notes(subject: Subject<'_>) -> usize {
    if subject.grade.is_none() {
        return 0;
    }
    let notes = subject.entries.iter().flat_map(|entry| &entry.notes);
    notes.filter(|(_, _, understood)| !understood).count() + subject.tool.taken.len()
}

fn tool(subject: Subject<'_>, document: &mut Document<'_>) {
    let Subject { tool, entries, about, .. } = subject;
    let Some(first) = entries.first() else { return };
    document.string("name", &first.name.base);
    for entry in entries {
        document.from("name", entry, Some(entry.named_in));
    }
    if !tool.aliases.is_empty() {
        document.list("aliases", tool.aliases.iter().map(|(_, alias)| alias.as_str()));
        tool.aliases.iter().for_each(|(column, _)| document.from("aliases", first, Some(*column)));
    }
    if let Some((entry, (column, about))) = entries.iter().find_map(|entry| Some((entry, entry.about.as_deref()?))) {
        document.string("about", &cut(about));
        document.from("about", entry, Some(*column));
    }
    let mut types: Vec<&str> = Vec::new();
    for entry in entries {
        for (column, kind) in &entry.types {
            if !types.contains(&kind.as_str()) {
                types.push(kind);
                document.from("types", entry, Some(*column));
            }
        }
    }
    if !types.is_empty() {
        document.list("types", types.into_iter());
    }
    document.write("\n[[listings]]\nsource = \"list\"\n");
    listing(subject, document);
    identities(entries, &about.title, document);
}

fn listing(subject: Subject<'_>, document: &mut Document<'_>) {
    let Subject { tool, entries, about, .. } = subject;
    let Some(grade) = subject.grade else { return };
    document.string("grade", grade.id.as_str());
    entries
        .iter()
        .for_each(|entry| document.from("listings.grade", entry, entry.status.column.map(|column| column as u32)));
    days(entries, grade, document);
    let informations = entries.iter().filter_map(|entry| Some((entry, entry.information?)));
    let information = informations.min_by_key(|(_, (_, information))| *information);
    // If rows differ, the narrowest audience counts.
    let audiences = entries.iter().filter_map(|entry| Some((entry, entry.audience?)));
    let audience = audiences.min_by_key(|(_, (_, audience))| *audience);
    let mut limits = Vec::new();
    if let Some((entry, (column, information))) = information {
        limits.push(match information {
            Information::Public => "information = \"public\"",
            Information::Ordinary if about.public => "information = [\"public\", \"ordinary\"]",
            Information::Ordinary => "information = \"ordinary\"",
        });
        document.from("listings.limits.information", entry, Some(column));
    }
    if let Some((entry, (column, audience))) = audience {
        document.from("listings.limits.audience", entry, Some(column));
        match audience {
            Audience::Internal => limits.push("audience = \"internal\""),
            Audience::External => limits.push("audience = \"external\""),
            Audience::Anybody => limits.push("audience = [\"internal\", \"external\"]"),
        }
    }
    if !limits.is_empty() {
        document.line("limits", format_args!("{{ {} }}", limits.join(", ")));
    }
    if let Some((entry, (column, how))) = entries.iter().find_map(|entry| Some((entry, entry.route.as_deref()?))) {
        document.line("routes", format_args!("[{{ how = {} }}]", quoted(&cut(how))));
        document.from("listings.routes", entry, Some(*column));
    }
    let forbidden = grade.effect == Effect::NotAllowed;
    let note = note(tool, entries, forbidden, document);
    if !note.is_empty() {
        document.string("note", &cut(&note));
    }
    let mut conditions: Vec<(&str, Text)> = Vec::new();
    if entries.iter().any(|entry| entry.name.version.is_some()) {
        conditions.push(("must", versions(entries).into()));
    }
    for entry in entries.iter().filter(|_| !forbidden) {
        for (column, strength, text) in &entry.conditions {
            if !conditions.iter().any(|(_, known)| known == text) {
                conditions.push((strength, text.clone()));
                document.from("listings.conditions", entry, Some(*column));
            }
        }
    }
    for (strength, text) in conditions {
        document.write("\n[[listings.conditions]]\n");
        document.string("strength", strength);
        document.string("text", &cut(&text));
    }
}

/// Writes the tool's machine names, with the list as the source.
fn identities(entries: &[Entry], title: &str, document: &mut Document<'_>) {
    for (kind, key) in [
        (IdentityKind::Domain, "domain"),
        (IdentityKind::AndroidPackage, "android"),
        (IdentityKind::AppleBundle, "apple"),
    ] {
        let mut names: Vec<&str> = Vec::new();
        let mut row = None;
        for entry in entries {
            for (column, _, name) in entry.identities.iter().filter(|(_, own, _)| *own == kind) {
                document.from("identities", entry, Some(*column));
                row.get_or_insert(entry.row);
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        if let Some(row) = row {
            document.write("\n[[identities]]\n");
            document.string("source", &format!("{title}, row {row}"));
            document.list(key, names.into_iter());
        }
    }
}

/// Writes the days of a listing. A tool that is not allowed stays so, without a last day.
fn days(entries: &[Entry], grade: &Grade, document: &mut Document<'_>) {
    let last = |of: fn(&Entry) -> Option<(u32, Date)>| {
        let days = entries.iter().filter_map(|entry| Some((entry, of(entry)?)));
        days.max_by_key(|(_, (_, day))| *day)
    };
    // If one of several entries never ends, the tool's approval does not end either. The versions
    // say which.
    let ends = entries.iter().all(|entry| entry.until.is_some());
    let until = last(|entry| entry.until).filter(|_| ends && grade.effect != Effect::NotAllowed);
    for (key, path, day) in [
        ("date", "listings.date", last(|entry| entry.date)),
        ("until", "listings.until", until),
        ("review", "listings.review", last(|entry| entry.review)),
    ] {
        if let Some((entry, (column, day))) = day {
            document.line(key, format_args!("{day}"));
            document.from(path, entry, Some(column));
        }
    }
}

/// Writes the note of a tool: text without any effect.
fn note<'a>(tool: &'a Tool, entries: &'a [Entry], forbidden: bool, document: &mut Document<'_>) -> String {
    let mut notes: Vec<Cow<'a, str>> = Vec::new();
    let many = entries.len() > 1;
    let mut add = |entry: &Entry, text: Cow<'a, str>| {
        let text = match (&entry.name.version, many) {
            (Some(version), true) => format!("{version}: {text}").into(),
            _ => text,
        };
        if !notes.contains(&text) {
            notes.push(text);
        }
    };
    let about = entries.iter().find_map(|entry| entry.about.as_deref()).map(|(_, about)| about.as_str());
    for entry in entries {
        // No answer shows the conditions of a forbidden tool.
        for (column, _, text) in entry.conditions.iter().filter(|_| forbidden) {
            add(entry, text.as_str().into());
            document.from("listings.note", entry, Some(*column));
        }
        for (column, text, _) in &entry.notes {
            add(entry, (&**text).into());
            document.from("listings.note", entry, Some(*column));
        }
        if let Some((column, own)) = entry.about.as_deref().filter(|(_, own)| Some(own.as_str()) != about) {
            add(entry, own.as_str().into());
            document.from("listings.note", entry, Some(*column));
        }
        // A day that ends no approval is kept as words.
        if let Some((column, day)) = entry.until.filter(|_| entry.status.effect == Effect::NotAllowed) {
            add(entry, format!("The list gives {day} as the day on which an approval ends.").into());
            document.from("listings.note", entry, Some(column));
        }
    }
    if let Some(entry) = entries.first() {
        for taken in &tool.taken {
            add(entry, format!("Also called {taken}, as another tool is.").into());
        }
    }
    let mut joined = String::new();
    for note in notes {
        match joined.chars().last() {
            None => {}
            Some('.' | '!' | '?' | ';') => joined.push(' '),
            Some(_) => joined.push_str("; "),
        }
        joined.push_str(&note);
    }
    joined
}

/// Returns the versions in the list, with the status of each.
fn versions(entries: &[Entry]) -> String {
    let one = |entry: &Entry| {
        let version = entry.name.version.as_deref().unwrap_or("no version named");
        let until = entry.until.map(|(_, day)| format!(" until {day}")).unwrap_or_default();
        format!("{version} ({}{until})", entry.status.text)
    };
    let all: Vec<String> = entries.iter().map(one).collect();
    format!("Look at the version; the list speaks of {}.", all.join(", "))
}

fn cut(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST_NOTE {
        return text.into();
    }
    let end = (0..=LONGEST_NOTE).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let start = text.get(..end).unwrap_or_default();
    format!("{start} … (cut: the list says more)").into()
}

impl Document<'_> {
    fn write(&mut self, words: &str) {
        if let Self::Text(text) = self {
            text.push_str(words);
        }
    }

    fn line(&mut self, key: &str, value: fmt::Arguments<'_>) {
        if let Self::Text(text) = self {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{key} = {value}");
        }
    }

    fn string(&mut self, key: &str, value: &str) {
        if let Self::Text(text) = self {
            text.extend([key, " = "]);
            quote(value, text);
            text.push('\n');
        }
    }

    fn list<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>) {
        if let Self::Text(text) = self {
            text.extend([key, " = ["]);
            for (place, value) in values.enumerate() {
                text.push_str(if place == 0 { "" } else { ", " });
                quote(value, text);
            }
            text.push_str("]\n");
        }
    }

    fn from(&mut self, key: &'static str, entry: &Entry, column: Option<u32>) {
        if let Self::Origins(origins) = self {
            let (table, row, column) = (entry.table as usize, entry.row as usize, column.map(|column| column as usize));
            let origin = Origin { key, table, row, column };
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
    }
}
