use crate::text::Text;
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
    pub text: Text,
    /// What few cells have.
    extras: Option<Box<Extras>>,
}

/// What few cells have beside their text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extras {
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

/// What most cells have.
static NO_EXTRAS: Extras =
    Extras { struck: String::new(), signs: Vec::new(), links: Vec::new(), across: 0, broken: None };

impl Cell {
    /// A cell with nothing but a text.
    pub fn text(text: impl Into<Text>) -> Self {
        Self { text: text.into(), extras: None }
    }

    /// An empty cell that covers so many columns.
    pub(crate) fn across(columns: usize) -> Self {
        let mut cell = Self::default();
        if columns > 1 {
            cell.extras_mut().across = columns;
        }
        cell
    }

    /// Returns what it has beside its text.
    pub fn extras(&self) -> &Extras {
        self.extras.as_deref().unwrap_or(&NO_EXTRAS)
    }

    /// Returns the same to be changed.
    pub fn extras_mut(&mut self) -> &mut Extras {
        self.extras.get_or_insert_with(|| Box::new(NO_EXTRAS.clone()))
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
            && self.extras.as_ref().is_none_or(|extras| extras.struck.is_empty() && extras.broken.is_none())
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
    pub fn line(&self) -> Text {
        one_line(&self.text)
    }
}

/// A text as one line; control characters are spaces.
pub(crate) fn one_line(text: &Text) -> Text {
    if is_one_line(text) {
        return text.clone();
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").into()
}

/// Whether a text is one line already: single spaces between words, and nothing around them.
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
    /// A row with cells, that is shown.
    pub fn new(number: usize, cells: Vec<Cell>) -> Self {
        Self { number, cells, hidden: false }
    }

    /// Whether nothing is in any cell.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}
