//! Reads a page tag by tag: text, links, struck-out and hidden text, cells, rows, tables, lists and
//! the headings above them. Unclosed tags are closed by what follows, as in browsers.

use super::elements::Elements;
use super::footnotes::{attach, raised, take_off};
use super::headings::Headings;
use super::html_table::Grid;
use super::outline::Outline;
use super::sections;
use crate::{Cell, Row, Table};
use html5gum::{DefaultEmitter, Token, Tokenizer};

/// The deepest nesting of tables to read. Deeper ones are text in their cell.
const MOST_TABLES: usize = 8;

/// Returns the tables and lists of a page, and its prose. Rows are counted from 1, headings
/// included. `headings` are those above the page, if it is a part of a document.
pub(super) fn tables(html: &str, headings: Headings) -> (Vec<Table>, Vec<String>) {
    let mut soup = Soup { headings, ..Soup::default() };
    let mut emitter = DefaultEmitter::default();
    // Tags in scripts and styles are text.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attribute = |wanted: &str| {
                    tag.attributes.get(wanted.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
                };
                soup.elements.start(&name, &attribute, tag.self_closing);
                soup.start(&name, &attribute);
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                soup.end(&name);
                soup.elements.end(&name);
            }
            Token::String(text) => soup.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    soup.finish()
}

#[derive(Default)]
struct Soup {
    done: Vec<Table>,
    open: Vec<Grid>,
    elements: Elements,
    headings: Headings,
    outline: Outline,
    /// The open heading, with its level.
    heading: Option<(u8, String)>,
    /// An open list, the nesting depth of lists in it, and its item with the number of hidden
    /// elements around.
    list: Option<Table>,
    depth: usize,
    item: Option<(Cell, usize)>,
    /// Text outside tables, lists and headings.
    paragraph: Option<Paragraph>,
    paragraphs: Vec<String>,
    /// An open raised text.
    raised: Option<String>,
    /// The alternative text of a picture in a cell without other text.
    alternative: String,
}

/// A paragraph, and whether any of it is not bold.
#[derive(Default)]
struct Paragraph {
    text: String,
    plain: bool,
}

