//! Several names in one cell of a table, each on its own line.

use crate::item;
use crate::plain_words::plain;
use crate::read::MOST_ROWS;
use crate::remark::{self, Context, Finding, Meaning};
use crate::table::{Row, one_line};
use crate::text::Text;

/// The largest number of names in one cell.
const MOST_NAMES: usize = 50;

/// The largest number of words in a name.
const MOST_WORDS: usize = 6;

/// First words of a line that continues the name above it: "Alpha", then "Suite".
const CONTINUES: &[&str] = &[
    "and",
    "for",
    "by",
    "from",
    "of",
    "or",
    "with",
    "was",
    "formerly",
    "previously",
    "aka",
    "also",
    "including",
    "suite",
    "pro",
    "premium",
    "business",
    "enterprise",
    "professional",
    "standard",
    "basic",
    "plus",
    "edition",
    "version",
    "versions",
    "free",
    "paid",
    "desktop",
    "mobile",
    "online",
    "web",
    "cloud",
    "server",
    "client",
    "app",
    "apps",
    "application",
    "platform",
    "service",
    "software",
    "tool",
    "tools",
    "plugin",
    "extension",
    "workspace",
    "studio",
    "manager",
    "viewer",
    "reader",
    "editor",
    "player",
    "assistant",
    "ltd",
    "inc",
    "llc",
    "gmbh",
    "windows",
    "mac",
    "macos",
    "ios",
    "android",
    "linux",
];

/// Makers whose name alone is not the name of a tool: "Microsoft", then "Teams".
const MAKERS: &[&str] = &[
    "microsoft",
    "google",
    "adobe",
    "apple",
    "amazon",
    "aws",
    "atlassian",
    "autodesk",
    "cisco",
    "citrix",
    "ibm",
    "intuit",
    "jetbrains",
    "meta",
    "mozilla",
    "oracle",
    "red hat",
    "salesforce",
    "sap",
    "vmware",
    "zoho",
];

/// The names in a cell, and its other lines, which are about all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CellNames {
    pub(crate) names: Vec<String>,
    pub(crate) words: Vec<String>,
}

/// Splits the text of a cell into names and words about them.
pub(crate) fn split(text: &str) -> CellNames {
    let lines = text.lines().map(|line| one_line(&line.into()).trim_start_matches(BULLETS).trim().to_owned());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    // "Microsoft", then "Teams", is one name. In a longer list it may be two.
    let pair = lines.iter().filter(|line| !is_about(line)).count() == 2;
    let mut cell = CellNames::default();
    for line in lines {
        // The first line is the name, whatever it says.
        match cell.names.last_mut() {
            None => cell.names.push(line),
            Some(_) if is_about(&line) => cell.words.push(line),
            Some(_) if !cell.words.is_empty() && line.starts_with(char::is_lowercase) => {
                cell.words.last_mut().into_iter().for_each(|last| last.extend([" ", line.as_str()]));
            }
            Some(last) if cell.words.is_empty() && (continues(last, &line) || pair && is_of_maker(last, &line)) => {
                last.push(' ');
                last.push_str(&line);
            }
            Some(_) => cell.names.push(line),
        }
    }
    if cell.names.len() > MOST_NAMES {
        // The row is then refused, and the report says so.
        cell.names = vec![cell.names.join(" ")];
    }
    let mut seen = Vec::new();
    cell.names.retain(|name| {
        let key = crate::plain_words::key(name);
        let is_new = !seen.contains(&key);
        seen.push(key);
        is_new
    });
    cell
}

/// Signs of the items of a list that is typed into a cell.
const BULLETS: &[char] = &['•', '◦', '▪', '‣', '·', '*', '-', '–', ' '];

/// Returns true if a line says something about the names and is none itself: a limit, a condition,
/// a sentence, or a description such as "Video calls".
fn is_about(line: &str) -> bool {
    let name = item::parted(line, false).name;
    let mut words = name.split(' ');
    let is_lower = |word: &str| word.chars().all(char::is_lowercase);
    let describes = !words.next().is_some_and(is_lower) && words.next().is_some_and(is_lower);
    let sentence = line.ends_with(['.', '!', '?']) && name.contains(' ') || line.contains(": ") && name == line;
    let says = |finding: &Finding| finding.meaning != Meaning::Nothing;
    describes
        || sentence
        || name.split(' ').count() > MOST_WORDS
        || remark::read(&name, Context::Remark).iter().any(says)
}

/// Returns true if a line continues the name above it: a bracket, a version, "Suite".
fn continues(name: &str, line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    let is_number = first.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'x' | '*'));
    // "draw.io" and "iMovie" are names.
    let is_word = first.chars().all(|c| c.is_lowercase() || !c.is_alphanumeric() && c != '.');
    let joined = name.ends_with(['-', '–', '—', '&', '+', '/', ':']);
    let word = plain(first);
    joined || is_number || is_word || !line.starts_with(char::is_alphanumeric) || CONTINUES.contains(&word.as_str())
}

/// Returns true if a line is the product of the maker above it.
fn is_of_maker(name: &str, line: &str) -> bool {
    let is_maker = |text: &str| MAKERS.contains(&plain(text).as_str());
    is_maker(name) && !is_maker(line)
}

/// Splits each row with several names into one row for each name, with the other cells of the row.
pub(crate) fn rows(rows: Vec<Row>, heads: &[String], column: usize) -> Vec<Row> {
    let several = |row: &Row| row.cells.get(column).is_some_and(|cell| cell.text.contains('\n'));
    if heads.is_empty() || !rows.iter().any(several) {
        return rows;
    }
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let again = || heads.iter().zip(&row.cells).all(|(head, cell)| *head == cell.heading());
        if several(&row) && !again() && all.len() < MOST_ROWS {
            split_row(row, column, &mut all);
        } else {
            all.push(row);
        }
    }
    all
}

fn split_row(mut row: Row, column: usize, all: &mut Vec<Row>) {
    let CellNames { names, words } = row.cells.get(column).map(|cell| split(&cell.text)).unwrap_or_default();
    if names.len() < 2 {
        return all.push(row);
    }
    for cell in &mut row.cells {
        cell.text = Text::shared(&cell.text);
    }
    for name in names {
        let mut own = row.clone();
        if let Some(cell) = own.cells.get_mut(column) {
            let lines: Vec<&str> = std::iter::once(&name).chain(&words).map(String::as_str).collect();
            cell.text = lines.join("\n").into();
        }
        all.push(own);
    }
}
