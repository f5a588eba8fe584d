//! `cargo xtask bench import` measures from a list to a pack on disk, each as a process from start
//! to exit.

use crate::bench::{Effort, Format, peak, print_memory, print_times, time};
use crate::run::root;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::Duration;
use zip::write::SimpleFileOptions;

/// The number of rows in the spreadsheet.
const ROWS: usize = 100_000;

/// Measures the import of a real list of 998 rows, and of a spreadsheet of 100,000.
///
/// # Errors
/// Returns an error if release code cannot be built or a command fails.
pub(crate) fn measure(effort: Effort, format: Format) -> Result<(), String> {
    let binary = effort.binary()?;
    // A folder for each run, deleted when all have ended: some file systems are slow to create
    // files just after many were deleted.
    let folders = root().join("target/bench/imported");
    let _ = fs::remove_dir_all(&folders);
    let mut number = 0;
    let mut next = || {
        number += 1;
        folders.join(number.to_string())
    };
    let list = root().join("crates/policy/import/tests/corpus/it-standards.csv");
    let sheet = root().join("target/bench/sheet.ods");
    fs::create_dir_all(&folders).map_err(|error| error.to_string())?;
    fs::write(&sheet, spreadsheet(effort.size(ROWS, 1_000))?).map_err(|error| error.to_string())?;
    for (name, list, runs) in
        [("import_998_rows", &list, effort.runs()), ("import_100k_rows", &sheet, effort.size(3, 1))]
    {
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..runs {
            times.push(time(&words(&binary, list, &next(), &[])?, 0)?);
        }
        times.sort();
        print_times(name, &times, format);
    }
    let out = next();
    print_times("import_100k_rows_dry", &[time(&words(&binary, &sheet, &out, &["--dry-run"])?, 0)?], format);
    print_memory("import_100k_memory", peak(&words(&binary, &sheet, &out, &[])?)?, format);
    let _ = fs::remove_dir_all(&folders);
    Ok(())
}

fn words<'a>(binary: &'a Path, list: &'a Path, out: &'a Path, more: &[&'a str]) -> Result<Vec<&'a str>, String> {
    let text = |path: &'a Path| path.to_str().ok_or("the path of the workspace is not UTF-8".to_owned());
    Ok([&[text(binary)?, "import", text(list)?, "--out", text(out)?], more].concat())
}

/// Returns a spreadsheet in OpenDocument format with this number of tools.
fn spreadsheet(rows: usize) -> Result<Vec<u8>, String> {
    let mut content = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Register">"#,
    );
    let mut row = |cells: &[&str]| {
        content.push_str("<table:table-row>");
        for cell in cells {
            content.extend(["<table:table-cell><text:p>", cell, "</text:p></table:table-cell>"]);
        }
        content.push_str("</table:table-row>");
    };
    row(&["Tool name", "Status", "Category", "Conditions", "Expires", "Notes"]);
    for number in 0..rows {
        let status = ["Approved", "Denied", "Pilot"].get(number % 3).copied().unwrap_or_default();
        let (name, category) = (format!("Tool n{number} Suite"), format!("Category {}", number % 50));
        let day = format!("2031-{:02}-{:02}", 1 + number % 12, 1 + number % 28);
        let note = format!("What somebody said of number {number} in a sentence of some length.");
        row(&[&name, status, &category, "Avoid personal or sensitive data. Do not share it.", &day, &note]);
    }
    content.push_str("</table:table></office:spreadsheet></office:body></office:document-content>");
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("content.xml", SimpleFileOptions::default()).map_err(|error| error.to_string())?;
    archive.write_all(content.as_bytes()).map_err(|error| error.to_string())?;
    Ok(archive.finish().map_err(|error| error.to_string())?.into_inner())
}
