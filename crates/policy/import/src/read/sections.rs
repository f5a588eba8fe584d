//! Tools that are headings, with bullets and paragraphs about them below. They become a table with
//! a column for each key of a bullet, such as "Status: Approved".

use super::outline::{Outline, Section};
use crate::given::{is_of_something_else, is_of_tools};
use crate::status_words::Effect;
use crate::{Above, Cell, Role, Row, Table, item, remark};
use std::collections::{BTreeSet, HashMap};

/// The largest number of columns to make from keys. Other keys are words about the tool.
const MOST_KEYS: usize = 40;

/// The largest number of words in a name, in a key, and in an item of a list that may be a name.
const MOST_WORDS: (usize, usize, usize) = (6, 4, 8);

/// The heading of the column for words without a key.
const WORDS: &str = "Notes";

/// Keys of facts about a tool that are no columns of their own.
const FACTS: &[&str] = &[
    "owner",
    "vendor",
    "publisher",
    "supplier",
    "developer",
    "maker",
    "department",
    "contact",
    "cost",
    "licence",
    "license",
    "support",
    "price",
];

/// A tool that is a heading.
struct Tool<'a> {
    section: &'a Section,
    facts: Vec<(String, String)>,
    name: Cell,
}

/// Turns sections about tools into tables. The lists below them are removed, and their text is
/// added to the prose, because it can name other tools.
pub(super) fn read(outline: Outline, tables: &mut Vec<Table>, prose: &mut Vec<String>) {
    let sections = outline.finish(tables.len());
    let mut siblings: HashMap<(Option<usize>, u8), usize> = HashMap::new();
    let mut read: Vec<Option<Tool<'_>>> = Vec::with_capacity(sections.len());
    for section in &sections {
        let tool = read_section(section, tables);
        if tool.as_ref().is_some_and(Tool::has_status) {
            *siblings.entry((section.parent, section.level)).or_default() += 1;
        }
        read.push(tool);
    }
    let mut made: Vec<(Option<usize>, bool, Table)> = Vec::new();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for tool in read.into_iter().flatten() {
        let section = tool.section;
        let above = above(&sections, section);
        let several = siblings.get(&(section.parent, section.level)).is_some_and(|count| *count > 1);
        let own_lists = tables.get(section.tables.0..section.tables.1).unwrap_or_default();
        if !tool.is_likely(&above, several, own_lists) {
            continue;
        }
        used.extend(section.tables.0..section.tables.1);
        let graded = tool.has_status() && !gives_less(&above);
        let place = made.iter().rposition(|(parent, own, _)| (*parent, *own) == (section.parent, graded));
        let place = place.filter(|place| place + 2 >= made.len());
        if place.is_none() {
            made.push((section.parent, graded, new_table(above)));
        }
        let last = made.len().saturating_sub(1);
        if let Some((_, _, table)) = made.get_mut(place.unwrap_or(last)) {
            tool.into_row(table, graded);
        }
    }
    remove_lists(tables, &used, prose);
    tables.extend(made.into_iter().map(|(_, _, table)| table));
}

fn new_table(above: Vec<Above>) -> Table {
    let name = above.first().map(|above| above.text.clone()).unwrap_or_default();
    Table { name, above, heads: vec!["Tool".to_owned(), WORDS.to_owned()], ..Table::default() }
}

fn remove_lists(tables: &mut Vec<Table>, used: &BTreeSet<usize>, prose: &mut Vec<String>) {
    let all = std::mem::take(tables);
    for (place, table) in all.into_iter().enumerate() {
        if used.contains(&place) {
            let cells = table.rows.into_iter().filter(|row| !row.hidden).flat_map(|row| row.cells);
            prose.extend(cells.map(|cell| cell.text.to_string()));
        } else {
            tables.push(table);
        }
    }
}

/// Returns the headings around a section, the nearest first.
fn above(sections: &[Section], section: &Section) -> Vec<Above> {
    let mut above = Vec::new();
    let mut parent = section.parent;
    while let Some(around) = parent.and_then(|place| sections.get(place)) {
        above.push(Above { text: around.text.clone(), beside: false });
        parent = around.parent;
    }
    above
}

/// Returns the effect that the headings around a tool give it.
fn given(above: &[Above]) -> Option<Effect> {
    above.iter().find_map(|above| Effect::in_heading(&above.text)).map(|(_, effect)| effect)
}

/// Returns true if the headings around a tool give it less than its own status may say.
fn gives_less(above: &[Above]) -> bool {
    given(above).is_some_and(|effect| effect != Effect::Allowed)
}

/// Reads a section that may be a tool.
fn read_section<'a>(section: &'a Section, tables: &[Table]) -> Option<Tool<'a>> {
    let lists = tables.get(section.tables.0..section.tables.1).unwrap_or_default();
    let name = section.text.as_str();
    let is_name = (1..=MOST_WORDS.0).contains(&name.split(' ').count()) && !name.ends_with(['.', '?', ':', '!']);
    let of_tools = is_of_something_else(name) || is_of_tools(name) || Effect::in_heading(name).is_some();
    if section.has_sections || !is_name || of_tools || lists.iter().any(|table| !table.heads.is_empty()) {
        return None;
    }
    let mut tool = Tool { section, facts: Vec::new(), name: Cell::text(name) };
    for cell in lists.iter().flat_map(|list| &list.rows).filter(|row| !row.hidden).flat_map(|row| &row.cells) {
        tool.add_item(cell);
    }
    for paragraph in section.paragraphs.iter().filter(|text| !is_footnote(text)) {
        tool.add_paragraph(paragraph);
    }
    (!tool.facts.is_empty()).then_some(tool)
}

