//! A tool to its document, with the place that each key comes from.

use crate::effect::Effect;
use crate::entry::Entry;
use crate::pack::About;
use crate::quoted::quoted;
use crate::register::{Grade, SEVERAL, Tool};
use crate::remark::{Audience, Information};
use crate::role::key;
use countersign_model::IdentityKind;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A document while it is written.
#[derive(Default)]
pub(crate) struct Document {
    pub(crate) text: String,
    /// Which key comes from which table, row and column.
    pub(crate) trace: Vec<(&'static str, usize, usize, Option<usize>)>,
    /// How many notes hold what was not understood.
    pub(crate) notes: usize,
}

/// The longest text, in bytes: what a pack may hold is counted so.
const LONGEST_NOTE: usize = 8_000;

/// Writes a tool.
pub(crate) fn tool(tool: &Tool, grades: &BTreeMap<String, Grade>, about: &About<'_>) -> Document {
    let mut document = Document::default();
    let Some(first) = tool.entries.first() else { return document };
    document.line("name", &quoted(&tool.name));
    for entry in &tool.entries {
        document.from("name", entry, Some(entry.named_in));
    }
    if !tool.aliases.is_empty() {
        document.line("aliases", &list(tool.aliases.iter().map(|(_, alias)| alias.as_str())));
        tool.aliases.iter().for_each(|(column, _)| document.from("aliases", first, Some(*column)));
    }
    if let Some((entry, (column, about))) = tool.entries.iter().find_map(|entry| Some((entry, entry.about.as_ref()?))) {
        document.line("about", &quoted(&cut(about)));
        document.from("about", entry, Some(*column));
    }
    let mut types: Vec<&str> = Vec::new();
    for entry in &tool.entries {
        for (column, kind) in &entry.types {
            if !types.contains(&kind.as_str()) {
                types.push(kind);
                document.from("types", entry, Some(*column));
            }
        }
    }
    if !types.is_empty() {
        document.line("types", &list(types.into_iter()));
    }
    document.text.push_str("\n[[listings]]\n");
    document.line("source", "\"list\"");
    listing(tool, grades, about, &mut document);
    identities(tool, about.title, &mut document);
    document
}

fn listing(tool: &Tool, grades: &BTreeMap<String, Grade>, about: &About<'_>, document: &mut Document) {
    let status = tool.status.as_ref().map_or(SEVERAL, |status| status.text.as_str());
    let Some(grade) = grades.get(&key(status)) else { return };
    document.line("grade", &quoted(grade.id.as_str()));
    tool.entries.iter().for_each(|entry| document.from("listings.grade", entry, entry.status.column));
    days(tool, grade, document);
    let informations = tool.entries.iter().filter_map(|entry| Some((entry, entry.information?)));
    let information = informations.min_by_key(|(_, (_, information))| *information);
    // Where rows differ, the narrowest counts.
    let audiences = tool.entries.iter().filter_map(|entry| Some((entry, entry.audience?)));
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
        document.line("limits", &format!("{{ {} }}", limits.join(", ")));
    }
    if let Some((entry, (column, how))) = tool.entries.iter().find_map(|entry| Some((entry, entry.route.as_ref()?))) {
        document.line("routes", &format!("[{{ how = {} }}]", quoted(&cut(how))));
        document.from("listings.routes", entry, Some(*column));
    }
    let forbidden = grade.effect == Effect::NotAllowed;
    let note = note(tool, forbidden, document);
    if !note.is_empty() {
        document.line("note", &quoted(&cut(&note)));
    }
    let mut conditions: Vec<(&str, String)> = Vec::new();
    if tool.entries.iter().any(|entry| entry.name.version.is_some()) {
        conditions.push(("must", versions(tool)));
    }
    for entry in tool.entries.iter().filter(|_| !forbidden) {
        for (column, strength, text) in &entry.conditions {
            if !conditions.iter().any(|(_, known)| known == text) {
                conditions.push((strength, text.clone()));
                document.from("listings.conditions", entry, Some(*column));
            }
        }
    }
    for (strength, text) in conditions {
        document.text.push_str("\n[[listings.conditions]]\n");
        document.line("strength", &quoted(strength));
        document.line("text", &quoted(&cut(&text)));
    }
}