impl Soup {
    fn start(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        match name {
            "table" if self.open.len() < MOST_TABLES => {
                self.end_list();
                self.end_paragraph();
                let (name, above) = (self.headings.name(), self.headings.above());
                self.open.push(Grid { table: Table { name, above, ..Table::default() }, ..Grid::default() });
            }
            "caption" => self.with(|open| {
                open.caption = Some(String::new());
            }),
            "tr" => {
                let hidden = self.elements.hidden();
                self.end_cell();
                self.with(|open| {
                    open.end_row();
                    open.begin_row(hidden);
                });
            }
            "td" | "th" => {
                let span =
                    |wanted: &str| attribute(wanted).and_then(|text| text.trim().parse::<usize>().ok()).unwrap_or(1);
                self.begin_cell(span("colspan").clamp(1, 100), span("rowspan").clamp(1, 10_000));
            }
            "br" | "dd" => self.text("\n"),
            "p" | "div" | "section" | "article" | "summary" | "hr" => {
                self.end_paragraph();
                self.text("\n");
            }
            "a" => {
                let link = attribute("href").unwrap_or_default();
                if let Some(cell) = self.cell().filter(|_| !link.is_empty() && !link.starts_with('#')) {
                    cell.extras_mut().links.push(link);
                }
            }
            "img" => self.alternative = attribute("alt").unwrap_or_default(),
            "sup" => self.raised = Some(String::new()),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.open.is_empty() => {
                self.end_list();
                self.end_paragraph();
                let level = name.bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
                self.heading = Some((level, String::new()));
            }
            "ul" | "ol" | "dl" if self.open.is_empty() => {
                self.end_paragraph();
                self.begin_list();
            }
            // Each item of a list in a cell has its own line.
            "li" | "dt" if !self.open.is_empty() => self.text("\n"),
            // Text below an item is about that item.
            "li" | "dt" if self.list.is_some() && self.depth > 1 => self.text("\n"),
            "li" | "dt" if self.list.is_some() => {
                self.end_item();
                self.item = Some((Cell::default(), self.elements.hidden()));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "table" => {
                self.end_cell();
                if let Some(mut open) = self.open.pop() {
                    open.end_row();
                    self.done.extend(Some(open.finished()).filter(|table| !table.heads.is_empty()));
                }
            }
            "caption" => self.with(Grid::end_caption),
            "tr" => {
                self.end_cell();
                self.with(Grid::end_row);
            }
            "td" | "th" => self.end_cell(),
            "sup" => self.end_raised(),
            "p" | "div" | "summary" => self.end_paragraph(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                if let Some((level, text)) = self.heading.take() {
                    self.headings.add(level, &text);
                    self.outline.heading(level, &text, 0, self.done.len());
                }
            }
            "li" if self.depth <= 1 => self.end_item(),
            "ul" | "ol" | "dl" if self.open.is_empty() => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end_list();
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.elements.unread() {
            return;
        }
        if let Some(raised) = &mut self.raised {
            return raised.push_str(text);
        }
        if let Some((_, heading)) = &mut self.heading {
            return heading.push_str(text);
        }
        if let Some(caption) = self.open.last_mut().and_then(|open| open.caption.as_mut()) {
            return caption.push_str(text);
        }
        let around = match self.open.last() {
            Some(open) => open.hidden,
            None => self.item.as_ref().map_or(0, |(_, hidden)| *hidden),
        };
        // Readers do not see hidden text within a visible row, just like struck-out text.
        let gone = self.elements.struck() || self.elements.hidden() > around;
        let bold = self.elements.bold();
        if let Some(cell) = self.cell() {
            if gone { cell.extras_mut().struck.push_str(text) } else { cell.text.push_str(text) }
        } else if self.open.is_empty() && self.list.is_none() && !gone {
            let paragraph = self.paragraph.get_or_insert_default();
            paragraph.text.push_str(text);
            paragraph.plain |= !bold && !text.trim().is_empty();
        }
    }

    fn with(&mut self, change: impl FnOnce(&mut Grid)) {
        if let Some(open) = self.open.last_mut() {
            change(open);
        }
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        match self.open.last_mut() {
            Some(open) => open.cell.as_mut().map(|(cell, _)| cell),
            None => self.item.as_mut().map(|(cell, _)| cell),
        }
    }

    /// Ends a raised text, which is a sign or else a part of the text.
    fn end_raised(&mut self) {
        let Some(text) = self.raised.take() else { return };
        match (raised(&text), self.cell()) {
            (Some(sign), Some(cell)) => cell.extras_mut().signs.push(sign),
            _ => self.text(&text),
        }
    }

    /// Replaces a picture without text by its alternative text.
    fn end_picture(&mut self) {
        self.end_raised();
        let alternative = std::mem::take(&mut self.alternative);
        if let Some(cell) =
            self.cell().filter(|cell| cell.text.trim().is_empty() && cell.extras().struck.trim().is_empty())
        {
            cell.text = alternative.into();
        }
    }

    fn begin_cell(&mut self, across: usize, down: usize) {
        self.end_cell();
        let hidden = self.elements.hidden();
        self.with(|open| {
            if open.row.is_none() {
                open.begin_row(hidden);
            }
            open.cell = Some((Cell::across(across), down));
        });
    }

    fn end_cell(&mut self) {
        self.end_picture();
        self.with(Grid::end_cell);
    }

    fn end_item(&mut self) {
        self.end_picture();
        if let (Some((cell, hidden)), Some(list)) = (self.item.take(), self.list.as_mut()) {
            let number = list.rows.len() + 1;
            list.rows.push(Row { hidden: hidden > 0, ..Row::new(number, vec![cell]) });
        }
    }

    /// Begins a list, or one inside the open list.
    fn begin_list(&mut self) {
        self.depth += 1;
        if self.list.is_none() {
            let (name, above) = (self.headings.name(), self.headings.above());
            self.list = Some(Table { name, above, ..Table::default() });
            self.depth = 1;
        }
    }

    fn end_list(&mut self) {
        self.end_item();
        self.depth = 0;
        if let Some(list) = self.list.take().filter(|list| !list.rows.is_empty()) {
            self.done.push(list);
        }
    }

    fn end_paragraph(&mut self) {
        self.alternative.clear();
        let Some(Paragraph { text, plain }) = self.paragraph.take() else { return };
        if !text.trim().is_empty() {
            self.headings.paragraph(&text, !plain);
            self.outline.paragraph(&text);
            self.paragraphs.push(text);
        }
    }

    fn finish(mut self) -> (Vec<Table>, Vec<String>) {
        while !self.open.is_empty() {
            self.end("table");
        }
        self.end_list();
        self.end_paragraph();
        sections::read(self.outline, &mut self.done, &mut self.paragraphs);
        take_off(&mut self.done);
        attach(&mut self.done, &mut self.paragraphs);
        (self.done, self.paragraphs)
    }
}
