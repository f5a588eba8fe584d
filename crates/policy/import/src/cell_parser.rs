//! Reads one cell of a row by the role of its column.

use crate::column_role::Role;
use crate::date::{self, Order};
use crate::entry::Entry;
use crate::identity;
use crate::remark::{self, Context, Finding};
use crate::status::LONGEST_STATUS;
use crate::status_words::says_nothing;
use crate::table::{Cell, one_line};
use crate::table_columns::Column;
use crate::text::Text;

/// Returns the text of a note, with the heading of its column in front.
fn note(column: &Column, text: &str) -> Box<str> {
    if column.heading.is_empty() { text.into() } else { format!("{}: {text}", column.heading).into() }
}

impl Entry {
    /// Reads a cell. `order` is that of the dates in its column.
    pub(crate) fn read_cell(&mut self, column: &Column, place: u32, cell: &Cell, order: Option<Order>) {
        self.note_extras(column, place, cell);
        let line = cell.line();
        if says_nothing(&line) {
            return;
        }
        let heading = column.heading.as_str();
        let label = if column.understood { "" } else { heading };
        match column.role {
            Role::Status if remark::approves_for(&cell.text) => {
                self.remark(place, &cell.text, Context::Conditions, "");
            }
            Role::Status if line.chars().count() > LONGEST_STATUS => self.add_condition(place, "must", &line),
            Role::Name | Role::Status | Role::Mark | Role::Ignore | Role::Device => {}
            Role::Until | Role::Review | Role::Date => self.read_date(column, place, &line, order),
            Role::Alias => {
                let names = cell.text.split([',', ';', '\n']).map(|name| one_line(&name.into()));
                self.aliases.extend(names.filter(|name| !name.is_empty()).map(|name| (place, name.to_string())));
            }
            Role::Version => {
                self.remark(place, &line, Context::About, heading);
                self.name.version = Some(line.as_str().into());
            }
            Role::About => {
                self.remark(place, &cell.text, Context::About, "");
                self.about = Some(Box::new((place, line.to_string())));
            }
            Role::Type => {
                self.remark(place, &line, Context::About, "");
                self.types.push((place, line));
            }
            Role::Routes => {
                self.remark(place, &cell.text, Context::About, "");
                self.route = Some(Box::new((place, line.to_string())));
            }
            Role::Audience => self.audience(place, &cell.text, &note(column, &line)),
            Role::Conditions => {
                let rest = self.remark(place, &cell.text, Context::Conditions, label);
                if !rest.is_empty() {
                    let rest = rest.iter().map(Text::as_str).collect::<Vec<_>>().join(" ");
                    self.notes.push((place, note(column, &rest), false));
                }
            }
            Role::Domain | Role::Package | Role::Bundle => {
                let (known, other) = identity::of(column.role, &cell.text);
                self.identities.extend(known.into_iter().map(|(kind, name)| (place, kind, name)));
                self.notes.extend(other.into_iter().map(|text| (place, note(column, &text), false)));
            }
            Role::Link => self.notes.push((place, note(column, &line), true)),
            Role::Note => {
                let context = if column.understood { Context::Remark } else { Context::Other };
                let rest = self.remark(place, &cell.text, context, label);
                if !rest.is_empty() {
                    self.notes.push((place, note(column, &line), column.understood));
                }
            }
        }
    }

    /// Keeps as notes what a cell has beside its text: an error of the sheet, struck-out text and
    /// links.
    fn note_extras(&mut self, column: &Column, place: u32, cell: &Cell) {
        let extras = cell.extras();
        if let Some(broken) = &extras.broken {
            self.notes.push((place, note(column, &format!("the sheet says {broken}")), false));
        }
        if !extras.struck.trim().is_empty() {
            let struck = one_line(&extras.struck.as_str().into());
            self.notes.push((place, note(column, &format!("struck out: {struck}")), false));
        }
        if !matches!(column.role, Role::Name | Role::Link | Role::Ignore) {
            let links = extras.links.iter().map(|link| note(column, &one_line(&link.as_str().into())));
            self.notes.extend(links.map(|link| (place, link, true)));
        }
    }

    /// Reads a day. What is no day becomes a note, and in place of a last day it may say no.
    fn read_date(&mut self, column: &Column, place: u32, line: &str, order: Option<Order>) {
        let day = match column.role {
            Role::Until => &mut self.until,
            Role::Review => &mut self.review,
            _ => &mut self.date,
        };
        match date::day(line, order) {
            Some(date) => *day = Some((place, date)),
            None => self.notes.push((place, note(column, line), false)),
        }
        let says_no = || remark::read(line, Context::Remark).iter().any(Finding::is_no);
        if column.role == Role::Until && self.until.is_none() && says_no() {
            self.remark(place, line, Context::Remark, &column.heading);
        }
    }
}
