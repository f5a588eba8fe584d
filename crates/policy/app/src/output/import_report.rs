//! Prints the report of an import.

use countersign_command::output::format::counted;
use countersign_command::output::terminal::{BAD, FAINT, GOOD, HEAD};
use countersign_import::{Change, Effect, Report, Understood};
use std::io::{self, Write};
use std::path::Path;

/// The maximum number of rows, columns and changes that the report lists individually.
const MOST: usize = 10;

/// Prints the understood tables, the results of the rows, and the next steps.
pub(crate) fn report(
    out: &mut dyn Write,
    report: &Report,
    changes: Option<&[Change]>,
    dir: Option<&Path>,
) -> io::Result<()> {
    for remark in &report.remarks {
        writeln!(out, "{FAINT}{remark}{FAINT:#}")?;
    }
    for table in &report.tables {
        print_table(out, table)?;
    }
    print_statuses(out, report)?;
    limiting(out, report)?;
    aside(out, report)?;
    print_rows(out, report)?;
    if let Some(changes) = changes {
        print_changes(out, changes)?;
    }
    match (changes, dir) {
        (Some(_), Some(dir)) => {
            let dir = dir.display();
            writeln!(out, "\nThe pack is in {dir}. Next:\n  countersign lint {dir}\n  countersign list --pack {dir}")?;
            writeln!(out, "How the list was understood: {dir}/.import/mapping.toml; change it and import again.")
        }
        _ => writeln!(out, "\nNothing was written."),
    }
}

/// Prints how a table was understood: its columns, and the status that its heading gives to every
/// row.
fn print_table(out: &mut dyn Write, table: &Understood) -> io::Result<()> {
    let name = if table.name.is_empty() { "The list" } else { &table.name };
    if let Some(reason) = &table.left {
        writeln!(out, "{HEAD}{name}{HEAD:#}: left aside, {} rows: {reason}", table.rows)?;
        return match &table.open {
            Some(open) => writeln!(
                out,
                "  if tools stand there, say what its heading means, as in `--status \"{open}=not-allowed\"`"
            ),
            None => Ok(()),
        };
    }
    writeln!(out, "{HEAD}{name}{HEAD:#}: {} rows", table.rows)?;
    for column in table.columns.iter().filter(|column| !column.heading.is_empty()) {
        let role = column.role.as_str();
        match column.understood {
            true => writeln!(out, "  {GOOD}✔{GOOD:#} {}: {role}", column.heading)?,
            false => writeln!(out, "  {BAD}?{BAD:#} {}: not understood, kept as a note", column.heading)?,
        }
    }
    let heading = table.heading.as_deref().filter(|heading| *heading != table.name);
    match (&table.status, heading, &table.open) {
        (Some(status), Some(heading), _) => {
            writeln!(out, "  {GOOD}✔{GOOD:#} every row is {status}: \u{201c}{heading}\u{201d} says so")
        }
        (Some(status), None, _) => {
            writeln!(out, "  {GOOD}✔{GOOD:#} every row is {status}: the heading above says so")
        }
        (None, _, Some(open)) => writeln!(
            out,
            "  {BAD}?{BAD:#} no status: say what the heading means, as in `--status \"{open}=not-allowed\"`"
        ),
        (None, _, None) => Ok(()),
    }
}

/// Prints what each status word of the list means, and how many tools have it.
fn print_statuses(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    writeln!(out, "{HEAD}Statuses{HEAD:#}")?;
    for status in &report.statuses {
        let effect = match status.effect {
            Effect::Allowed => "allowed",
            Effect::AskFirst => "ask first",
            Effect::NotAllowed => "not allowed",
        };
        let plain = if status.understood { "" } else { " (not plain, so one has to ask)" };
        writeln!(out, "  {}: {effect}{plain}, {}", status.status, counted(status.tools, "tool"))?;
    }
    Ok(())
}

/// Prints how many rows were imported, which were refused, and which give a tool different statuses.
fn print_rows(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let (rows, refused) = (counted(report.rows, "row"), report.refused.len());
    writeln!(
        out,
        "{HEAD}Rows{HEAD:#}\n  {rows} read: {} imported, {} merged, {refused} refused; {} kept as notes",
        report.imported,
        report.merged,
        counted(report.notes, "cell")
    )?;
    for row in report.refused.iter().take(MOST) {
        writeln!(out, "  {BAD}✘{BAD:#} row {}: {}", row.row, row.reason)?;
    }
    more(out, refused)?;
    let differ: Vec<&str> = report.together.iter().filter(|one| one.differ).map(|one| one.tool.as_str()).collect();
    if differ.is_empty() {
        return Ok(());
    }
    let named = differ.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    writeln!(out, "  rows give different statuses, so ask first: {named}")?;
    more(out, differ.len())
}

/// Prints the sentences outside the lists that limit a tool and were not imported.
fn aside(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    if report.aside.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{HEAD}Not imported{HEAD:#}\n  {BAD}!{BAD:#} sentences beside the lists that limit something and name no tool of them; write rules for them:"
    )?;
    for sentence in report.aside.iter().take(MOST) {
        let shown: String = sentence.chars().take(160).collect();
        writeln!(out, "    {shown}")?;
    }
    more(out, report.aside.len())
}

/// Prints the rows whose words contradict their status, and whether the import understood them.
fn limiting(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    if report.limiting.is_empty() {
        return Ok(());
    }
    writeln!(out, "{HEAD}Words against a status{HEAD:#}")?;
    for (understood, what) in [(true, "understood, and followed"), (false, "not understood, so ask first")] {
        let own: Vec<_> = report.limiting.iter().filter(|one| one.understood == understood).collect();
        let mut rows: Vec<(&str, usize)> = own.iter().map(|one| (one.table.as_str(), one.row)).collect();
        rows.dedup();
        if own.is_empty() {
            continue;
        }
        writeln!(out, "  {what}: {}", counted(rows.len(), "row"))?;
        for one in own.iter().take(MOST) {
            let words: String = one.words.chars().take(100).collect();
            writeln!(out, "    row {}: {words}", one.row)?;
        }
        more(out, own.len())?;
    }
    Ok(())
}

fn print_changes(out: &mut dyn Write, changes: &[Change]) -> io::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "{HEAD}Since the import before{HEAD:#}")?;
    for (what, words) in [
        ("new", "new"),
        ("changed", "changed"),
        ("gone", "gone from the list"),
        ("kept", "edited by hand, so kept, though the list says something else now"),
    ] {
        let own: Vec<&Change> = changes.iter().filter(|change| change.what == what).collect();
        if own.is_empty() {
            continue;
        }
        writeln!(out, "  {words}: {}", own.len())?;
        for change in own.iter().take(MOST) {
            let keys = if change.keys.is_empty() { String::new() } else { format!(": {}", change.keys.join(", ")) };
            writeln!(out, "    {}{keys}", change.path)?;
        }
        more(out, own.len())?;
    }
    Ok(())
}

fn more(out: &mut dyn Write, count: usize) -> io::Result<()> {
    match count.saturating_sub(MOST) {
        0 => Ok(()),
        more => writeln!(out, "    … and {more} more"),
    }
}
