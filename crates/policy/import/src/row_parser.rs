//! Turns one row into an entry for one tool.

use crate::cell_names::{self, CellNames};
use crate::column_role::Role;
use crate::date::{self, Order};
use crate::entry::Entry;
use crate::item::{self, Item};
use crate::mapping::Mapping;
use crate::plain_words::plain;
use crate::remark::{self, Context, Finding};
use crate::status::{self, Status, Words};
use crate::status_words::Effect;
use crate::table::{Cell, Row, Table, one_line};
use crate::table_columns::{Column, Understood};
use crate::text::Text;
use crate::tool_name::{ToolName, named};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;

/// The largest number of words of a name in a list, which may contain sentences too.
const MOST_WORDS: usize = 8;

/// Returns true if a name ends like that of a company, with an abbreviation.
fn ends_with_company(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
    ["ltd.", "inc.", "co.", "corp.", "llc.", "plc.", "s.a.", "pty.", "jr."].contains(&last.as_str())
}

/// The context for reading a table's rows.
pub(crate) struct Reader<'a> {
    heads: &'a [String],
    footnotes: &'a BTreeMap<String, String>,
    place: usize,
    understood: &'a Understood,
    mapping: &'a Mapping,
    /// For each column of dates, their order.
    orders: Vec<Option<Order>>,
    /// The heading that gives every row its status, if it limits that status.
    heading: Option<String>,
    /// The same heading, if it says for what or where the status applies.
    scope: Option<String>,
    /// The columns that alone determine a row's status. `None` if other parts of the row matter.
    statuses: Option<Vec<usize>>,
    /// The statuses of rows, by the contents of those columns.
    known: Mutex<HashMap<Vec<Text>, Arc<Status>>>,
}

/// The number of statuses to remember.
const MOST_STATUSES: usize = 1_000;

/// Returns the columns that alone determine each row's status, if one of them is a status itself.
/// Without one, signs at the name count as well.
fn status_columns(understood: &Understood) -> Option<Vec<usize>> {
    let columns = understood.columns.iter().enumerate();
    let own = columns.filter(|(_, own)| matches!(own.role, Role::Status | Role::Mark | Role::Device));
    let plain = |own: &Column| own.role == Role::Status && !status::asks_for_review(&own.heading);
    understood.columns.iter().any(plain).then(|| own.map(|(place, _)| place).collect())
}

