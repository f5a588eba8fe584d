use anstyle::Style;
use comfy_table::{ContentArrangement, Table, presets::NOTHING};
use countersign_command::CliError;
use countersign_command::args::ListFormat;
use countersign_command::output::json;
use countersign_command::output::terminal::{FAINT, HEAD, item, width};
use countersign_decide::Localizer;
use countersign_decide::tool_list::{self, ToolRow, heads};
use std::io::Write;

/// The width below which columns would split words.
const NARROW: usize = 64;

/// Prints a list of tools.
pub(crate) fn print(
    out: &mut dyn Write,
    rows: &[ToolRow],
    format: ListFormat,
    say: Localizer<'_>,
) -> Result<(), CliError> {
    match format {
        ListFormat::Json => json(out, rows)?,
        ListFormat::Csv => out.write_all(&tool_list::csv(rows))?,
        ListFormat::Markdown => out.write_all(tool_list::markdown(rows, say).as_bytes())?,
        ListFormat::Table if width() < NARROW => {
            for row in rows {
                let cells = row.cells(say);
                let mut told = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty());
                item(out, "", told.next().unwrap_or_default(), HEAD)?;
                item(out, "  ", &told.collect::<Vec<_>>().join(" · "), Style::new())?;
            }
            writeln!(out, "{FAINT}{} tools{FAINT:#}", rows.len())?;
        }
        ListFormat::Table => {
            let mut table = Table::new();
            table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width()).unwrap_or(80)).set_header(heads(rows));
            for row in rows {
                table.add_row(row.cells(say));
            }
            for line in table.lines() {
                writeln!(out, "{}", line.trim_end())?;
            }
            writeln!(out, "{FAINT}{} tools{FAINT:#}", rows.len())?;
        }
    }
    Ok(())
}
