//! Word documents (ECMA-376 part 1, section 17): tables, lists and the headings above them, with
//! struck-out, hidden and deleted text, links and footnotes.

use super::document::{Document, MOST_COLUMNS, Unreadable};
use super::footnotes::{attach, raised, take_off};
use super::headings::Headings;
use super::outline::Outline;
use super::sections;
use super::word_parts::{Parts, Style, broken};
use super::xml::{attribute, entity};
use super::zip_parts::unpack;
use crate::{Cell, Row, Table};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufReader, Cursor};
use zip::ZipArchive;

pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    unpack(bytes, None, |_| {})?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let parts = Parts::read(&mut archive)?;
    let content = archive.by_name("word/document.xml").map_err(|error| broken(&error))?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    let mut word = Word { parts, ..Word::default() };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|error| broken(&error))? {
            Event::Start(tag) => word.start(&tag),
            Event::Empty(tag) => {
                word.start(&tag);
                word.end(tag.local_name().as_ref())?;
            }
            Event::End(tag) => word.end(tag.local_name().as_ref())?,
            Event::Text(text) => word.text(&text),
            Event::GeneralRef(name) => word.text(&entity(&name)),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(word.finish())
}

#[derive(Default)]
struct Word {
    parts: Parts,
    done: Vec<Table>,
    headings: Headings,
    outline: Outline,
    paragraphs: Vec<String>,
    list: Option<Table>,
    /// The nesting depth of open tables. The outermost table is read, and deeper ones are text in
    /// its cell.
    depth: usize,
    table: Option<Table>,
    row: Option<Row>,
    cell: Option<Cell>,
    /// For each column, the cell of the row above.
    above: Vec<Cell>,
    across: usize,
    joins_above: bool,
    paragraph: Paragraph,
    run: Run,
    in_text: bool,
    /// Whether the reader is inside deleted text, with tracked changes.
    deleted: usize,
}

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    text: String,
    struck: String,
    links: Vec<String>,
    signs: Vec<String>,
    level: Option<u8>,
    item: Option<usize>,
    /// Whether any of it is not bold.
    plain: bool,
}

/// A run of text with one format.
#[derive(Default)]
struct Run {
    bold: bool,
    gone: bool,
    raised: bool,
}

