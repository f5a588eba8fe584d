use crate::text::Text;
use std::collections::BTreeMap;

/// A table of a document: a sheet, a table of a page, or a list of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The sheet's name, or the heading above it. Empty if there is none.
    pub name: String,
    /// The headings of its columns.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Every heading above it, the nearest first.
    pub above: Vec<Above>,
    /// The footnotes for the raised signs of its cells, by sign.
    pub footnotes: BTreeMap<String, String>,
}

/// A heading above a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Above {
    /// Its words.
    pub text: String,
    /// Whether it is beside the previous heading in this list, and not above it.
    pub beside: bool,
}

/// A row below the headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its position, from 1: the row of a sheet, headings included, or the line of a text.
    pub number: usize,
    /// Its cells, at most as many as there are headings.
    pub cells: Vec<Cell>,
    /// Whether it is hidden in a sheet, or on a page.
    pub hidden: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text without struck-out parts. Line breaks are kept.
    pub text: Text,
    /// Data that few cells have.
    extras: Option<Box<Extras>>,
}

/// Data that few cells have besides their text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extras {
    /// Its struck-out text.
    pub struck: String,
    /// The signs of footnotes in it.
    pub signs: Vec<String>,
    /// The addresses that it links to.
    pub links: Vec<String>,
    /// The number of columns that it covers, if that is more than one.
    pub across: usize,
    /// Why it cannot be read: the sheet's own error, such as `#REF!`.
    pub broken: Option<String>,
}

/// The data of most cells.
static NO_EXTRAS: Extras =
    Extras { struck: String::new(), signs: Vec::new(), links: Vec::new(), across: 0, broken: None };

impl Cell {
    /// Creates a cell that has only a text.
    pub fn text(text: impl Into<Text>) -> Self {
        Self { text: text.into(), extras: None }
    }

    /// Creates an empty cell that covers this number of columns.
    pub(crate) fn across(columns: usize) -> Self {
        let mut cell = Self::default();
        if columns > 1 {
            cell.extras_mut().across = columns;
        }
        cell
    }

    /// Returns its data besides the text.
    pub fn extras(&self) -> &Extras {
        self.extras.as_deref().unwrap_or(&NO_EXTRAS)
    }

    /// Returns its data besides the text, for changes.
    pub fn extras_mut(&mut self) -> &mut Extras {
        self.extras.get_or_insert_with(|| Box::new(NO_EXTRAS.clone()))
    }

    /// Returns true if the cell is empty.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
            && self.extras.as_ref().is_none_or(|extras| extras.struck.is_empty() && extras.broken.is_none())
    }

    /// Returns its text as a heading, without quotes and without a byte order mark. Spreadsheets
    /// that misread the encoding show that mark as three letters.
    pub fn heading(&self) -> String {
        let line = self.line();
        let bare = line.trim_start_matches(['\u{feff}', '\u{200b}']);
        let bare = bare.strip_prefix("\u{ef}\u{bb}\u{bf}").unwrap_or(bare);
        bare.trim_matches(['"', ' ', '*']).to_owned()
    }

    /// Returns its text as one line. Control characters become spaces.
    pub fn line(&self) -> Text {
        one_line(&self.text)
    }
}

/// Returns a text as one line. Control characters become spaces.
pub(crate) fn one_line(text: &Text) -> Text {
    if is_one_line(text) {
        return text.clone();
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").into()
}

/// Returns true if a text is already one line: single spaces between words, and none around them.
fn is_one_line(text: &str) -> bool {
    let mut before = ' ';
    for c in text.chars() {
        if c.is_control() || c.is_whitespace() && (c != ' ' || before == ' ') {
            return false;
        }
        before = c;
    }
    text.is_empty() || before != ' '
}

impl Row {
    /// Creates a visible row with cells.
    pub fn new(number: usize, cells: Vec<Cell>) -> Self {
        Self { number, cells, hidden: false }
    }

    /// Returns true if all cells are empty.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}
