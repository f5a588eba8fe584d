//! One row to what it says of one tool.

use crate::date::{self, Order};
use crate::effect::{Effect, Mark, says_nothing};
use crate::mapping::Mapping;
use crate::name::{Named, named};
use crate::role::{Role, plain};
use crate::said::{self, Audience};
use crate::table::{Cell, Row, Table};
use crate::understand::Understood;
use jiff::civil::Date;

/// What a row says of a tool.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) table: usize,
    pub(crate) row: usize,
    pub(crate) name: Named,
    /// The column of the name.
    pub(crate) named_in: usize,
    pub(crate) status: Status,
    pub(crate) aliases: Vec<(usize, String)>,
    pub(crate) about: Option<(usize, String)>,
    pub(crate) types: Vec<(usize, String)>,
    pub(crate) conditions: Vec<(usize, &'static str, String)>,
    /// The column that keeps personal or sensitive information out.
    pub(crate) ordinary_only: Option<usize>,
    pub(crate) audience: Option<(usize, Audience)>,
    pub(crate) route: Option<(usize, String)>,
    pub(crate) until: Option<(usize, Date)>,
    pub(crate) review: Option<(usize, Date)>,
    pub(crate) date: Option<(usize, Date)>,
    /// Words that are kept, each with its column, and whether they were understood as
    /// nothing but words.
    pub(crate) notes: Vec<(usize, String, bool)>,
}

/// A status as it is written, and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) column: Option<usize>,
    pub(crate) text: String,
    pub(crate) effect: Effect,
    /// Whether it says so plainly, or somebody did.
    pub(crate) plain: bool,
}

/// The longest status, in characters: what is longer is a sentence, and kept as a note.
const LONGEST_STATUS: usize = 80;

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;

/// The most words of a name in a list, where sentences stand too.
const MOST_WORDS: usize = 8;

