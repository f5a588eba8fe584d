//! Delimiter-separated values (RFC 4180): any of four delimiters, quoted or not, rows of any
//! length, values of several lines.

use super::document::{Document, MOST_COLUMNS, MOST_ROWS, Unreadable};
use super::encoding::decode;
use crate::text::Recent;
use crate::{Cell, Row, Table};
use csv::{ReaderBuilder, StringRecord};

/// The delimiters, with their names.
const SIGNS: &[(u8, &str)] = &[(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "bars")];

/// The number of bytes to look at to find the delimiter.
const LOOK: usize = 64 << 10;

pub(super) fn read(bytes: &[u8], progress: &mut dyn FnMut(usize)) -> Result<Document, Unreadable> {
    let (text, encoding) = decode(bytes);
    if let Some(domains) = super::domains::domains(&text) {
        return Ok(Document { domains, ..Document::default() });
    }
    let (sign, name) = sign(&text);
    let mut table = Table::default();
    let mut records =
        ReaderBuilder::new().delimiter(sign).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut recent = Recent::default();
    let mut number = 0;
    loop {
        match records.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                let message = format!("row {} cannot be read: {error}", number + 1);
                return Err(Unreadable::new(message, "see to its quotes; save the list as CSV once more"));
            }
        }
        number += 1;
        if number > MOST_ROWS || record.len() > MOST_COLUMNS {
            let message =
                format!("row {number} is past the {MOST_ROWS} rows or {MOST_COLUMNS} columns that a list may have");
            return Err(Unreadable::new(message, "part it in several files"));
        }
        if number % 10_000 == 0 {
            progress(number);
        }
        let cells: Vec<Cell> = record.iter().map(|text| Cell::text(recent.share(text))).collect();
        let row = Row::new(number, cells);
        if row.is_empty() {
            continue;
        }
        if table.heads.is_empty() {
            // A title above the headings is alone in its row.
            let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
            if filled == 1 && table.name.is_empty() && row.cells.len() > 1 {
                table.name = row
                    .cells
                    .iter()
                    .find(|cell| !cell.is_empty())
                    .map_or_else(String::new, |cell| cell.line().to_string());
                continue;
            }
            table.heads = row.cells.iter().map(Cell::heading).collect();
        } else {
            table.rows.push(row);
        }
    }
    let mut remarks: Vec<String> = encoding.map(|encoding| format!("read as {encoding}")).into_iter().collect();
    if sign != b',' {
        remarks.push(format!("values are parted by {name}"));
    }
    // A file without headings contains no table.
    let tables = Some(table).filter(|table| !table.heads.is_empty()).into_iter().collect();
    Ok(Document { tables, remarks, ..Document::default() })
}

/// Returns the delimiter that splits the first rows most evenly into more than one value.
fn sign(text: &str) -> (u8, &'static str) {
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LOOK).last().unwrap_or(0);
    let start = if text.len() <= LOOK { text } else { text.get(..end).unwrap_or(text) };
    let evenness = |sign: u8| {
        let mut records =
            ReaderBuilder::new().delimiter(sign).flexible(true).has_headers(false).from_reader(start.as_bytes());
        let lengths: Vec<usize> =
            records.records().take(50).filter_map(Result::ok).map(|record| record.len()).collect();
        let most = lengths.iter().copied().max().unwrap_or(0);
        let usual = lengths.iter().filter(|length| **length == lengths.first().copied().unwrap_or(0)).count();
        if most < 2 || lengths.first().is_none_or(|first| *first < 2) {
            (0, 0)
        } else {
            (usual * 100 / lengths.len().max(1), most)
        }
    };
    let best = SIGNS.iter().rev().max_by_key(|(sign, _)| evenness(*sign));
    best.copied().filter(|(sign, _)| evenness(*sign).0 > 0).unwrap_or((b',', "commas"))
}
