//! Turns one row into an entry for one tool.

use crate::column_role::{Role, plain};
use crate::date::{self, Order};
use crate::identity;
use crate::item::{self, Item};
use crate::mapping::Mapping;
use crate::remark::{self, Audience, Context, Finding, Information};
use crate::status::{self, LONGEST_STATUS, Status, Words};
use crate::status_words::{Effect, says_nothing};
use crate::table::{Cell, Row, Table, one_line};
use crate::table_columns::{Column, Understood};
use crate::text::Text;
use crate::tool_name::{ToolName, named};
use countersign_model::IdentityKind;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// What a row says of a tool. Columns are numbered from 0. There may be a million entries, so
/// that none has room to spare.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) table: u32,
    pub(crate) row: u32,
    pub(crate) name: ToolName,
    /// The column of the name.
    pub(crate) named_in: u32,
    /// The status, shared with rows for which the list says the same.
    pub(crate) status: Arc<Status>,
    pub(crate) aliases: Vec<(u32, String)>,
    pub(crate) about: Option<Box<(u32, String)>>,
    pub(crate) types: Vec<(u32, Text)>,
    pub(crate) conditions: Vec<(u32, &'static str, Text)>,
    /// The only information that it is for, and the column that says so.
    pub(crate) information: Option<(u32, Information)>,
    pub(crate) audience: Option<(u32, Audience)>,
    pub(crate) route: Option<Box<(u32, String)>>,
    pub(crate) until: Option<(u32, Date)>,
    pub(crate) review: Option<(u32, Date)>,
    pub(crate) date: Option<(u32, Date)>,
    /// Words that are kept, each with its column, and whether they were understood as mere words.
    pub(crate) notes: Vec<(u32, Box<str>, bool)>,
    /// Its machine names.
    pub(crate) identities: Vec<(u32, IdentityKind, String)>,
    /// Whether the row's own words limit or withdraw its status.
    pub(crate) words: Words,
    /// The words against its status, and whether they were understood.
    pub(crate) against: Vec<(Text, bool)>,
    /// The tool of the row, by its place.
    pub(crate) group: u32,
}

impl Entry {
    /// Qualifies the status by the words against it.
    pub(crate) fn qualify(&mut self, words: Words, mapping: &Mapping) {
        if let Some(status) = self.status.qualified(words, mapping) {
            self.status = status.into();
        }
    }

    /// Frees unused capacity, because there may be a million entries.
    fn shrink(&mut self) {
        self.types.shrink_to_fit();
        self.conditions.shrink_to_fit();
        self.notes.shrink_to_fit();
        self.against.shrink_to_fit();
    }
}

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
        for (place, cell) in row.cells.iter().enumerate().take(columns.len()) {
            self.cell(place, cell, &mut entry);
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
            return (item::parted(&cell.line(), false), Vec::new());
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

    fn cell(&self, place: usize, cell: &Cell, entry: &mut Entry) {
        let Some(column) = self.understood.columns.get(place) else { return };
        let order = self.orders.get(place).copied().flatten();
        let place = place as u32;
        let heading = column.heading.as_str();
        let note = |text: &str| -> Box<str> {
            if heading.is_empty() { text.into() } else { format!("{heading}: {text}").into() }
        };
        if let Some(broken) = &cell.extras().broken {
            entry.notes.push((place, note(&format!("the sheet says {broken}")), false));
        }
        if !cell.extras().struck.trim().is_empty() {
            let struck = one_line(&cell.extras().struck.as_str().into());
            entry.notes.push((place, note(&format!("struck out: {struck}")), false));
        }
        if !matches!(column.role, Role::Name | Role::Link | Role::Ignore) {
            entry
                .notes
                .extend(cell.extras().links.iter().map(|link| (place, note(&one_line(&link.as_str().into())), true)));
        }
        let line = cell.line();
        if says_nothing(&line) {
            return;
        }
        let mut day = |to: fn(&mut Entry) -> &mut Option<(u32, Date)>| match date::day(&line, order) {
            Some(date) => *to(entry) = Some((place, date)),
            None => entry.notes.push((place, note(&line), false)),
        };
        let label = if column.understood { "" } else { heading };
        match column.role {
            Role::Status if line.chars().count() > LONGEST_STATUS => entry.add_condition(place, "must", &line),
            Role::Name | Role::Status | Role::Mark | Role::Ignore | Role::Device => {}
            Role::Until => {
                day(|entry| &mut entry.until);
                if entry.until.is_none() && remark::read(&line, Context::Remark).iter().any(Finding::is_no) {
                    entry.remark(place, &line, Context::Remark, heading);
                }
            }
            Role::Review => day(|entry| &mut entry.review),
            Role::Date => day(|entry| &mut entry.date),
            Role::Alias => {
                let names = cell.text.split([',', ';', '\n']).map(|name| one_line(&name.into()));
                entry.aliases.extend(names.filter(|name| !name.is_empty()).map(|name| (place, name.to_string())));
            }
            Role::Version => {
                entry.remark(place, &line, Context::About, heading);
                entry.name.version = Some(line.as_str().into());
            }
            Role::About => {
                entry.remark(place, &cell.text, Context::About, "");
                entry.about = Some(Box::new((place, line.to_string())));
            }
            Role::Type => {
                entry.remark(place, &line, Context::About, "");
                entry.types.push((place, line));
            }
            Role::Routes => {
                entry.remark(place, &cell.text, Context::About, "");
                entry.route = Some(Box::new((place, line.to_string())));
            }
            Role::Audience => entry.audience(place, &cell.text, &note(&line)),
            Role::Conditions => {
                let rest = entry.remark(place, &cell.text, Context::Conditions, label);
                if !rest.is_empty() {
                    entry.notes.push((
                        place,
                        note(&rest.iter().map(Text::as_str).collect::<Vec<_>>().join(" ")),
                        false,
                    ));
                }
            }
            Role::Domain | Role::Package | Role::Bundle => {
                let (known, other) = identity::of(column.role, &cell.text);
                entry.identities.extend(known.into_iter().map(|(kind, name)| (place, kind, name)));
                entry.notes.extend(other.into_iter().map(|text| (place, note(&text), false)));
            }
            Role::Link => entry.notes.push((place, note(&line), true)),
            Role::Note => {
                let context = if column.understood { Context::Remark } else { Context::Other };
                let rest = entry.remark(place, &cell.text, context, label);
                if !rest.is_empty() {
                    entry.notes.push((place, note(&line), column.understood));
                }
            }
        }
    }
}