/// How machines know the tool, with the list as the source.
fn identities(tool: &Tool, title: &str, document: &mut Document) {
    for (kind, key) in [
        (IdentityKind::Domain, "domain"),
        (IdentityKind::AndroidPackage, "android"),
        (IdentityKind::AppleBundle, "apple"),
    ] {
        let mut names: Vec<&str> = Vec::new();
        let mut row = None;
        for entry in &tool.entries {
            for (column, _, name) in entry.identities.iter().filter(|(_, own, _)| *own == kind) {
                document.from("identities", entry, Some(*column));
                row.get_or_insert(entry.row);
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        if let Some(row) = row {
            document.text.push_str("\n[[identities]]\n");
            document.line("source", &quoted(&format!("{title}, row {row}")));
            document.line(key, &list(names.into_iter()));
        }
    }
}

/// The days of a listing. What is not allowed stays so: it has no last day.
fn days(tool: &Tool, grade: &Grade, document: &mut Document) {
    let last = |of: fn(&Entry) -> Option<(usize, Date)>| {
        let days = tool.entries.iter().filter_map(|entry| Some((entry, of(entry)?)));
        days.max_by_key(|(_, (_, day))| *day)
    };
    // Where one of several entries never ends, the tool's approval does not either; the
    // versions say which.
    let ends = tool.entries.iter().all(|entry| entry.until.is_some());
    let until = last(|entry| entry.until).filter(|_| ends && grade.effect != Effect::NotAllowed);
    for (key, path, day) in [
        ("date", "listings.date", last(|entry| entry.date)),
        ("until", "listings.until", until),
        ("review", "listings.review", last(|entry| entry.review)),
    ] {
        if let Some((entry, (column, day))) = day {
            document.line(key, &day.to_string());
            document.from(path, entry, Some(column));
        }
    }
}

/// What is kept of a tool and nothing follows from.
fn note(tool: &Tool, forbidden: bool, document: &mut Document) -> String {
    let mut notes: Vec<String> = Vec::new();
    let many = tool.entries.len() > 1;
    let mut add = |entry: &Entry, text: &str| {
        let text = match (&entry.name.version, many) {
            (Some(version), true) => format!("{version}: {text}"),
            _ => text.to_owned(),
        };
        if !notes.contains(&text) {
            notes.push(text);
        }
    };
    let about = tool.entries.iter().find_map(|entry| entry.about.as_ref()).map(|(_, about)| about.as_str());
    for entry in &tool.entries {
        // Conditions of what is forbidden stand in no answer.
        for (column, _, text) in entry.conditions.iter().filter(|_| forbidden) {
            add(entry, text);
            document.from("listings.note", entry, Some(*column));
        }
        for (column, text, understood) in &entry.notes {
            add(entry, text);
            document.notes += usize::from(!understood);
            document.from("listings.note", entry, Some(*column));
        }
        if let Some((column, own)) = entry.about.as_ref().filter(|(_, own)| Some(own.as_str()) != about) {
            add(entry, own);
            document.from("listings.note", entry, Some(*column));
        }
        // A day that ends no approval is kept in words.
        if let Some((column, day)) = entry.until.filter(|_| entry.status.effect == Effect::NotAllowed) {
            add(entry, &format!("The list gives {day} as the day on which an approval ends."));
            document.from("listings.note", entry, Some(column));
        }
    }
    if let Some(entry) = tool.entries.first() {
        for taken in &tool.taken {
            add(entry, &format!("Also called {taken}, as another tool is."));
            document.notes += 1;
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

/// Which versions the list speaks of, and how each stands.
fn versions(tool: &Tool) -> String {
    let one = |entry: &Entry| {
        let version = entry.name.version.as_deref().unwrap_or("no version named");
        let until = entry.until.map(|(_, day)| format!(" until {day}")).unwrap_or_default();
        format!("{version} ({}{until})", entry.status.text)
    };
    let all: Vec<String> = tool.entries.iter().map(one).collect();
    format!("Look at the version; the list speaks of {}.", all.join(", "))
}

fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<String> = texts.map(quoted).collect();
    format!("[{}]", all.join(", "))
}

fn cut(text: &str) -> String {
    if text.len() <= LONGEST_NOTE {
        return text.to_owned();
    }
    let end = (0..=LONGEST_NOTE).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let start = text.get(..end).unwrap_or_default();
    format!("{start} … (cut: the list says more)")
}

impl Document {
    fn line(&mut self, key: &str, value: &str) {
        self.text.push_str(&format!("{key} = {value}\n"));
    }

    fn from(&mut self, key: &'static str, entry: &Entry, column: Option<usize>) {
        let place = (key, entry.table, entry.row, column);
        if !self.trace.contains(&place) {
            self.trace.push(place);
        }
    }
}