/// Returns true if a paragraph starts with a sign, so that it may be a footnote.
fn is_footnote(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| !c.is_alphabetic() && !matches!(c, '"' | '\'' | '“' | '✅' | '❌'))
}

/// Splits a line at its key. A phrase that limits, such as "Do not use for", is no key.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim();
    let fits = (1..=MOST_WORDS.1).contains(&key.split_whitespace().count()) && !value.starts_with("//");
    let is_status = Role::of_heading(key) == Some(Role::Status);
    (fits && (is_status || !remark::limits(key) && !remark::has_label(line))).then_some((key, value.trim()))
}

/// Returns true if an item of a list says something about a tool, and is no name itself.
fn is_fact(line: &str) -> bool {
    let known = |key: &str| {
        let words = crate::plain_words::plain(key);
        Role::of_heading(key).is_some_and(|role| role != Role::Name) || FACTS.contains(&words.as_str())
    };
    let name = item::parted(line, true).name;
    remark::has_label(line)
        || key(line).is_some_and(|(key, _)| known(key))
        || remark::limits(&name)
        || name.ends_with('.')
        || name.split(' ').count() > MOST_WORDS.2
}

impl Tool<'_> {
    fn has_status(&self) -> bool {
        self.facts.iter().any(|(key, value)| Role::of_heading(key) == Some(Role::Status) && !value.is_empty())
    }

    /// Returns true if the heading is a tool: it has a status below it, or the headings around it
    /// give one, and the items below it are no names.
    fn is_likely(&self, above: &[Above], several: bool, lists: &[Table]) -> bool {
        let given = given(above);
        let of_tools = above.iter().any(|above| is_of_tools(&above.text));
        if above.iter().any(|above| is_of_something_else(&above.text) && !is_of_tools(&above.text)) {
            return false;
        }
        let lines = lists.iter().flat_map(|list| &list.rows).filter_map(|row| row.cells.first());
        let first = |cell: &Cell| is_fact(cell.text.trim().lines().next().unwrap_or_default());
        let (facts, names): (Vec<bool>, Vec<bool>) = lines.map(first).partition(|is_fact| *is_fact);
        if self.has_status() {
            let open = given.is_none() || given == Some(Effect::Allowed);
            return (several || of_tools || given.is_some()) && (open || facts.len() > names.len());
        }
        given.is_some() && of_tools && (facts.len() > names.len() || facts.is_empty() && names.is_empty())
    }

    fn add(&mut self, key: &str, value: &str) {
        match self.facts.iter_mut().find(|(known, _)| crate::same_words(known, key)) {
            Some((_, known)) => known.extend(["\n", value]),
            None => self.facts.push((key.to_owned(), value.to_owned())),
        }
    }

    /// Adds an item of a list, with the items below it.
    fn add_item(&mut self, cell: &Cell) {
        let extras = cell.extras();
        if !(extras.links.is_empty() && extras.signs.is_empty() && extras.struck.trim().is_empty()) {
            let own = self.name.extras_mut();
            own.links.extend(extras.links.iter().cloned());
            own.signs.extend(extras.signs.iter().cloned());
            own.struck.push_str(&extras.struck);
        }
        let text = cell.text.trim();
        let (first, below) = text.split_once('\n').unwrap_or((text, ""));
        match key(first) {
            // "Conditions:" has its values below it.
            Some((key, "")) if !below.trim().is_empty() => self.add(key, below.trim()),
            _ => text.lines().for_each(|line| self.add_line(line.trim())),
        }
    }

    fn add_line(&mut self, line: &str) {
        match key(line) {
            _ if line.is_empty() => {}
            Some((key, value)) if !value.is_empty() => self.add(key, value),
            _ => self.add(WORDS, line),
        }
    }

    /// Adds a paragraph. Only known keys count, because a colon is usual in sentences.
    fn add_paragraph(&mut self, text: &str) {
        let is_known = |line: &str| key(line).is_some_and(|(key, _)| Role::of_heading(key).is_some());
        if text.lines().any(is_known) {
            text.lines()
                .for_each(|line| if is_known(line) { self.add_line(line.trim()) } else { self.add(WORDS, line) });
        } else if !text.trim().is_empty() {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.add(WORDS, if remark::has_label(text) { text.trim() } else { &line });
        }
    }

    /// Adds the tool to a table. If the headings around it give the stricter status, its own status
    /// is only a word about it.
    fn into_row(self, table: &mut Table, graded: bool) {
        let mut cells = vec![self.name];
        for (key, value) in self.facts {
            let is_status = Role::of_heading(&key) == Some(Role::Status);
            let known = table.heads.iter().position(|head| crate::same_words(head, &key)).filter(|place| *place > 0);
            let (place, value) = match known {
                Some(place) => (place, value),
                None if table.heads.len() < MOST_KEYS && (graded || !is_status) => {
                    table.heads.push(key);
                    (table.heads.len() - 1, value)
                }
                None => (1, format!("{key}: {value}")),
            };
            if cells.len() <= place {
                cells.resize(place + 1, Cell::default());
            }
            if let Some(cell) = cells.get_mut(place) {
                cell.text.push_str(if cell.text.is_empty() { "" } else { "\n" });
                cell.text.push_str(&value);
            }
        }
        let number = if self.section.line > 0 { self.section.line } else { table.rows.len() + 1 };
        table.rows.push(Row::new(number, cells));
    }
}
