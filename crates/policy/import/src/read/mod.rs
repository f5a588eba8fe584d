//! Reads documents into tables. Each format has its own file.

mod csv;
mod document;
mod docx;
mod domains;
mod elements;
mod encoding;
mod footnotes;
mod grid;
mod headings;
mod hidden_rows;
mod html;
mod html_table;
mod markdown;
mod ods;
mod outline;
mod sections;
mod soup;
mod word_parts;
mod xlsx;
mod xml;
mod zip_parts;

pub use document::{Document, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable};
pub use domains::tool_of_domains;

/// A document format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Values separated by commas, semicolons, tabs or vertical bars (RFC 4180, and looser).
    Csv,
    /// Markdown with tables and lists (CommonMark; tables as GitHub has them).
    Markdown,
    /// An HTML page.
    Html,
    /// A workbook of Excel (ECMA-376).
    Xlsx,
    /// A spreadsheet in OpenDocument format (ISO/IEC 26300).
    Ods,
    /// A document of Word (ECMA-376).
    Docx,
}

/// Returns the format of a document, by its name or, if that does not show it, by its first bytes.
///
/// # Errors
/// Returns an error if the format is not one that can be read.
pub fn format(name: &str, bytes: &[u8]) -> Result<Format, Unreadable> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let packed = bytes.starts_with(b"PK\x03\x04");
    Ok(match ending.as_str() {
        "csv" | "tsv" | "tab" | "txt" if !packed => Format::Csv,
        "md" | "markdown" | "mkd" if !packed => Format::Markdown,
        "html" | "htm" | "xhtml" if !packed => Format::Html,
        "xlsx" | "xlsm" => Format::Xlsx,
        "ods" => Format::Ods,
        "docx" | "docm" => Format::Docx,
        "xls" | "xlsb" | "numbers" | "pdf" | "doc" | "odt" => {
            return Err(Unreadable::new(
                format!("`.{ending}` files cannot be imported"),
                "save it as a spreadsheet (`.xlsx` or `.ods`), as CSV, as a page (`.html`) or for Word (`.docx`)",
            ));
        }
        _ if packed => Format::Xlsx,
        _ if bytes.iter().take(1_000).any(|byte| *byte == b'<') && starts_like_a_page(bytes) => Format::Html,
        _ => {
            return Err(Unreadable::new(
                format!("the name `{name}` does not show the format of the list"),
                "let it end in `.csv`, `.md`, `.html`, `.docx`, `.xlsx` or `.ods`",
            ));
        }
    })
}

fn starts_like_a_page(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..1_000).unwrap_or(bytes)).to_lowercase();
    ["<!doctype html", "<html", "<table"].iter().any(|mark| start.contains(mark))
}

/// Reads a document. `progress` gets the number of rows read so far.
///
/// # Errors
/// Returns an error if the document is broken, or larger than the limits.
pub fn read(format: Format, bytes: &[u8], progress: &mut dyn FnMut(usize)) -> Result<Document, Unreadable> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Unreadable::new(
            format!("this file is larger than {} MiB", MOST_BYTES >> 20),
            "part it in several files",
        ));
    }
    let document = match format {
        Format::Csv => csv::read(bytes, progress)?,
        Format::Markdown => markdown::read(bytes),
        Format::Html => html::read(bytes),
        Format::Xlsx => xlsx::read(bytes, progress)?,
        Format::Ods => ods::read(bytes, progress)?,
        Format::Docx => docx::read(bytes)?,
    };
    let rows: usize = document.tables.iter().map(|table| table.rows.len()).sum();
    if rows > MOST_ROWS {
        return Err(Unreadable::new(format!("this file has more than {MOST_ROWS} rows"), "part it in several files"));
    }
    Ok(document)
}
