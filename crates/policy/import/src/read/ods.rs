//! OpenDocument spreadsheets (OpenDocument 1.3, part 3, section 9): every visible sheet, with
//! merged cells, links and struck-out text.

use super::document::{Document, MOST_BYTES, Unreadable};
use super::grid::Sheet;
use super::xml::{attribute, entity};
use super::zip_parts::{broken, unpack};
use crate::Cell;
use crate::text::Recent;
use calamine::Dimensions;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;
use std::io::{self, BufRead, Cursor, Read};
use std::sync::mpsc::{Receiver, sync_channel};
use zip::ZipArchive;

/// The largest number of columns or rows over which to repeat a cell that is not empty.
const MOST_REPEATED: u32 = 1_000;

/// The part with the sheets.
const CONTENT: &str = "content.xml";

/// The number of pieces to unpack ahead of the reader.
const AHEAD: usize = 4;

pub(super) fn read(bytes: &[u8], progress: &mut dyn FnMut(usize)) -> Result<Document, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let declared: u64 = (0..archive.len()).filter_map(|place| Some(archive.by_index_raw(place).ok()?.size())).sum();
    let content = archive.index_for_name(CONTENT);
    if declared > MOST_BYTES || content.is_none() {
        unpack(bytes, None, |_| {})?;
        archive.by_name(CONTENT).map_err(|error| broken(&error))?;
    }
    // The file is never held unpacked: one thread unpacks, the other reads.
    std::thread::scope(|scope| {
        let (sender, pieces) = sync_channel(AHEAD);
        let unpacking = scope.spawn(move || unpack(bytes, content, |piece| drop(sender.send(piece))));
        let document = sheets(Pieces { pieces, open: Vec::new(), at: 0 }, progress);
        // A file that unpacks to too much is refused, even if it could be read.
        unpacking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        document
    })
}