/// Returns the order of the dates in each column of dates.
pub(crate) fn orders(table: &Table, understood: &Understood) -> Vec<Option<Order>> {
    let cells = |column: usize| table.rows.iter().filter_map(move |row| Some(row.cells.get(column)?.text.as_str()));
    let dates = |role: Role| matches!(role, Role::Until | Role::Review | Role::Date);
    let columns = understood.columns.iter().enumerate();
    columns.map(|(place, own)| dates(own.role).then(|| date::order(cells(place))).flatten()).collect()
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        table: &'a Table,
        orders: Vec<Option<Order>>,
        place: usize,
        understood: &'a Understood,
        mapping: &'a Mapping,
    ) -> Self {
        let allowed = understood.status.as_deref().and_then(Effect::of) == Some(Effect::Allowed);
        let limits = |name: &str| remark::read(name, Context::Heading).iter().any(Finding::limits);
        let heading = understood.heading.clone().filter(|heading| allowed && limits(heading));
        let scoped = |heading: &String| {
            let words = plain(heading);
            words.split(' ').any(|word| matches!(word, "for" | "on" | "in" | "with" | "to" | "at" | "within"))
        };
        let scope = understood.heading.clone().filter(|heading| allowed && scoped(heading));
        Self {
            heads: &table.heads,
            footnotes: &table.footnotes,
            place,
            understood,
            mapping,
            orders,
            heading,
            scope,
            statuses: status_columns(understood),
            known: Mutex::default(),
        }
    }

    /// Returns the status of a row. There are few different ones.
    fn status(&self, row: &Row) -> Arc<Status> {
        let Some(columns) = &self.statuses else { return status::of(row, self.understood, self.mapping).into() };
        let cell = |place: &usize| row.cells.get(*place).map(|cell| cell.text.clone()).unwrap_or_default();
        let key: Vec<Text> = columns.iter().map(cell).collect();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > MOST_STATUSES {
            known.clear();
        }
        known.entry(key).or_insert_with(|| status::of(row, self.understood, self.mapping).into()).clone()
    }

    /// Reads a row, or returns why it is not a tool.
    pub(crate) fn entry(&self, row: &Row) -> Result<Entry, String> {
        let columns = &self.understood.columns;
        if let Some(extra) = row.cells.iter().skip(columns.len()).position(|cell| !cell.is_empty()) {
            let cells = columns.len() + extra + 1;
            return Err(format!("it has {cells} cells or more, and there are {} headings", columns.len()));
        }
        if !self.heads.is_empty() && self.heads.iter().zip(&row.cells).all(|(head, cell)| *head == cell.heading()) {
            return Err("it is the headings once more".into());
        }
        if row.hidden {
            return Err("it is hidden, so nobody who reads the list sees it".into());
        }
        let at = columns.iter().position(|column| column.role == Role::Name).unwrap_or_default();
        let empty = Cell::default();
        let name = row.cells.get(at).unwrap_or(&empty);
        let at = at as u32;
        let (item, details) = self.item(name);
        let mut entry = Entry {
            table: self.place as u32,
            row: row.number as u32,
            name: self.name(name, &item.name, columns.len())?,
            named_in: at,
            status: self.status(row),
            aliases: Vec::new(),
            about: None,
            types: Vec::new(),
            conditions: Vec::new(),
            information: None,
            audience: None,
            route: None,
            until: None,
            review: None,
            date: None,
            notes: Vec::new(),
            identities: Vec::new(),
            words: Words::Agree,
            against: Vec::new(),
            group: 0,
        };
        item.remarks.iter().for_each(|remark| entry.beside(at, remark));
        details.iter().for_each(|line| entry.detail(at, line));
        if let Some(text) = &self.heading {
            entry.remark(at, text, Context::Heading, "");
        }
        if let Some(text) = &self.scope {
            entry.add_condition(at, "must", &format!("The list has it under \u{201c}{text}\u{201d}.").into());
        }
        let links = name.extras().links.iter().map(|link| format!("Link: {}", one_line(&link.as_str().into())));
        entry.notes.extend(links.map(|link| (at, link.into(), true)));
        for (place, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
            entry.read_cell(column, place as u32, cell, self.orders.get(place).copied().flatten());
            self.signs(place as u32, cell, &mut entry);
        }
        if entry.status.effect == Effect::NotAllowed {
            // Words against a no change nothing.
            entry.against.clear();
        }
        entry.qualify(entry.words, self.mapping);
        entry.shrink();
        Ok(entry)
    }

    /// Returns the name of a row and its remarks, and the lines below it.
    fn item(&self, cell: &Cell) -> (Item, Vec<String>) {
        if !self.heads.is_empty() {
            if !cell.text.contains('\n') {
                return (item::parted(&cell.line(), false), Vec::new());
            }
            let CellNames { names, words } = cell_names::split(&cell.text);
            return (item::parted(&names.join(" "), false), words);
        }
        let mut lines = cell.text.lines().map(|line| one_line(&line.into())).filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or_default();
        (item::parted(&first, true), lines.map(|line| line.to_string()).collect())
    }

    fn name(&self, cell: &Cell, text: &str, columns: usize) -> Result<ToolName, String> {
        if let Some(broken) = &cell.extras().broken {
            return Err(format!("its name cannot be read: the sheet says {broken}"));
        }
        if text.is_empty() {
            return Err(
                if cell.extras().struck.trim().is_empty() { "it has no name" } else { "it is struck out" }.into()
            );
        }
        if cell.extras().across > 1 && cell.extras().across >= columns {
            return Err("it is a heading across the table, not a tool".into());
        }
        let sentence = text.ends_with('.') && !ends_with_company(text);
        if self.heads.is_empty() && (sentence || text.split(' ').count() > MOST_WORDS) {
            return Err("it is a sentence, not a name".into());
        }
        if text.starts_with('=') {
            return Err("a formula stands in place of its name".into());
        }
        if text.chars().count() > LONGEST_NAME {
            return Err(format!("its name is longer than {LONGEST_NAME} characters"));
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err("its name has neither a letter nor a digit".into());
        }
        Ok(named(text))
    }

    /// Applies the footnotes of a cell's raised signs.
    fn signs(&self, place: u32, cell: &Cell, entry: &mut Entry) {
        for sign in &cell.extras().signs {
            match self.footnotes.get(sign) {
                Some(text) => {
                    let rest = entry.remark(place, text, Context::Remark, "");
                    if !rest.is_empty() {
                        entry.notes.push((place, format!("{sign} {text}").into(), true));
                    }
                }
                None => entry.unexplained(place, sign),
            }
        }
    }
}