impl Word {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let value = || attribute(tag, "val");
        // A property without a value is on (ECMA-376 part 1, 17.17.4).
        let on = || value().is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "none" | "off"));
        let count = || value().and_then(|text| text.parse::<usize>().ok());
        match tag.local_name().as_ref() {
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.end_list();
                    let (name, above) = (self.headings.name(), self.headings.above());
                    self.table = Some(Table { name, above, ..Table::default() });
                    self.above.clear();
                }
            }
            "tr" if self.depth == 1 => {
                let number =
                    self.table.as_ref().map_or(0, |table| table.rows.len() + usize::from(!table.heads.is_empty()));
                self.row = Some(Row::new(number + 1, Vec::new()));
            }
            "hidden" if self.cell.is_none() => {
                if let Some(row) = &mut self.row {
                    row.hidden = on();
                }
            }
            "tc" if self.depth == 1 => {
                (self.cell, self.across, self.joins_above) = (Some(Cell::default()), 1, false);
            }
            "gridSpan" => self.across = count().unwrap_or(1).clamp(1, MOST_COLUMNS),
            "vMerge" => self.joins_above = value().is_none_or(|value| value == "continue"),
            "p" => self.paragraph = Paragraph::default(),
            "pStyle" => match self.parts.styles.get(&value().unwrap_or_default()) {
                Some(Style::Heading(level)) => self.paragraph.level = Some(*level),
                Some(Style::List) => self.paragraph.item = self.paragraph.item.or(Some(0)),
                None => {}
            },
            "outlineLvl" => self.paragraph.level = count().filter(|level| *level < 9).map(|level| level as u8 + 1),
            "numPr" => self.paragraph.item = self.paragraph.item.or(Some(0)),
            "ilvl" => self.paragraph.item = count().or(self.paragraph.item),
            "r" => self.run = Run { gone: self.deleted > 0, ..Run::default() },
            "b" => self.run.bold = on(),
            "strike" | "dstrike" | "vanish" => self.run.gone |= on(),
            "vertAlign" => self.run.raised = value().is_some_and(|value| value == "superscript"),
            "del" | "moveFrom" => self.deleted += 1,
            "t" | "delText" => self.in_text = true,
            "br" | "cr" => self.add("\n"),
            "tab" => self.add(" "),
            "hyperlink" => {
                let target = attribute(tag, "id").and_then(|id| self.parts.links.get(&id).cloned());
                self.paragraph.links.extend(target);
            }
            "footnoteReference" => {
                let sign = attribute(tag, "id").map(|id| format!("footnote {id}"));
                self.paragraph.signs.extend(sign);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "t" | "delText" => self.in_text = false,
            "del" | "moveFrom" => self.deleted = self.deleted.saturating_sub(1),
            "p" => self.end_paragraph(),
            "tc" if self.depth == 1 => self.end_cell()?,
            "tr" if self.depth == 1 => self.end_row(),
            "tbl" => {
                if self.depth == 1 {
                    self.done.extend(self.table.take().filter(|table| !table.heads.is_empty()));
                }
                self.depth = self.depth.saturating_sub(1);
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.add(text);
        }
    }

    fn add(&mut self, text: &str) {
        let paragraph = &mut self.paragraph;
        if self.run.raised
            && let Some(sign) = raised(text)
        {
            paragraph.signs.push(sign);
        } else if self.run.gone {
            paragraph.struck.push_str(text);
        } else {
            paragraph.text.push_str(text);
            paragraph.plain |= !self.run.bold && !text.trim().is_empty();
        }
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if let Some(cell) = &mut self.cell {
            return paragraph.into_cell(cell);
        }
        if paragraph.text.trim().is_empty() && paragraph.struck.trim().is_empty() {
            return;
        }
        match (paragraph.level, paragraph.item) {
            (Some(level), _) => {
                self.end_list();
                self.headings.add(level, &paragraph.text);
                self.outline.heading(level, &paragraph.text, 0, self.done.len());
            }
            (None, Some(depth)) => {
                let (name, above) = (self.headings.name(), self.headings.above());
                let list = self.list.get_or_insert_with(|| Table { name, above, ..Table::default() });
                // Text below an item is about that item.
                match list.rows.last_mut().and_then(|row| row.cells.last_mut()).filter(|_| depth > 0) {
                    Some(cell) => paragraph.into_cell(cell),
                    None => {
                        let mut cell = Cell::default();
                        paragraph.into_cell(&mut cell);
                        let number = list.rows.len() + 1;
                        list.rows.push(Row::new(number, vec![cell]));
                    }
                }
            }
            (None, None) => {
                self.end_list();
                self.headings.paragraph(&paragraph.text, !paragraph.plain);
                self.outline.paragraph(&paragraph.text);
                self.paragraphs.push(paragraph.text);
            }
        }
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let (Some(mut cell), Some(row)) = (self.cell.take(), self.row.as_mut()) else { return Ok(()) };
        let place = row.cells.len();
        if place + self.across > MOST_COLUMNS {
            let message = format!("a table has more than {MOST_COLUMNS} columns");
            return Err(Unreadable::new(message, "take out what does not belong to the list"));
        }
        if self.joins_above
            && let Some(above) = self.above.get(place)
        {
            cell = above.clone();
        }
        let across = if self.across > 1 { self.across } else { 0 };
        if cell.extras().across != across {
            cell.extras_mut().across = across;
        }
        row.cells.push(cell);
        row.cells.extend((1..self.across).map(|_| Cell::default()));
        Ok(())
    }

    fn end_row(&mut self) {
        let (Some(row), Some(table)) = (self.row.take(), self.table.as_mut()) else { return };
        self.above.clone_from(&row.cells);
        if row.is_empty() {
            return;
        }
        if table.heads.is_empty() {
            table.heads = row.cells.iter().map(Cell::heading).collect();
        } else {
            table.rows.push(row);
        }
    }

    fn end_list(&mut self) {
        self.done.extend(self.list.take());
    }

    fn finish(mut self) -> Document {
        self.end_list();
        sections::read(std::mem::take(&mut self.outline), &mut self.done, &mut self.paragraphs);
        take_off(&mut self.done);
        attach(&mut self.done, &mut self.paragraphs);
        for table in &mut self.done {
            let signs = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.extras().signs);
            let known: Vec<(String, String)> = signs
                .filter_map(|sign| {
                    Some((sign.clone(), self.parts.footnotes.get(sign.strip_prefix("footnote ")?)?.clone()))
                })
                .collect();
            table.footnotes.extend(known);
        }
        Document { tables: self.done, prose: self.paragraphs, ..Document::default() }
    }
}

impl Paragraph {
    /// Adds a paragraph to a cell, on its own line.
    fn into_cell(self, cell: &mut Cell) {
        if !cell.text.is_empty() && !self.text.is_empty() {
            cell.text.push_str("\n");
        }
        cell.text.push_str(&self.text);
        if self.struck.is_empty() && self.links.is_empty() && self.signs.is_empty() {
            return;
        }
        let extras = cell.extras_mut();
        extras.struck.push_str(&self.struck);
        extras.links.extend(self.links);
        extras.signs.extend(self.signs);
    }
}
