//! Workbooks of Excel and OpenDocument spreadsheets: every sheet that is shown, values
//! as they were when it was saved. What the file unpacks to is measured before anything
//! else reads it.

use super::{Document, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable};
use crate::{Cell, Row, Table};
use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Hyperlink, Ods, Reader, SheetType, SheetVisible, Xlsx};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// The most parts of a packed file, and the most merged cells of a sheet.
const MOST_PARTS: usize = 20_000;

pub(super) fn xlsx(bytes: &[u8], progress: &mut dyn FnMut(usize)) -> Result<Document, Unreadable> {
    bounded(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut document = Document::default();
    for name in shown(book.sheets_metadata(), &mut document) {
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|error| broken(&error))?;
        let links = book.hyperlinks_by_sheet_name(&name).unwrap_or_default();
        if merged.len() > MOST_PARTS || links.len() > MOST_PARTS * 10 {
            let message = format!("the sheet `{name}` has more than {MOST_PARTS} merged cells");
            return Err(Unreadable::new(message, "save the list as CSV"));
        }
        let mut cells = book.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
        let mut sheet = Sheet::new(&name, merged, links);
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| broken(&error))? {
            let (row, column) = cell.get_position();
            let mut read = value(cell.get_value());
            let font = cells.styles().get(style).and_then(|style| style.font.as_ref());
            if font.is_some_and(|font| font.has_strikethrough()) {
                read.struck = std::mem::take(&mut read.text);
            }
            sheet.add(row, column, read)?;
            if row % 10_000 == 9_999 && column == 0 {
                progress(row as usize + 1);
            }
        }
        document.tables.push(sheet.finished());
    }
    Ok(document)
}

pub(super) fn ods(bytes: &[u8], progress: &mut dyn FnMut(usize)) -> Result<Document, Unreadable> {
    bounded(bytes)?;
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut document = Document::default();
    for name in shown(book.sheets_metadata(), &mut document) {
        let range = book.worksheet_range(&name).map_err(|error| broken(&error))?;
        let (top, left) = range.start().unwrap_or_default();
        let mut sheet = Sheet::new(&name, Vec::new(), Vec::new());
        for (row, cells) in (top..).zip(range.rows()) {
            for (column, cell) in (left..).zip(cells).filter(|(_, cell)| **cell != Data::Empty) {
                sheet.add(row, column, value(&borrowed(cell)))?;
            }
            if row % 10_000 == 9_999 {
                progress(row as usize + 1);
            }
        }
        document.tables.push(sheet.finished());
    }
    Ok(document)
}

fn broken(error: &dyn std::fmt::Display) -> Unreadable {
    Unreadable::new(
        format!("this workbook cannot be read: {error}"),
        "open it and save it once more, or save the list as CSV",
    )
}

/// The sheets that are shown, by name; the hidden ones are told.
fn shown(sheets: &[calamine::Sheet], document: &mut Document) -> Vec<String> {
    let tables = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (shown, hidden): (Vec<_>, Vec<_>) = tables.partition(|sheet| sheet.visible == SheetVisible::Visible);
    document
        .remarks
        .extend(hidden.iter().map(|sheet| format!("the sheet `{}` is hidden and was not read", sheet.name)));
    shown.into_iter().map(|sheet| sheet.name.clone()).collect()
}

/// Unpacks every part to nowhere, and refuses a file that unpacks to more than may be
/// held, or that is locked.
fn bounded(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::new(format!("this workbook has more than {MOST_PARTS} parts"), "save the list as CSV"));
    }
    let mut left = MOST_BYTES;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| broken(&error))?;
        let read = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|error| broken(&error))?;
        left = left.checked_sub(read).ok_or_else(|| {
            let message = format!("this workbook unpacks to more than {} MiB", MOST_BYTES >> 20);
            Unreadable::new(message, "take out sheets and pictures that are not the list, or save it as CSV")
        })?;
    }
    Ok(())
}

fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) | Data::DurationIso(text) => DataRef::SharedString(text),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::Error(error) => DataRef::Error(error.clone()),
        _ => DataRef::Empty,
    }
}

fn value(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::Int(number) => Cell::text(number.to_string()),
        DataRef::Float(number) => Cell::text(number.to_string()),
        DataRef::String(text) => Cell::text(text.clone()),
        DataRef::SharedString(text) => Cell::text(*text),
        DataRef::Bool(flag) => Cell::text(if *flag { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(date) => Cell::text(day(date)),
        DataRef::DateTimeIso(text) => Cell::text(text.split('T').next().unwrap_or_default()),
        DataRef::DurationIso(text) => Cell::text(text.clone()),
        DataRef::Error(error) => Cell { broken: Some(error.to_string()), ..Cell::default() },
        DataRef::Empty => Cell::default(),
    }
}

fn day(date: &ExcelDateTime) -> String {
    if !date.is_datetime() {
        return date.as_f64().to_string();
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// A sheet while it is read, cell by cell in the order of rows.
struct Sheet {
    table: Table,
    row: Option<Row>,
    merged: Vec<Dimensions>,
    links: Vec<Hyperlink>,
    /// What merged cells that reach below their first row hold.
    held: Vec<(Dimensions, Cell)>,
    /// Rows of one cell above the headings: titles.
    alone: Vec<Row>,
}

impl Sheet {
    fn new(name: &str, merged: Vec<Dimensions>, links: Vec<Hyperlink>) -> Self {
        let table = Table { name: name.to_owned(), ..Table::default() };
        Self { table, row: None, merged, links, held: Vec::new(), alone: Vec::new() }
    }

    fn add(&mut self, row: u32, column: u32, mut cell: Cell) -> Result<(), Unreadable> {
        if row as usize >= MOST_ROWS || column as usize >= MOST_COLUMNS {
            // What stands far out is formatting, unless it says something.
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
            self.row = Some(Row { number, cells: Vec::new() });
        }
        if let Some(region) = self.merged.iter().find(|region| region.start == (row, column)) {
            let across = (region.end.1 - region.start.1) as usize + 1;
            cell.across = if across > 1 { across } else { 0 };
            if region.end.0 > row {
                self.held.push((*region, cell.clone()));
            }
        }
        let links = self.links.iter().filter(|link| link.contains(row, column));
        cell.links.extend(links.filter_map(|link| link.target.clone()));
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

    fn finished(mut self) -> Table {
        self.end_row();
        if self.table.heads.is_empty() && !self.alone.is_empty() {
            // A list of one column: the first row is its heading.
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
