//! Excel workbooks: every visible sheet, with the values as they were saved. The unpacked size is
//! measured before anything else reads the file.

use super::document::{Document, Unreadable};
use super::grid::Sheet;
use super::hidden_rows::hidden_rows;
use super::zip_parts::{MOST_PARTS, broken, unpack};
use crate::Cell;
use crate::text::Recent;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use std::io::Cursor;

pub(super) fn read(bytes: &[u8], progress: &mut dyn FnMut(usize)) -> Result<Document, Unreadable> {
    unpack(bytes, None, |_| {})?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut document = Document::default();
    let hidden = hidden_rows(bytes)?;
    for name in visible_sheets(book.sheets_metadata(), &mut document) {
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|error| broken(&error))?;
        let links = book.hyperlinks_by_sheet_name(&name).unwrap_or_default();
        if merged.len() > MOST_PARTS || links.len() > MOST_PARTS * 10 {
            let message = format!("the sheet `{name}` has more than {MOST_PARTS} merged cells");
            return Err(Unreadable::new(message, "save the list as CSV"));
        }
        let mut cells = book.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
        let mut sheet = Sheet::new(&name, merged, links);
        let mut recent = Recent::default();
        hidden.get(&name).into_iter().flatten().for_each(|row| sheet.hide(*row));
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| broken(&error))? {
            let (row, column) = cell.get_position();
            let mut read = value(cell.get_value(), &mut recent);
            let font = cells.styles().get(style).and_then(|style| style.font.as_ref());
            if font.is_some_and(calamine::Font::has_strikethrough) {
                read.extras_mut().struck = std::mem::take(&mut read.text).to_string();
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

/// Returns the visible sheets, by name, and remarks on the hidden ones.
fn visible_sheets(sheets: &[calamine::Sheet], document: &mut Document) -> Vec<String> {
    let tables = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (shown, hidden): (Vec<_>, Vec<_>) = tables.partition(|sheet| sheet.visible == SheetVisible::Visible);
    document
        .remarks
        .extend(hidden.iter().map(|sheet| format!("the sheet `{}` is hidden and was not read", sheet.name)));
    shown.into_iter().map(|sheet| sheet.name.clone()).collect()
}

fn value(data: &DataRef<'_>, recent: &mut Recent) -> Cell {
    match data {
        DataRef::Int(number) => Cell::text(number.to_string()),
        DataRef::Float(number) => Cell::text(number.to_string()),
        DataRef::String(text) => Cell::text(recent.share(text)),
        DataRef::SharedString(text) => Cell::text(recent.share(text)),
        DataRef::Bool(flag) => Cell::text(if *flag { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(date) => Cell::text(recent.share(&day(date))),
        DataRef::DateTimeIso(text) => Cell::text(recent.share(text.split('T').next().unwrap_or_default())),
        DataRef::DurationIso(text) => Cell::text(text.clone()),
        DataRef::Error(error) => {
            let mut cell = Cell::default();
            cell.extras_mut().broken = Some(error.to_string());
            cell
        }
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
