//! The report of an import: what became of every row.

use crate::entry::Entry;
use crate::grouping::{Grade, Register, Tool};
use crate::status_words::Effect;
use crate::table_columns::Understood;
use crate::text::Text;
use schemars::JsonSchema;
use serde::Serialize;

/// What became of the rows of a list. `imported`, `merged` and the refused ones sum to
/// `rows`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Report {
    /// How many rows were read, blank ones and headings left out.
    pub rows: usize,
    /// How many made a tool.
    pub imported: usize,
    /// How many joined a tool that another row made: versions and doubles.
    pub merged: usize,
    /// The rows that made none.
    pub refused: Vec<Refused>,
    /// What rows say against their own status. What is not understood makes the tool one
    /// to ask about.
    pub limiting: Vec<Limiting>,
    /// Sentences beside the lists that limit something and count for no tool of them.
    pub aside: Vec<String>,
    /// How many cells were not understood and are kept as notes.
    pub notes: usize,
    /// What each status comes to.
    pub statuses: Vec<StatusReport>,
    /// The tables, and how their columns were understood.
    pub tables: Vec<Understood>,
    /// Tools that several rows made.
    pub together: Vec<Together>,
    /// What is to be said of how the file was read.
    pub remarks: Vec<String>,
}

/// A row that made no tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Refused {
    /// The table, by name.
    pub table: String,
    /// The row, as sheets count them, or the line of a text.
    pub row: usize,
    /// Why.
    pub reason: String,
}

/// Words of a row that limit its status or take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Limiting {
    /// The table, by name.
    pub table: Text,
    /// The row, as sheets count them, or the line of a text.
    pub row: usize,
    /// The words.
    pub words: Text,
    /// Whether they became a limit or a status; where not, one has to ask first.
    pub understood: bool,
}

/// What a status of the list comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatusReport {
    /// The status, as it is written.
    pub status: String,
    /// The grade that it became, by id.
    pub grade: String,
    /// The effect that it has.
    pub effect: Effect,
    /// Whether it says so plainly, or somebody did; where not, one has to ask first.
    pub understood: bool,
    /// How many tools have it.
    pub tools: usize,
}

/// Rows that are of one tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Together {
    /// The tool, by id.
    pub tool: String,
    /// The rows.
    pub rows: Vec<usize>,
    /// Whether they give it different statuses, so that one has to ask first.
    pub differ: bool,
}

/// Returns the words of rows against their own status.
pub(crate) fn limiting_words(entries: &[Entry], understood: &[Understood]) -> Vec<Limiting> {
    let tables: Vec<Text> = understood.iter().map(|own| Text::shared(&own.name)).collect();
    let all = entries.iter().flat_map(|entry| entry.against.iter().map(move |against| (entry, against)));
    let one = |(entry, (words, understood)): (&Entry, &(Text, bool))| Limiting {
        table: tables.get(entry.table as usize).cloned().unwrap_or_default(),
        row: entry.row as usize,
        words: words.clone(),
        understood: *understood,
    };
    all.map(one).collect()
}

/// Returns the tools made from several rows.
pub(crate) fn merged_rows(register: &Register) -> Vec<Together> {
    let several = register.tools.iter().map(|tool| (tool, register.entries(tool)));
    let one = |(tool, entries): (&Tool, &[Entry])| Together {
        tool: tool.id.to_string(),
        rows: entries.iter().map(|entry| entry.row as usize).collect(),
        differ: tool.differs,
    };
    several.filter(|(_, entries)| entries.len() > 1).map(one).collect()
}

/// Returns what a grade reports of its status.
pub(crate) fn status_report(grade: &Grade) -> StatusReport {
    StatusReport {
        status: grade.name.clone(),
        grade: grade.id.to_string(),
        effect: grade.effect,
        understood: grade.plain,
        tools: grade.tools,
    }
}
