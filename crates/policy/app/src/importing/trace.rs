//! The origin of each key of each imported document, as CSV.

use countersign_import::{Imported, Understood};
use std::io::{self, Write};

/// Writes a row for each key of each document.
pub(crate) fn write(made: &Imported, list: &str, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"document,key,file,table,row,column,heading\n")?;
    let list = field(list)?;
    let tables = made.report.tables.iter().map(|table| Ends::new(&list, table)).collect::<io::Result<Vec<_>>>()?;
    let mut rows = Vec::new();
    for tool in 0..made.tools() {
        let path = made.path(tool);
        for origin in made.origins(tool) {
            let Some(table) = tables.get(origin.table) else { continue };
            let end = origin.column.and_then(|column| table.columns.get(column)).map_or(",", String::as_str);
            for field in [&path, origin.key, &table.start] {
                rows.extend_from_slice(field.as_bytes());
                rows.push(b',');
            }
            writeln!(rows, "{},{end}", origin.row)?;
        }
        if rows.len() > 64 << 10 {
            out.write_all(&rows)?;
            rows.clear();
        }
    }
    out.write_all(&rows)
}

/// The CSV fields that the rows of one table share.
struct Ends {
    /// The file and the table.
    start: String,
    /// Each column and its heading.
    columns: Vec<String>,
}

impl Ends {
    fn new(list: &str, table: &Understood) -> io::Result<Self> {
        let start = format!("{list},{}", field(&table.name)?);
        let columns = table.columns.iter().enumerate();
        let columns = columns.map(|(place, column)| Ok(format!("{},{}", place + 1, field(&column.heading)?)));
        Ok(Self { start, columns: columns.collect::<io::Result<_>>()? })
    }
}

/// Returns a text as a field of CSV, in quotes if it needs them.
fn field(text: &str) -> io::Result<String> {
    let mut row = csv::Writer::from_writer(Vec::new());
    // The writer would quote an empty field that is alone in its row.
    row.write_record(["", text])?;
    let row = row.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    let row = String::from_utf8(row).map_err(io::Error::other)?;
    Ok(row.trim_start_matches(',').trim_end_matches('\n').to_owned())
}
