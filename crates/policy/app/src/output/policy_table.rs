use crate::output::answer::{face, known, supposed};
use anstyle::Style;
use countersign_command::CliError;
use countersign_command::args::ListFormat;
use countersign_command::output::format::{boxed, values};
use countersign_command::output::json;
use countersign_command::output::terminal::{FAINT, HEAD, item};
use countersign_decide::{Localizer, PolicyTable, Row};
use countersign_model::Pack;
use std::io::{self, Write};

/// Prints a tool's policy.
pub(crate) fn print(
    out: &mut dyn Write,
    told: &PolicyTable,
    format: ListFormat,
    say: Localizer<'_>,
    pack: &Pack,
) -> Result<(), CliError> {
    let by_unit = told.rows.iter().any(|row| !row.units.is_empty());
    let mut heads = vec!["verdict".to_owned()];
    heads.extend(by_unit.then(|| "unit".to_owned()));
    heads.extend(told.facets.iter().cloned());
    let cells = |row: &Row, plain: bool| {
        let verdict = say.word(&format!("ui.verdict.{}", row.verdict));
        let mut cells = vec![if plain { row.verdict.to_string() } else { verdict.to_owned() }];
        cells.extend(by_unit.then(|| row.units.join(if plain { "; " } else { ", " })));
        cells.extend(told.facets.iter().map(|facet| match row.when.get(facet) {
            None => String::new(),
            Some(named) if plain => named.join("; "),
            Some(named) => values(facet, named, say, pack),
        }));
        cells
    };
    match format {
        ListFormat::Json => json(out, told)?,
        ListFormat::Csv => {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(&heads)?;
            told.rows.iter().try_for_each(|row| writer.write_record(cells(row, true)))?;
            writer.flush()?;
        }
        ListFormat::Markdown => {
            writeln!(out, "| {} |\n|{}", heads.join(" | "), " --- |".repeat(heads.len()))?;
            for row in &told.rows {
                let cells: Vec<String> = cells(row, false).iter().map(|cell| cell.replace('|', "\\|")).collect();
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
        }
        ListFormat::Table => listed(out, told, say, pack)?,
    }
    Ok(())
}

/// Prints the cases of each verdict, for a terminal that is too narrow for all columns.
fn listed(out: &mut dyn Write, told: &PolicyTable, say: Localizer<'_>, pack: &Pack) -> io::Result<()> {
    writeln!(out, "{HEAD}{}{HEAD:#}", told.tool.name)?;
    known(out, &told.tool, say)?;
    supposed(out, &told.hypothetical, say)?;
    for rows in told.rows.chunk_by(|one, other| one.verdict == other.verdict) {
        let Some(verdict) = rows.first().map(|row| row.verdict) else { continue };
        let (style, mark) = face(verdict);
        writeln!(out, "\n{style}{mark} {}{style:#}", say.word(&format!("ui.verdict.{verdict}")))?;
        for row in rows {
            let units: Vec<&str> =
                row.units.iter().filter_map(|unit| pack.units.get(unit)).map(|unit| say.say(&unit.name)).collect();
            let units =
                if units.is_empty() { String::new() } else { say.fill("ui.in-unit", &[("units", &units.join(", "))]) };
            let case = [units, boxed(&row.when, say, pack)].into_iter().filter(|part| !part.is_empty());
            let case = case.collect::<Vec<String>>().join(": ");
            item(out, "  • ", if case.is_empty() { say.word("ui.always") } else { &case }, Style::new())?;
        }
    }
    let least = if told.lower_bound == told.rows.len() { "; fewer will not do" } else { "" };
    writeln!(out, "\n{FAINT}{} cases{least}{FAINT:#}", told.rows.len())
}
