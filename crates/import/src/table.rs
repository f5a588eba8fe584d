use std::collections::BTreeMap;

/// A table of a document: a sheet, a table of a page, or a list of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The sheet's name, or the heading under which it stands; empty where there is none.
    pub name: String,
    /// The headings of its columns.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Every heading above it, the nearest first.
    pub above: Vec<Above>,
    /// What stands behind the raised signs of its cells, by sign.
    pub footnotes: BTreeMap<String, String>,
}

/// A heading above a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Above {
    /// Its words.
    pub text: String,
    /// Whether it stands beside the heading before it here, and not above that.
    pub beside: bool,
}

/// A row below the headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it is, from 1: the row of a sheet, headings included, or the line of a text.
    pub number: usize,
    /// Its cells, as many as there are or fewer than the headings.
    pub cells: Vec<Cell>,
    /// Whether nobody sees it: hidden in a sheet, or on a page.
    pub hidden: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says, without what is struck out; lines are kept apart.
    pub text: String,
    /// What is struck out.
    pub struck: String,
    /// The signs of footnotes that it bears.
    pub signs: Vec<String>,
    /// The addresses that it links to.
    pub links: Vec<String>,
    /// How many columns it covers, where that is more than one.
    pub across: usize,
    /// Why it cannot be read; a sheet's own error, such as `#REF!`.
    pub broken: Option<String>,
}

impl Cell {
    /// A cell with nothing but a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.struck.is_empty() && self.broken.is_none()
    }

    /// What it says as a heading: without a byte order mark, which spreadsheets that
    /// took the file for another encoding show as three letters, and without quotes.
    pub fn heading(&self) -> String {
        let line = self.line();
        let bare = line.trim_start_matches(['\u{feff}', '\u{200b}']);
        let bare = bare.strip_prefix("\u{ef}\u{bb}\u{bf}").unwrap_or(bare);
        bare.trim_matches(['"', ' ', '*']).to_owned()
    }

    /// What it says, as one line; control characters are spaces.
    pub fn line(&self) -> String {
        let words = self.text.split(|c: char| c.is_whitespace() || c.is_control());
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Row {
    /// A row with cells, that is shown.
    pub fn new(number: usize, cells: Vec<Cell>) -> Self {
        Self { number, cells, hidden: false }
    }

    /// Whether nothing is in any cell.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}
