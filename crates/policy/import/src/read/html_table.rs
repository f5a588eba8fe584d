//! A table of a page that is being read: rows, and cells that cover others.

use crate::{Above, Cell, Row, Table};

/// A table that is open.
#[derive(Default)]
pub(super) struct Grid {
    pub(super) table: Table,
    /// The number of rows so far.
    pub(super) rows: usize,
    /// The caption while it is open.
    pub(super) caption: Option<String>,
    /// The number of hidden elements around the row.
    pub(super) hidden: usize,
    pub(super) row: Option<Row>,
    /// The open cell, and the number of rows that it covers.
    pub(super) cell: Option<(Cell, usize)>,
    /// For each column, the cell from above that covers it, and the number of rows left.
    pub(super) above: Vec<(Cell, usize)>,
}

impl Grid {
    pub(super) fn begin_row(&mut self, hidden: usize) {
        self.rows += 1;
        self.hidden = hidden;
        self.row = Some(Row { hidden: hidden > 0, ..Row::new(self.rows, Vec::new()) });
    }

    pub(super) fn end_caption(&mut self) {
        let caption = self.caption.take().unwrap_or_default();
        let text = caption.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.table.name.clone_from(&text);
            self.table.above.insert(0, Above { text, beside: false });
        }
    }

    pub(super) fn end_cell(&mut self) {
        let Some((cell, down)) = self.cell.take() else { return };
        let Some(row) = self.row.as_mut() else { return };
        cover(row, &mut self.above);
        let place = row.cells.len();
        let columns = cell.extras().across.max(1);
        row.cells.push(cell.clone());
        row.cells.extend((1..columns).map(|_| Cell::default()));
        if down > 1 {
            self.above.resize(self.above.len().max(place + columns), (Cell::default(), 0));
            self.above.iter_mut().skip(place).take(columns).for_each(|above| *above = (cell.clone(), down));
        }
    }

    pub(super) fn end_row(&mut self) {
        self.end_cell();
        let Some(mut row) = self.row.take() else { return };
        cover(&mut row, &mut self.above);
        self.above.iter_mut().for_each(|(_, left)| *left = left.saturating_sub(1));
        if row.is_empty() {
            return;
        }
        if self.table.heads.is_empty() {
            self.table.heads = row.cells.iter().map(Cell::heading).collect();
        } else {
            self.table.rows.push(row);
        }
    }

    pub(super) fn finished(mut self) -> Table {
        self.end_caption();
        self.table
    }
}

/// Fills the next cells of a row from cells above that cover them.
fn cover(row: &mut Row, above: &mut [(Cell, usize)]) {
    while let Some((cell, _)) = above.get(row.cells.len()).filter(|(_, left)| *left > 0) {
        row.cells.push(cell.clone());
    }
}
