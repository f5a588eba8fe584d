use super::document::{MOST_COLUMNS, MOST_ROWS, Unreadable};
use crate::{Cell, Row, Table};
use calamine::{Dimensions, Hyperlink};
use std::collections::BTreeSet;

/// A sheet that is being read, cell by cell in the order of rows.
pub(super) struct Sheet {
    table: Table,
    row: Option<Row>,
    merged: Vec<Dimensions>,
    links: Vec<Hyperlink>,
    /// The contents of merged cells that reach below their first row.
    held: Vec<(Dimensions, Cell)>,
    /// Rows with one cell above the headings: titles.
    alone: Vec<Row>,
    /// The numbers of hidden rows.
    hidden: BTreeSet<usize>,
}

impl Sheet {
    pub(super) fn new(name: &str, merged: Vec<Dimensions>, links: Vec<Hyperlink>) -> Self {
        let table = Table { name: name.to_owned(), ..Table::default() };
        Self { table, row: None, merged, links, held: Vec::new(), alone: Vec::new(), hidden: BTreeSet::new() }
    }

    /// Marks a cell as covering others, before it is added.
    pub(super) fn merge(&mut self, region: Dimensions) {
        self.merged.push(region);
    }

    /// Marks a row as hidden, by its place from 0, before its first cell is added.
    pub(super) fn hide(&mut self, row: u32) {
        self.hidden.insert(row as usize + 1);
    }

    /// Adds a cell, by its row and column from 0.
    ///
    /// # Errors
    /// Returns an error if the cell is further out than a list may reach.
    pub(super) fn add(&mut self, row: u32, column: u32, mut cell: Cell) -> Result<(), Unreadable> {
        if row as usize >= MOST_ROWS || column as usize >= MOST_COLUMNS {
            // A cell far out is only formatting if it is empty.
            if cell.is_empty() {
                return Ok(());
            }
            let message =
                format!("the sheet `{}` has more than {MOST_COLUMNS} columns or {MOST_ROWS} rows", self.table.name);
            return Err(Unreadable::new(message, "take out what does not belong to the list"));
        }
        let number = row as usize + 1;
        if self.row.as_ref().is_none_or(|open| open.number != number) {
            self.end_row();
            let cells = Vec::with_capacity(self.table.heads.len());
            self.row = Some(Row { hidden: self.hidden.contains(&number), ..Row::new(number, cells) });
        }
        if let Some(region) = self.merged.iter().find(|region| region.start == (row, column)) {
            let across = (region.end.1 - region.start.1) as usize + 1;
            if across > 1 {
                cell.extras_mut().across = across;
            }
            if region.end.0 > row {
                self.held.push((*region, cell.clone()));
            }
        }
        for link in self.links.iter().filter(|link| link.contains(row, column)) {
            cell.extras_mut().links.extend(link.target.clone());
        }
        if let Some(open) = self.row.as_mut().filter(|_| !cell.is_empty()) {
            open.set(column as usize, cell);
        }
        Ok(())
    }

    fn end_row(&mut self) {
        let Some(mut row) = self.row.take() else { return };
        let place = row.number as u32 - 1;
        self.held.retain(|(region, _)| region.end.0 >= place);
        for (region, cell) in self.held.iter().filter(|(region, _)| region.start.0 < place) {
            row.set(region.start.1 as usize, cell.clone());
        }
        if row.is_empty() {
            return;
        }
        let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
        if !self.table.heads.is_empty() {
            self.table.rows.push(row);
        } else if filled > 1 {
            self.table.heads = row.cells.iter().map(Cell::heading).collect();
        } else {
            self.alone.push(row);
        }
    }

    pub(super) fn finished(mut self) -> Table {
        self.end_row();
        if self.table.heads.is_empty() && !self.alone.is_empty() {
            // A list with one column: the first row is its heading.
            self.table.heads = self.alone.remove(0).cells.iter().map(Cell::heading).collect();
            self.table.rows = self.alone;
        }
        self.table
    }
}

impl Row {
    fn set(&mut self, column: usize, cell: Cell) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::default());
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = cell;
        }
    }
}
