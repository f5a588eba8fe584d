use crate::device_rules::devices;
use crate::document as tool_document;
use crate::effect::Effect;
use crate::entry::{Entry, Reader};
use crate::mapping::Mapping;
use crate::pack::{About, head, rules};
use crate::parallel;
use crate::prose;
use crate::read::Document;
use crate::register::{Grade, Tool, grades, tools};
use crate::remark::Information;
use crate::table::Table;
use crate::understand::Understood;
use countersign_model::Id;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What came of a list.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The documents of the pack, by path.
    pub files: BTreeMap<String, String>,
    /// What became of every row.
    pub report: Report,
    /// Where each key of each document comes from.
    pub trace: Vec<Trace>,
    /// The mapping by which the same comes out again.
    pub mapping: Mapping,
}

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
    pub table: String,
    /// The row, as sheets count them, or the line of a text.
    pub row: usize,
    /// The words.
    pub words: String,
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
    /// What it comes to.
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

/// Where a key of a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The document.
    pub path: Arc<str>,
    /// The key.
    pub key: &'static str,
    /// The table, by its place in the report.
    pub table: usize,
    /// The row.
    pub row: usize,
    /// The column, from 0; none where no cell says it.
    pub column: Option<usize>,
}

/// Makes a pack of a document's tables that were understood. What stands beside them counts
/// for the tools that it names.
pub fn import(document: &Document, understood: Vec<Understood>, mapping: &Mapping, title: &str) -> Imported {
    let (mut entries, mut report) = entries(&document.tables, &understood, mapping);
    let prose = document.prose.iter().cloned().chain(left_aside(&document.tables, &understood));
    report.aside = prose::apply(&prose.collect::<Vec<_>>(), &mut entries, mapping);
    let named = entries.iter().filter(|entry| !entry.against.is_empty());
    report.limiting = named.flat_map(|entry| limiting(entry, &understood)).collect();
    let tools = tools(entries);
    let grades = grades(&tools);
    let ordered: Vec<&Grade> = in_order(&grades);
    let any = |has: fn(&Entry) -> bool| tools.iter().flat_map(|tool| &tool.entries).any(has);
    let organisation = mapping.organisation.clone().unwrap_or_else(|| "Imported list".into());
    let title = mapping.title.clone().unwrap_or_else(|| title.to_owned());
    let about = About {
        organisation: &organisation,
        title: &title,
        information: any(|entry| entry.information.is_some()),
        public: any(|entry| entry.information.is_some_and(|(_, own)| own == Information::Public)),
        audience: any(|entry| entry.audience.is_some()),
        devices: devices(&tools),
    };
    let (mut files, mut trace) = (BTreeMap::new(), Vec::new());
    files.insert("pack.toml".to_owned(), head(&about, &ordered));
    files.insert("rules/list.cedar".to_owned(), rules(&about, &ordered));
    let documents = parallel::each(&tools, |tool| tool_document::tool(tool, &grades, &about));
    for (tool, written) in tools.iter().zip(documents) {
        let path = format!("tools/{}.toml", tool.id);
        report.notes += written.notes;
        let shared: Arc<str> = path.as_str().into();
        let at = |(key, table, row, column)| Trace { path: shared.clone(), key, table, row, column };
        trace.extend(written.trace.into_iter().map(at));
        files.insert(path, written.text);
    }
    report.imported = tools.len();
    report.merged = report.rows - report.refused.len() - tools.len();
    report.together = tools.iter().filter(|tool| tool.entries.len() > 1).map(together).collect();
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for tool in &tools {
        let text = tool.status.as_ref().map_or(crate::register::SEVERAL, |status| status.text.as_str());
        let grade = grades.get(&crate::role::key(text));
        grade.into_iter().for_each(|grade| *counts.entry(&grade.id).or_default() += 1);
    }
    let count = |grade: &Grade| counts.get(&grade.id).copied().unwrap_or_default();
    report.statuses = ordered.iter().map(|grade| status(grade, count(grade))).collect();
    let mapping = settled(mapping, &understood, &ordered, &organisation, &title);
    report.tables = understood;
    Imported { files, report, trace, mapping }
}

