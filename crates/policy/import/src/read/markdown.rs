//! Markdown: tables in GitHub's form, lists, and HTML in between.

use super::document::Document;
use super::encoding::decode;
use super::footnotes;
use super::headings::Headings;
use super::outline::Outline;
use super::sections;
use super::soup;
use crate::{Cell, Row, Table};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

pub(super) fn read(bytes: &[u8]) -> Document {
    let (text, encoding) = decode(bytes);
    let mut page = Page { lines: lines(&text), ..Page::default() };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        let line = page.lines.partition_point(|start| *start <= range.start);
        match event {
            Event::Start(tag) => page.start(&tag, line),
            Event::End(tag) => page.end(tag),
            Event::Text(text) | Event::Code(text) => page.text(&text),
            Event::SoftBreak | Event::HardBreak => page.text("\n"),
            Event::FootnoteReference(sign) => page.sign(&sign),
            Event::InlineHtml(html) => page.inline(&html),
            Event::Html(html) => page.html.get_or_insert_default().push_str(&html),
            _ => {}
        }
    }
    page.end_html();
    sections::read(std::mem::take(&mut page.outline), &mut page.done, &mut page.paragraphs);
    footnotes::take_off(&mut page.done);
    footnotes::attach(&mut page.done, &mut page.paragraphs);
    Document {
        tables: page.done,
        prose: page.paragraphs,
        remarks: encoding.map(|encoding| format!("read as {encoding}")).into_iter().collect(),
        ..Document::default()
    }
}

/// Returns the start of each line.
fn lines(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

#[derive(Default)]
struct Page {
    lines: Vec<usize>,
    done: Vec<Table>,
    headings: Headings,
    outline: Outline,
    /// The open heading, with its level and line.
    heading: Option<(u8, String, usize)>,
    /// The open paragraph outside lists, and whether any of it is not bold.
    paragraph: Option<(String, bool)>,
    paragraphs: Vec<String>,
    /// The sign of the footnote that is being defined.
    footnote: Option<String>,
    /// The nesting depth of bold text.
    bold: usize,
    /// The open raised text.
    raised: Option<String>,
    table: Option<Table>,
    row: Option<Row>,
    cell: Option<Cell>,
    /// The nesting depth of lists. Only the outermost items are names.
    depth: usize,
    struck: usize,
    /// HTML between paragraphs. An empty line may split it.
    html: Option<String>,
    hidden: bool,
}

impl Page {
    fn start(&mut self, tag: &Tag<'_>, line: usize) {
        if !matches!(tag, Tag::HtmlBlock) {
            self.end_html();
        }
        match tag {
            Tag::Heading { level, .. } => self.heading = Some((*level as u8, String::new(), line)),
            Tag::Strong => self.bold += 1,
            Tag::Table(_) => self.table = Some(self.begun()),
            Tag::TableHead | Tag::TableRow => self.row = Some(Row::new(line, Vec::new())),
            Tag::TableCell => self.cell = Some(Cell::default()),
            Tag::List(_) => {
                self.depth += 1;
                if self.depth == 1 && self.table.is_none() {
                    self.table = Some(self.begun());
                }
            }
            Tag::Item if self.depth == 1 => {
                self.row = Some(Row::new(line, Vec::new()));
                self.cell = Some(Cell::default());
            }
            Tag::Paragraph if self.depth == 0 => self.paragraph = Some((String::new(), false)),
            Tag::Paragraph | Tag::Item => self.text("\n"),
            Tag::Link { dest_url, .. } => {
                if let Some(cell) = &mut self.cell {
                    cell.extras_mut().links.push(dest_url.to_string());
                }
            }
            Tag::FootnoteDefinition(sign) => self.footnote = Some(sign.to_string()),
            Tag::Strikethrough => self.struck += 1,
            Tag::MetadataBlock(_) => self.hidden = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                if let Some((level, text, line)) = self.heading.take() {
                    self.headings.add(level, &text);
                    self.outline.heading(level, &text, line, self.done.len());
                }
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Paragraph => {
                if let Some((text, plain)) = self.paragraph.take() {
                    match self.footnote.take() {
                        Some(sign) => self.paragraphs.push(format!("{sign} {text}")),
                        None => {
                            self.headings.paragraph(&text, !plain);
                            self.outline.paragraph(&text);
                            self.paragraphs.push(text);
                        }
                    }
                }
            }
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead => {
                let row = self.row.take().unwrap_or_default();
                if let Some(table) = &mut self.table {
                    table.heads = row.cells.iter().map(Cell::heading).collect();
                }
            }
            TagEnd::TableRow => self.end_row(),
            TagEnd::Table => self.done.extend(self.table.take()),
            TagEnd::Item if self.depth == 1 => {
                self.end_cell();
                self.end_row();
            }
            TagEnd::List(_) => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.done.extend(self.table.take().filter(|table| !table.rows.is_empty()));
                }
            }
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::MetadataBlock(_) => self.hidden = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(raised) = &mut self.raised {
            raised.push_str(text);
        } else if let Some((_, heading, _)) = &mut self.heading {
            heading.push_str(text);
        } else if let Some((paragraph, plain)) = &mut self.paragraph {
            paragraph.push_str(text);
            *plain |= self.bold == 0 && !text.trim().is_empty();
        } else if let Some(cell) = self.cell.as_mut().filter(|_| !self.hidden) {
            if self.struck > 0 { cell.extras_mut().struck.push_str(text) } else { cell.text.push_str(text) }
        }
    }

    /// Adds a reference to a footnote.
    fn sign(&mut self, sign: &str) {
        if let Some(cell) = &mut self.cell {
            cell.extras_mut().signs.push(sign.to_owned());
        }
    }

    /// Handles a tag within a text.
    fn inline(&mut self, html: &str) {
        let tag = html.trim_matches(['<', '>', ' ']).to_ascii_lowercase();
        let name = tag.trim_end_matches('/').split_whitespace().next().unwrap_or_default();
        match name {
            "br" => self.text("\n"),
            "s" | "del" | "strike" => self.struck += 1,
            "/s" | "/del" | "/strike" => self.struck = self.struck.saturating_sub(1),
            "sup" => self.raised = Some(String::new()),
            "/sup" => self.end_raised(),
            _ => {}
        }
    }

    /// Returns a table or a list under the headings above it.
    fn begun(&self) -> Table {
        Table { name: self.headings.name(), above: self.headings.above(), ..Table::default() }
    }

    /// Ends a raised text, which is a sign or else a part of the text.
    fn end_raised(&mut self) {
        let Some(text) = self.raised.take() else { return };
        match (footnotes::raised(&text), &mut self.cell) {
            (Some(sign), Some(cell)) => cell.extras_mut().signs.push(sign),
            _ => self.text(&text),
        }
    }

    fn end_html(&mut self) {
        if let Some(html) = self.html.take().filter(|_| self.table.is_none()) {
            let (tables, prose) = soup::tables(&html, self.headings.clone());
            self.done.extend(tables);
            prose.iter().for_each(|text| self.outline.paragraph(text));
            self.paragraphs.extend(prose);
        }
    }

    fn end_cell(&mut self) {
        self.end_raised();
        if let (Some(cell), Some(row)) = (self.cell.take(), self.row.as_mut()) {
            row.cells.push(cell);
        }
    }

    fn end_row(&mut self) {
        if let (Some(row), Some(table)) = (self.row.take(), self.table.as_mut())
            && !row.is_empty()
        {
            table.rows.push(row);
        }
    }
}
