//! Writes the document of a tool, with the source of each key.

use crate::entry::Entry;
use crate::grouping::{Grade, Tool};
use crate::key_writer::{KeyWriter, Origin};
use crate::pack_files::About;
use crate::remark::{Audience, Information};
use crate::status_words::Effect;
use crate::text::Text;
use crate::toml_string::quoted;
use countersign_model::IdentityKind;
use jiff::civil::Date;
use std::borrow::Cow;

/// The longest text, in bytes, the unit in which packs limit texts.
const LONGEST_NOTE: usize = 8_000;

/// A tool with everything for its writer.
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
    tool(subject, &mut KeyWriter::Text(text));
}

/// Adds the source of each key of a tool's writer.
pub(crate) fn origins(subject: Subject<'_>, origins: &mut Vec<Origin>) {
    tool(subject, &mut KeyWriter::Origins(origins));
}

/// Returns the number of notes of a tool with text that was not understood.
pub(crate) fn notes(subject: Subject<'_>) -> usize {
    if subject.grade.is_none() {
        return 0;
    }
    let notes = subject.entries.iter().flat_map(|entry| &entry.notes);
    notes.filter(|(_, _, understood)| !understood).count() + subject.tool.taken.len()
}

fn tool(subject: Subject<'_>, writer: &mut KeyWriter<'_>) {
    let Subject { tool, entries, about, .. } = subject;
    let Some(first) = entries.first() else { return };
    writer.string("name", &first.name.base);
    for entry in entries {
        writer.from("name", entry, Some(entry.named_in));
    }
    if !tool.aliases.is_empty() {
        writer.list("aliases", tool.aliases.iter().map(|(_, alias)| alias.as_str()));
        tool.aliases.iter().for_each(|(column, _)| writer.from("aliases", first, Some(*column)));
    }
    if let Some((entry, (column, about))) = entries.iter().find_map(|entry| Some((entry, entry.about.as_deref()?))) {
        writer.string("about", &cut(about));
        writer.from("about", entry, Some(*column));
    }
    let mut types: Vec<&str> = Vec::new();
    for entry in entries {
        for (column, kind) in &entry.types {
            if !types.contains(&kind.as_str()) {
                types.push(kind);
                writer.from("types", entry, Some(*column));
            }
        }
    }
    if !types.is_empty() {
        writer.list("types", types.into_iter());
    }
    writer.write("\n[[listings]]\nsource = \"list\"\n");
    listing(subject, writer);
    identities(entries, &about.title, writer);
}

fn listing(subject: Subject<'_>, writer: &mut KeyWriter<'_>) {
    let Subject { tool, entries, about, .. } = subject;
    let Some(grade) = subject.grade else { return };
    writer.string("grade", grade.id.as_str());
    entries
        .iter()
        .for_each(|entry| writer.from("listings.grade", entry, entry.status.column.map(|column| column as u32)));
    days(entries, grade, writer);
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
        writer.from("listings.limits.information", entry, Some(column));
    }
    if let Some((entry, (column, audience))) = audience {
        writer.from("listings.limits.audience", entry, Some(column));
        match audience {
            Audience::Internal => limits.push("audience = \"internal\""),
            Audience::External => limits.push("audience = \"external\""),
            Audience::Anybody => limits.push("audience = [\"internal\", \"external\"]"),
        }
    }
    if !limits.is_empty() {
        writer.line("limits", format_args!("{{ {} }}", limits.join(", ")));
    }
    if let Some((entry, (column, how))) = entries.iter().find_map(|entry| Some((entry, entry.route.as_deref()?))) {
        writer.line("routes", format_args!("[{{ how = {} }}]", quoted(&cut(how))));
        writer.from("listings.routes", entry, Some(*column));
    }
    let forbidden = grade.effect == Effect::NotAllowed;
    let note = note(tool, entries, forbidden, writer);
    if !note.is_empty() {
        writer.string("note", &cut(&note));
    }
    let mut conditions: Vec<(&str, Text)> = Vec::new();
    if entries.iter().any(|entry| entry.name.version.is_some()) {
        conditions.push(("must", versions(entries).into()));
    }
    for entry in entries.iter().filter(|_| !forbidden) {
        for (column, strength, text) in &entry.conditions {
            if !conditions.iter().any(|(_, known)| known == text) {
                conditions.push((strength, text.clone()));
                writer.from("listings.conditions", entry, Some(*column));
            }
        }
    }
    for (strength, text) in conditions {
        writer.write("\n[[listings.conditions]]\n");
        writer.string("strength", strength);
        writer.string("text", &cut(&text));
    }
}

/// Writes the tool's machine names, with the list as the source.
fn identities(entries: &[Entry], title: &str, writer: &mut KeyWriter<'_>) {
    for (kind, key) in [
        (IdentityKind::Domain, "domain"),
        (IdentityKind::AndroidPackage, "android"),
        (IdentityKind::AppleBundle, "apple"),
    ] {
        let mut names: Vec<&str> = Vec::new();
        let mut row = None;
        for entry in entries {
            for (column, _, name) in entry.identities.iter().filter(|(_, own, _)| *own == kind) {
                writer.from("identities", entry, Some(*column));
                row.get_or_insert(entry.row);
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        if let Some(row) = row {
            writer.write("\n[[identities]]\n");
            writer.string("source", &format!("{title}, row {row}"));
            writer.list(key, names.into_iter());
        }
    }
}

/// Writes the days of a listing. A tool that is not allowed stays so, without a last day.
fn days(entries: &[Entry], grade: &Grade, writer: &mut KeyWriter<'_>) {
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
            writer.line(key, format_args!("{day}"));
            writer.from(path, entry, Some(column));
        }
    }
}

/// Writes the note of a tool: text without any effect.
fn note<'a>(tool: &'a Tool, entries: &'a [Entry], forbidden: bool, writer: &mut KeyWriter<'_>) -> String {
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
            writer.from("listings.note", entry, Some(*column));
        }
        for (column, text, _) in &entry.notes {
            add(entry, (&**text).into());
            writer.from("listings.note", entry, Some(*column));
        }
        if let Some((column, own)) = entry.about.as_deref().filter(|(_, own)| Some(own.as_str()) != about) {
            add(entry, own.as_str().into());
            writer.from("listings.note", entry, Some(*column));
        }
        // A day that ends no approval is kept as words.
        if let Some((column, day)) = entry.until.filter(|_| entry.status.effect == Effect::NotAllowed) {
            add(entry, format!("The list gives {day} as the day on which an approval ends.").into());
            writer.from("listings.note", entry, Some(column));
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