/// Bytes during unpacking.
struct Pieces {
    pieces: Receiver<Vec<u8>>,
    open: Vec<u8>,
    at: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Pieces {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.open.len() {
            (self.open, self.at) = (self.pieces.recv().unwrap_or_default(), 0);
        }
        Ok(self.open.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
    }
}

fn sheets(content: Pieces, progress: &mut dyn FnMut(usize)) -> Result<Document, Unreadable> {
    let mut xml = Reader::from_reader(content);
    let mut book = Book::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|error| broken(&error))? {
            Event::Start(tag) => book.start(&tag)?,
            Event::Empty(tag) => {
                book.start(&tag)?;
                book.end(tag.local_name().as_ref(), progress)?;
            }
            Event::End(tag) => book.end(tag.local_name().as_ref(), progress)?,
            Event::Text(text) => book.text(&text),
            Event::GeneralRef(name) => book.text(&entity(&name)),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(book.document)
}

#[derive(Default)]
struct Book {
    document: Document,
    /// Styles of struck-out text, and of hidden sheets.
    struck: BTreeSet<String>,
    hidden: BTreeSet<String>,
    style: String,
    sheet: Option<Sheet>,
    row: u32,
    rows_repeated: u32,
    row_hidden: bool,
    column: u32,
    /// The cells of the row that are not empty, by their columns.
    cells: Vec<(u32, Cell)>,
    cell: Option<Open>,
    /// The nested spans of text, with whether each is struck out.
    spans: Vec<bool>,
    /// Whether the reader is inside a comment on a cell.
    comment: usize,
    recent: Recent,
    /// The buffer of the previous cell's text.
    room: String,
}

/// An open cell.
struct Open {
    text: String,
    struck_text: String,
    links: Vec<String>,
    struck: bool,
    /// The value in the file, if it differs from what is shown.
    stated: Option<String>,
    columns: u32,
    across: u32,
    down: u32,
    paragraphs: usize,
}

impl Book {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Unreadable> {
        let of = |name: &str| attribute(tag, name);
        let count = |name: &str| of(name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(1).max(1);
        match tag.local_name().as_ref() {
            "style" => self.style = of("name").unwrap_or_default(),
            "text-properties" if of("text-line-through-style").is_some_and(|style| style != "none") => {
                self.struck.insert(self.style.clone());
            }
            "table-properties" if of("display").is_some_and(|shown| shown == "false") => {
                self.hidden.insert(self.style.clone());
            }
            "table" if self.sheet.is_none() => {
                let name = of("name").unwrap_or_default();
                if of("style-name").is_some_and(|style| self.hidden.contains(&style)) {
                    self.document.remarks.push(format!("the sheet `{name}` is hidden and was not read"));
                } else {
                    self.sheet = Some(Sheet::new(&name, Vec::new(), Vec::new()));
                }
                self.row = 0;
            }
            "table-row" => {
                (self.column, self.rows_repeated) = (0, count("number-rows-repeated"));
                // Rows can be collapsed or filtered out (section 19.749).
                self.row_hidden = of("visibility").is_some_and(|shown| shown != "visible");
                self.cells.clear();
            }
            "table-cell" | "covered-table-cell" => self.cell = Some(self.open_cell(tag)),
            "annotation" => self.comment += 1,
            "p" | "h" => {
                if let Some(open) = self.cell.as_mut().filter(|_| self.comment == 0) {
                    open.paragraphs += 1;
                    if open.paragraphs > 1 {
                        self.text("\n");
                    }
                }
            }
            "line-break" => self.text("\n"),
            "s" | "tab" => self.text(" "),
            "span" => self.spans.push(of("style-name").is_some_and(|style| self.struck.contains(&style))),
            "a" => {
                if let (Some(link), Some(open)) = (of("href"), self.cell.as_mut()) {
                    open.links.push(link);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Reads the start of a cell.
    fn open_cell(&mut self, tag: &BytesStart<'_>) -> Open {
        // Most cells have no attributes.
        let plain = tag.attributes_raw().trim().is_empty();
        let of = |name: &str| if plain { None } else { attribute(tag, name) };
        let count = |name: &str| of(name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(1).max(1);
        let stated = match of("value-type").as_deref() {
            Some("date") => of("date-value").map(|day| day.chars().take(10).collect()),
            Some("float") => of("value"),
            Some("boolean") => of("boolean-value").map(|flag| flag.to_uppercase()),
            _ => None,
        };
        Open {
            text: std::mem::take(&mut self.room),
            struck_text: String::new(),
            links: Vec::new(),
            struck: of("style-name").is_some_and(|style| self.struck.contains(&style)),
            stated,
            columns: count("number-columns-repeated"),
            across: count("number-columns-spanned"),
            down: count("number-rows-spanned"),
            paragraphs: 0,
        }
    }

    fn end(&mut self, name: &str, progress: &mut dyn FnMut(usize)) -> Result<(), Unreadable> {
        match name {
            "span" => drop(self.spans.pop()),
            "annotation" => self.comment = self.comment.saturating_sub(1),
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "table-row" => {
                self.end_row()?;
                if self.row.is_multiple_of(10_000) {
                    progress(self.row as usize);
                }
            }
            "table" => self.document.tables.extend(self.sheet.take().map(Sheet::finished)),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let struck = self.spans.contains(&true);
        if let Some(open) = self.cell.as_mut().filter(|_| self.comment == 0) {
            if struck || open.struck { open.struck_text.push_str(text) } else { open.text.push_str(text) }
        }
    }

    fn end_cell(&mut self) {
        let Some(open) = self.cell.take() else { return };
        let (columns, across, down) = (open.columns, open.across, open.down);
        let cell = self.finished(open);
        if !cell.is_empty() {
            let here = (self.row, self.column);
            if let Some(sheet) = self.sheet.as_mut().filter(|_| across > 1 || down > 1) {
                let end = (here.0.saturating_add(down - 1), here.1.saturating_add(across - 1));
                sheet.merge(Dimensions { start: here, end });
            }
            let repeated = 1..columns.min(MOST_REPEATED);
            self.cells.extend(repeated.map(|place| (self.column.saturating_add(place - 1), cell.clone())));
            self.cells.push((self.column.saturating_add(columns.min(MOST_REPEATED) - 1), cell));
        }
        self.column = self.column.saturating_add(columns);
    }

    /// Returns the finished cell.
    fn finished(&mut self, open: Open) -> Cell {
        let Open { mut text, struck_text, links, struck, stated, .. } = open;
        let shown = text.trim();
        let mut cell = Cell::default();
        if (shown.starts_with('#') && shown.ends_with(['!', '?'])) || shown.starts_with("Err:") {
            cell.extras_mut().broken = Some(shown.to_owned());
        } else {
            cell.text = self.recent.share(stated.as_deref().filter(|_| !struck).unwrap_or(&text));
        }
        if !struck_text.is_empty() || !links.is_empty() {
            let extras = cell.extras_mut();
            (extras.struck, extras.links) = (struck_text, links);
        }
        text.clear();
        self.room = text;
        cell
    }

    fn end_row(&mut self) -> Result<(), Unreadable> {
        let repeated = if self.cells.is_empty() { 0 } else { self.rows_repeated.min(MOST_REPEATED) };
        for row in (0..repeated).map(|place| self.row.saturating_add(place)) {
            let Some(sheet) = self.sheet.as_mut() else { break };
            if self.row_hidden {
                sheet.hide(row);
            }
            for (column, cell) in &self.cells {
                sheet.add(row, *column, cell.clone())?;
            }
        }
        self.cells.clear();
        self.row = self.row.saturating_add(self.rows_repeated);
        Ok(())
    }
}
