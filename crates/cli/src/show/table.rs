use crate::common::ListFormat;
use crate::error::Trouble;
use crate::show::json;
use crate::show::paper::{FAINT, HEAD, item, width};
use anstyle::Style;
use comfy_table::{ContentArrangement, Table, presets::NOTHING};
use countersign_decide::Speaker;
use countersign_model::{Pack, Tool, Verdict};
use jiff::civil::Date;
use serde::Serialize;
use std::io::Write;

/// A tool as a row of a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) types: Vec<String>,
    pub(crate) kinds: Vec<String>,
    pub(crate) grade: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "word")]
    pub(crate) verdict: Option<Verdict>,
}

#[expect(clippy::ref_option, reason = "the signature that serde asks for")]
fn word<S: serde::Serializer>(verdict: &Option<Verdict>, serializer: S) -> Result<S::Ok, S::Error> {
    verdict.map(Verdict::as_str).serialize(serializer)
}

impl Row {
    pub(crate) fn new(pack: &Pack, say: Speaker<'_>, tool: &Tool, at: Date) -> Self {
        let standing = pack.standing(tool, at);
        let listing = standing.listing;
        let source = listing.and_then(|listing| pack.sources.get(listing.source.as_str()));
        let date = listing.and_then(|listing| listing.date).or(source.and_then(|source| source.date));
        Self {
            id: tool.id.to_string(),
            name: tool.name.clone(),
            aliases: tool.aliases.iter().map(|alias| alias.name.clone()).collect(),
            types: tool.types.iter().map(|text| say.say(text).to_owned()).collect(),
            kinds: tool.kinds.iter().map(ToString::to_string).collect(),
            grade: listing.map(|listing| listing.grade.to_string()),
            source: listing.map(|listing| listing.source.to_string()),
            date: date.map(|date| date.to_string()),
            until: listing.and_then(|listing| listing.until).map(|until| until.to_string()),
            verdict: None,
        }
    }

    fn cells(&self, say: Speaker<'_>) -> Vec<String> {
        let mut cells = vec![
            self.name.clone(),
            self.types.join("; "),
            self.grade.clone().unwrap_or_default(),
            self.source.clone().unwrap_or_default(),
            self.date.clone().unwrap_or_default(),
        ];
        cells.extend(self.verdict.map(|verdict| say.word(&format!("ui.verdict.{verdict}")).to_owned()));
        cells
    }
}

/// The width below which columns would part words.
const NARROW: usize = 64;

/// Prints a list of tools.
pub(crate) fn print(out: &mut dyn Write, rows: &[Row], format: ListFormat, say: Speaker<'_>) -> Result<(), Trouble> {
    let judged = rows.iter().any(|row| row.verdict.is_some());
    let mut heads = vec!["Tool", "Type", "Grade", "Source", "Date"];
    heads.extend(judged.then_some("Verdict"));
    match format {
        ListFormat::Json => json(out, rows)?,
        ListFormat::Csv => csv(out, rows, judged)?,
        ListFormat::Markdown => {
            writeln!(out, "| {} |", heads.join(" | "))?;
            writeln!(out, "|{}", " --- |".repeat(heads.len()))?;
            for row in rows {
                let cells: Vec<String> = row.cells(say).iter().map(|cell| cell.replace('|', "\\|")).collect();
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
        }
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
            table.set_width(u16::try_from(width()).unwrap_or(80)).set_header(heads);
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

/// Cells that a spreadsheet would take for a formula get a leading apostrophe.
fn csv(out: &mut dyn Write, rows: &[Row], judged: bool) -> Result<(), Trouble> {
    let mut writer = csv::Writer::from_writer(out);
    let mut heads = vec!["id", "name", "aliases", "types", "kinds", "grade", "source", "date", "until"];
    heads.extend(judged.then_some("verdict"));
    writer.write_record(heads)?;
    let safe =
        |cell: &str| if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() };
    for row in rows {
        let optional = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let mut cells =
            vec![row.id.clone(), row.name.clone(), row.aliases.join("; "), row.types.join("; "), row.kinds.join("; ")];
        cells.extend([&row.grade, &row.source, &row.date, &row.until].map(optional));
        cells.extend(row.verdict.map(|verdict| verdict.to_string()));
        writer.write_record(cells.iter().map(|cell| safe(cell)))?;
    }
    writer.flush()?;
    Ok(())
}