fn entries(tables: &[Table], understood: &[Understood], mapping: &Mapping) -> (Vec<Entry>, Report) {
    let (mut entries, mut report) = (Vec::new(), Report::default());
    for (place, (table, own)) in tables.iter().zip(understood).enumerate().filter(|(_, (_, own))| own.left.is_none()) {
        let reader = Reader::new(table, place, own, mapping);
        let read = parallel::each(&table.rows, |row| (!row.is_empty()).then(|| reader.entry(row)));
        for (row, entry) in table.rows.iter().zip(read) {
            let Some(entry) = entry else { continue };
            report.rows += 1;
            match entry {
                Ok(entry) => entries.push(entry),
                Err(reason) => report.refused.push(Refused { table: own.name.clone(), row: row.number, reason }),
            }
        }
    }
    (entries, report)
}

/// What a row says against its own status.
fn limiting<'a>(entry: &'a Entry, understood: &'a [Understood]) -> impl Iterator<Item = Limiting> + 'a {
    let table = understood.get(entry.table).map_or("", |own| own.name.as_str());
    entry.against.iter().map(move |(words, understood)| Limiting {
        table: table.to_owned(),
        row: entry.row,
        words: words.clone(),
        understood: *understood,
    })
}

/// The texts of tables and lists in which no tools stand: they are prose, too.
fn left_aside<'a>(tables: &'a [Table], understood: &'a [Understood]) -> impl Iterator<Item = String> + 'a {
    let left = tables.iter().zip(understood).filter(|(_, own)| own.left.is_some());
    let cells = left.flat_map(|(table, _)| &table.rows).filter(|row| !row.hidden).flat_map(|row| &row.cells);
    // A few words without a full stop are a name or a title.
    let sentence = |text: &String| text.trim_end().ends_with(['.', '!']) || text.split_whitespace().count() > 6;
    cells.map(|cell| cell.text.clone()).filter(sentence)
}

/// Grades, the best first.
fn in_order(grades: &BTreeMap<String, Grade>) -> Vec<&Grade> {
    let mut ordered: Vec<&Grade> = grades.values().collect();
    ordered.sort_by(|one, other| (one.effect, &one.id).cmp(&(other.effect, &other.id)));
    ordered
}

fn together(tool: &Tool) -> Together {
    let rows = tool.entries.iter().map(|entry| entry.row).collect();
    Together { tool: tool.id.to_string(), rows, differ: tool.status.is_none() }
}

fn status(grade: &Grade, tools: usize) -> StatusReport {
    StatusReport {
        status: grade.name.clone(),
        grade: grade.id.to_string(),
        effect: grade.effect,
        understood: grade.plain,
        tools,
    }
}

/// The mapping with everything that was understood, so that it can be changed.
fn settled(
    mapping: &Mapping,
    understood: &[Understood],
    grades: &[&Grade],
    organisation: &str,
    title: &str,
) -> Mapping {
    let mut settled = mapping.clone();
    settled.organisation = Some(organisation.to_owned());
    settled.title = Some(title.to_owned());
    let (mut columns, mut statuses) = (Vec::new(), Vec::new());
    for column in understood.iter().filter(|own| own.left.is_none()).flat_map(|own| &own.columns) {
        let heading = &column.heading;
        match (column.understood, heading.trim().is_empty() || settled.of_column(heading).is_some()) {
            (_, true) => {}
            (true, false) => settled.column(heading, column.role),
            (false, false) if columns.contains(heading) => {}
            (false, false) => columns.push(heading.clone()),
        }
    }
    for grade in grades.iter().filter(|grade| grade.name != crate::register::SEVERAL) {
        match (grade.plain, settled.of_status(&grade.name)) {
            (_, Some(_)) => {}
            (true, None) => settled.status(&grade.name, grade.effect),
            (false, None) => statuses.push(grade.name.clone()),
        }
    }
    settled.leave_open(columns, statuses);
    settled
}
