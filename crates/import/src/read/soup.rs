//! What a page says, tag by tag: text, links, what is struck out, cells, rows, tables
//! and lists. Tags that were never closed are closed by what follows, as browsers do.

use crate::{Cell, Row, Table};
use html5gum::{DefaultEmitter, Token, Tokenizer};

/// The deepest nesting of tables that is read; what is deeper is text of its cell.
const MOST_TABLES: usize = 8;

/// Tables and lists of a page; their rows are counted from 1, headings included.
pub(super) fn tables(html: &str) -> Vec<Table> {
    let mut soup = Soup::default();
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
                soup.start(&name, &attribute);
            }
            Token::EndTag(tag) => soup.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => soup.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    soup.finish()
}

#[derive(Default)]
struct Soup {
    done: Vec<Table>,
    open: Vec<Open>,
    /// The last heading of the page.
    heading: String,
    in_heading: bool,
    /// A list that is open, with its item.
    list: Option<Table>,
    item: Option<Cell>,
    struck: usize,
    /// Inside of what nobody sees: scripts, styles.
    hidden: usize,
}

/// A table that is open.
#[derive(Default)]
struct Open {
    table: Table,
    /// How many rows there were.
    rows: usize,
    caption: bool,
    row: Option<Row>,
    /// The cell that is open, and how many rows it covers.
    cell: Option<(Cell, usize)>,
    /// For each column the cell from above that covers it, and for how many rows still.
    above: Vec<(Cell, usize)>,
}

impl Soup {
    fn start(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        match name {
            "script" | "style" | "template" => self.hidden += 1,
            "table" if self.open.len() < MOST_TABLES => {
                self.end_list();
                let table = Table { name: self.heading.clone(), ..Table::default() };
                self.open.push(Open { table, ..Open::default() });
            }
            "caption" => self.with(|open| {
                open.caption = true;
                open.table.name.clear();
            }),
            "tr" => self.with(|open| {
                open.end_row();
                open.begin_row();
            }),
            "td" | "th" => {
                let span =
                    |wanted: &str| attribute(wanted).and_then(|text| text.trim().parse::<usize>().ok()).unwrap_or(1);
                let (across, down) = (span("colspan").clamp(1, 100), span("rowspan").clamp(1, 10_000));
                self.with(|open| {
                    open.end_cell();
                    if open.row.is_none() {
                        open.begin_row();
                    }
                    let across = if across > 1 { across } else { 0 };
                    open.cell = Some((Cell { across, ..Cell::default() }, down));
                });
            }
            "br" | "p" | "div" => self.text("\n"),
            "a" => {
                let link = attribute("href").unwrap_or_default();
                if let Some(cell) = self.cell().filter(|_| !link.is_empty()) {
                    cell.links.push(link);
                }
            }
            "s" | "del" | "strike" => self.struck += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.open.is_empty() => {
                self.end_list();
                self.heading.clear();
                self.in_heading = true;
            }
            "ul" | "ol" if self.open.is_empty() && self.list.is_none() => {
                self.list = Some(Table { name: self.heading.clone(), ..Table::default() });
            }
            "li" if self.list.is_some() => {
                self.end_item();
                self.item = Some(Cell::default());
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "script" | "style" | "template" => self.hidden = self.hidden.saturating_sub(1),
            "table" => {
                if let Some(mut open) = self.open.pop() {
                    open.end_row();
                    self.done.extend(Some(open.finished()).filter(|table| !table.heads.is_empty()));
                }
            }
            "caption" => self.with(|open| open.caption = false),
            "tr" => self.with(Open::end_row),
            "td" | "th" => self.with(Open::end_cell),
            "s" | "del" | "strike" => self.struck = self.struck.saturating_sub(1),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.in_heading = false,
            "li" => self.end_item(),
            "ul" | "ol" if self.open.is_empty() => self.end_list(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let struck = self.struck > 0;
        if self.in_heading {
            self.heading.push_str(text);
        } else if let Some(open) = self.open.last_mut().filter(|open| open.caption) {
            open.table.name.push_str(text);
        } else if let Some(cell) = self.cell() {
            if struck { cell.struck.push_str(text) } else { cell.text.push_str(text) }
        }
    }

    fn with(&mut self, change: impl FnOnce(&mut Open)) {
        if let Some(open) = self.open.last_mut() {
            change(open);
        }
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        match self.open.last_mut() {
            Some(open) => open.cell.as_mut().map(|(cell, _)| cell),
            None => self.item.as_mut(),
        }
    }

    fn end_item(&mut self) {
        if let (Some(cell), Some(list)) = (self.item.take(), self.list.as_mut()) {
            list.rows.push(Row { number: list.rows.len() + 1, cells: vec![cell] });
        }
    }

    fn end_list(&mut self) {
        self.end_item();
        if let Some(list) = self.list.take().filter(|list| !list.rows.is_empty()) {
            self.done.push(list);
        }
    }

    fn finish(mut self) -> Vec<Table> {
        while !self.open.is_empty() {
            self.end("table");
        }
        self.end_list();
        self.done
    }
}

impl Open {
    fn begin_row(&mut self) {
        self.rows += 1;
        self.row = Some(Row { number: self.rows, cells: Vec::new() });
    }

    fn end_cell(&mut self) {
        let Some((cell, down)) = self.cell.take() else { return };
        let Some(row) = self.row.as_mut() else { return };
        cover(row, &mut self.above);
        let place = row.cells.len();
        let columns = cell.across.max(1);
        row.cells.push(cell.clone());
        row.cells.extend((1..columns).map(|_| Cell::default()));
        if down > 1 {
            self.above.resize(self.above.len().max(place + columns), (Cell::default(), 0));
            self.above.iter_mut().skip(place).take(columns).for_each(|above| *above = (cell.clone(), down));
        }
    }

    fn end_row(&mut self) {
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

    fn finished(mut self) -> Table {
        self.table.name = self.table.name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.table
    }
}

/// Fills the next cells of a row from cells above that cover them.
fn cover(row: &mut Row, above: &mut [(Cell, usize)]) {
    while let Some((cell, _)) = above.get(row.cells.len()).filter(|(_, left)| *left > 0) {
        row.cells.push(cell.clone());
    }
}