/// What a table's rows are read with.
pub(crate) struct Reader<'a> {
    table: &'a Table,
    place: usize,
    understood: &'a Understood,
    mapping: &'a Mapping,
    /// For each column of dates, in which order they are written.
    orders: Vec<Option<Order>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(table: &'a Table, place: usize, understood: &'a Understood, mapping: &'a Mapping) -> Self {
        let cells = |column: usize| table.rows.iter().filter_map(move |row| Some(row.cells.get(column)?.text.as_str()));
        let orders = (0..understood.columns.len()).map(|column| date::order(cells(column))).collect();
        Self { table, place, understood, mapping, orders }
    }

    /// Reads a row, or says why it is no tool.
    pub(crate) fn entry(&self, row: &Row) -> Result<Entry, String> {
        let columns = &self.understood.columns;
        if let Some(extra) = row.cells.iter().skip(columns.len()).position(|cell| !cell.is_empty()) {
            let cells = columns.len() + extra + 1;
            return Err(format!("it has {cells} cells or more, and there are {} headings", columns.len()));
        }
        if !self.table.heads.is_empty()
            && self.table.heads.iter().zip(&row.cells).all(|(head, cell)| *head == cell.heading())
        {
            return Err("it is the headings once more".into());
        }
        let at = columns.iter().position(|column| column.role == Role::Name).unwrap_or_default();
        let empty = Cell::default();
        let name = row.cells.get(at).unwrap_or(&empty);
        let mut entry = Entry {
            table: self.place,
            row: row.number,
            name: self.name(name, columns.len())?,
            named_in: at,
            status: self.status(row),
            aliases: Vec::new(),
            about: None,
            types: Vec::new(),
            conditions: Vec::new(),
            ordinary_only: None,
            audience: None,
            route: None,
            until: None,
            review: None,
            date: None,
            notes: Vec::new(),
        };
        if let (true, Some((_, rest))) = (self.table.heads.is_empty(), of_list(&name.text)) {
            entry.about = Some((at, rest));
        }
        entry.notes.extend(name.links.iter().map(|link| (at, format!("Link: {}", Cell::text(link).line()), true)));
        for (place, cell) in row.cells.iter().enumerate().take(columns.len()) {
            self.cell(place, cell, &mut entry);
        }
        Ok(entry)
    }

    fn name(&self, cell: &Cell, columns: usize) -> Result<Named, String> {
        let mut text = cell.line();
        if self.table.heads.is_empty()
            && let Some((name, _)) = of_list(&cell.text)
        {
            text = name;
        }
        if let Some(broken) = &cell.broken {
            return Err(format!("its name cannot be read: the sheet says {broken}"));
        }
        if text.is_empty() {
            return Err(if cell.struck.trim().is_empty() { "it has no name" } else { "it is struck out" }.into());
        }
        if cell.across > 1 && cell.across >= columns {
            return Err("it is a heading across the table, not a tool".into());
        }
        if self.table.heads.is_empty() && (text.ends_with('.') || text.split(' ').count() > MOST_WORDS) {
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
        Ok(named(&text))
    }

    /// The status that a column, marks or the table's name give.
    fn status(&self, row: &Row) -> Status {
        let columns = self.understood.columns.iter().enumerate();
        let cell = |place: usize| row.cells.get(place).map(Cell::line).unwrap_or_default();
        let of = |column: Option<usize>, text: String| {
            let known = self.mapping.of_status(&text).or_else(|| Effect::of(&text));
            Status { column, effect: known.unwrap_or(Effect::AskFirst), plain: known.is_some(), text }
        };
        if let Some((place, _)) = columns.clone().find(|(_, column)| column.role == Role::Status) {
            let text = cell(place);
            let heading = self.understood.columns.get(place).map(|column| column.heading.clone()).unwrap_or_default();
            // "Approved: yes" says it with its heading.
            let asks = Effect::in_heading(&heading);
            return match (asks, Mark::of(&text)) {
                _ if says_nothing(&text) || text.chars().count() > LONGEST_STATUS => {
                    of(Some(place), "No status".into())
                }
                (Some((asked, _)), Some(Mark::Yes)) => of(Some(place), asked),
                (Some((asked, _)), Some(Mark::No)) => of(Some(place), format!("Not {}", asked.to_lowercase())),
                _ => of(Some(place), text),
            };
        }
        let marks: Vec<(usize, &str, Mark)> = columns
            .filter(|(_, column)| column.role == Role::Mark)
            .filter_map(|(place, column)| Some((place, column.heading.as_str(), Mark::of(&cell(place))?)))
            .collect();
        let yes: Vec<_> = marks.iter().filter(|(_, _, mark)| *mark == Mark::Yes).collect();
        match (yes.as_slice(), marks.as_slice()) {
            ([(place, heading, _)], _) => of(Some(*place), (*heading).to_owned()),
            ([], []) => of(None, self.understood.status.clone().unwrap_or_else(|| "No status".into())),
            ([], [(place, heading, Mark::No)]) => of(Some(*place), format!("Not {}", heading.to_lowercase())),
            ([], [(place, _, _), ..]) => of(Some(*place), "Unknown".into()),
            ([(place, _, _), ..], _) => of(Some(*place), "Several at once".into()),
        }
    }

    fn cell(&self, place: usize, cell: &Cell, entry: &mut Entry) {
        let Some(column) = self.understood.columns.get(place) else { return };
        let heading = column.heading.as_str();
        let note = |text: &str| if heading.is_empty() { text.to_owned() } else { format!("{heading}: {text}") };
        if let Some(broken) = &cell.broken {
            entry.notes.push((place, note(&format!("the sheet says {broken}")), false));
        }
        if !cell.struck.trim().is_empty() {
            let struck = Cell::text(&cell.struck).line();
            entry.notes.push((place, note(&format!("struck out: {struck}")), false));
        }
        if !matches!(column.role, Role::Name | Role::Link | Role::Ignore) {
            entry.notes.extend(cell.links.iter().map(|link| (place, note(&Cell::text(link).line()), true)));
        }
        let line = cell.line();
        if says_nothing(&line) {
            return;
        }
        let mut day = |to: fn(&mut Entry) -> &mut Option<(usize, Date)>| match date::day(
            &line,
            self.orders.get(place).copied().flatten(),
        ) {
            Some(date) => *to(entry) = Some((place, date)),
            None => entry.notes.push((place, note(&line), false)),
        };
        match column.role {
            Role::Status if line.chars().count() > LONGEST_STATUS => entry.notes.push((place, note(&line), false)),
            Role::Name | Role::Status | Role::Mark | Role::Ignore => {}
            Role::Until => day(|entry| &mut entry.until),
            Role::Review => day(|entry| &mut entry.review),
            Role::Date => day(|entry| &mut entry.date),
            Role::Alias => {
                let names = cell.text.split([',', ';', '\n']).map(|name| Cell::text(name).line());
                entry.aliases.extend(names.filter(|name| !name.is_empty()).map(|name| (place, name)));
            }
            Role::Version => entry.name.version = Some(line),
            Role::About => entry.about = Some((place, line)),
            Role::Type => entry.types.push((place, line)),
            Role::Routes => entry.route = Some((place, line)),
            Role::Audience => match said::audience(&line) {
                Some(audience) => entry.audience = Some((place, audience)),
                None => entry.notes.push((place, note(&line), false)),
            },
            Role::Conditions => {
                let said = said::conditions(&cell.text);
                if said.ordinary_only {
                    entry.ordinary_only = Some(place);
                }
                entry.conditions.extend(said.conditions.into_iter().map(|(strength, text)| (place, strength, text)));
                if !said.rest.is_empty() {
                    entry.notes.push((place, note(&said.rest.join(" ")), false));
                }
            }
            Role::Link => entry.notes.push((place, note(&line), true)),
            Role::Note => entry.notes.push((place, note(&line), column.understood)),
        }
    }
}

/// The name of an item of a list and what follows it: "Name: what it is".
fn of_list(text: &str) -> Option<(String, String)> {
    let line = Cell::text(text).line();
    let parted = [": ", " - ", " – ", " — "].iter().filter_map(|mark| line.split_once(mark));
    let (name, rest) = parted.min_by_key(|(name, _)| name.len())?;
    (!plain(name).is_empty() && !rest.trim().is_empty()).then(|| (name.trim().to_owned(), rest.trim().to_owned()))
}
