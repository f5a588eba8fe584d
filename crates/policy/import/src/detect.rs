//! Finds out which tables are lists of tools, and the roles of their columns.

use crate::column_role::Role;
use crate::device;
use crate::given;
use crate::information_class;
use crate::mapping::Mapping;
use crate::plain_words::plain;
use crate::remark;
use crate::status;
use crate::status_words::{Effect, Mark, says_nothing};
use crate::table::{Cell, Table};
use crate::table_columns::{Column, Understood};

/// Determines the roles of the columns in a document's tables.
pub fn understand(tables: &[Table], mapping: &Mapping) -> Vec<Understood> {
    tables.iter().map(|table| detect_table(table, mapping)).collect()
}

fn detect_table(table: &Table, mapping: &Mapping) -> Understood {
    let mut columns: Vec<Column> = Vec::new();
    let list = table.heads.is_empty();
    if list {
        columns.push(Column { heading: String::new(), role: Role::Name, understood: true });
    }
    for (place, heading) in table.heads.iter().enumerate() {
        let said = mapping.of_column(heading);
        let known = said.or_else(|| of(table, place, heading));
        // Only one column for each role, except for roles that several can have.
        let several = [
            Role::Type,
            Role::Note,
            Role::Mark,
            Role::Alias,
            Role::Conditions,
            Role::Link,
            Role::Ignore,
            Role::Device,
            Role::Domain,
            Role::Package,
            Role::Bundle,
        ];
        let again = |role: Role| {
            several.contains(&role) || role == Role::Status && (said.is_some() || are_statuses(table, place, false))
        };
        let free = known.filter(|role| again(*role) || columns.iter().all(|column| column.role != *role));
        let role = free.unwrap_or(Role::Note);
        columns.push(Column { heading: heading.clone(), role, understood: free.is_some() });
    }
    let has = |role: Role| columns.iter().any(|column| column.role == role);
    let graded = has(Role::Status) || has(Role::Mark) || has(Role::Device);
    let signed = list && !graded && signed(table);
    let given = if graded { Err(None) } else { given::status(table, list, mapping) };
    let (status, heading, open) = match given {
        Ok(given) => (Some(given.status), Some(given.heading), None),
        Err(open) => (None, None, open),
    };
    let telling =
        |column: &&Column| column.understood && !matches!(column.role, Role::Name | Role::Note | Role::Ignore);
    let mapped = table.heads.iter().any(|heading| mapping.of_column(heading) == Some(Role::Name));
    let left = if !has(Role::Name) {
        Some("no column of names is known".to_owned())
    } else if list && status.is_none() && !signed {
        Some("it is a list, and no heading above it says that tools are allowed or not".to_owned())
    } else if status.is_none() && !mapped && !signed && !columns.iter().any(|column| telling(&column)) {
        Some("nothing but names is known of it".to_owned())
    } else {
        None
    };
    let above = table.above.iter().filter(|above| !above.beside).map(|above| above.text.as_str());
    let device = if has(Role::Device) || !list { None } else { above.filter_map(device::in_heading).next() };
    let open = open.filter(|_| status.is_none() && !signed && !graded);
    Understood { name: table.name.clone(), columns, status, heading, device, left, open, rows: table.rows.len() }
}

/// Returns true if a column is a class of information for which each row has its own status. There
/// must be several such columns, and none for devices. One of them must be the lowest class,
/// because "Restricted: yes" alone could also mean that a tool is restricted.
fn is_class_of_matrix(table: &Table, place: usize) -> bool {
    let heading = |place: usize| table.heads.get(place).map_or("", String::as_str);
    let is_mark = |place: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(place)).map(|cell| cell.text.as_str());
        let mut filled = cells.filter(|text| !says_nothing(text)).peekable();
        filled.peek().is_some() && filled.all(|text| Mark::of(text).is_some())
    };
    let is = |place: usize| {
        information_class::is_class(heading(place)) && (are_statuses(table, place, true) || is_mark(place))
    };
    let lowest = (0..table.heads.len()).any(|place| is(place) && information_class::is_lowest(heading(place)));
    let devices = (0..table.heads.len()).any(|place| {
        table.heads.get(place).is_some_and(|head| device::is_device(head)) && are_statuses(table, place, true)
    });
    is(place) && lowest && !devices && (0..table.heads.len()).filter(|place| is(*place)).count() > 1
}

/// Returns true if the items of a list have signs, such as ticks and crosses, that give their
/// status.
fn signed(table: &Table) -> bool {
    let first = table.rows.iter().filter_map(|row| row.cells.first()).filter(|cell| !cell.is_empty());
    let (mut all, mut signed) = (0, 0);
    for cell in first {
        all += 1;
        signed += usize::from(remark::worst(cell.text.trim().lines().next().unwrap_or_default()).is_some());
    }
    signed > 0 && signed * 2 > all
}

/// Returns the role that a heading, with the cells below it, states plainly.
fn of(table: &Table, place: usize, heading: &str) -> Option<Role> {
    let cells = || table.rows.iter().filter_map(|row| row.cells.get(place));
    if heading.trim().is_empty() {
        return cells().all(Cell::is_empty).then_some(Role::Ignore);
    }
    let mut filled = cells().filter(|cell| !says_nothing(&cell.text)).peekable();
    if Effect::of(heading).is_some() && filled.peek().is_some() && filled.all(|cell| Mark::of(&cell.text).is_some()) {
        return Some(Role::Mark);
    }
    if status::asks_for_review(heading) && filled.peek().is_some() {
        return Some(Role::Status);
    }
    if device::is_device(heading) && are_statuses(table, place, true) {
        return Some(Role::Device);
    }
    if is_class_of_matrix(table, place) {
        return Some(Role::Device);
    }
    Role::of_heading(heading).or_else(|| {
        let asks = heading_asks(heading);
        are_statuses(table, place, !asks).then_some(Role::Status)
    })
}

/// Returns true if an unknown heading asks for a status nevertheless.
fn heading_asks(heading: &str) -> bool {
    let words =
        ["status", "approval", "approved", "decision", "clearance", "cleared", "verdict", "allowed", "permitted"];
    plain(heading).split(' ').any(|word| words.contains(&word))
}

/// Returns true if the cells of a column are statuses: most of them, or some if the heading asks
/// for one.
fn are_statuses(table: &Table, place: usize, most: bool) -> bool {
    let filled = || {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(place)).map(|cell| cell.text.as_str());
        cells.filter(|text| !says_nothing(text)).take(LOOKED_AT)
    };
    let count = filled().count();
    let known = filled().filter(|text| text.len() < 100 && Effect::is_status(text)).count();
    if most { known > 0 && known * 2 > count } else { known > 0 }
}

/// The number of cells to look at to recognise a column.
const LOOKED_AT: usize = 1_000;
