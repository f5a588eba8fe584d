use crate::cell_names;
use crate::column_role::Role;
use crate::device_rules::devices;
use crate::entry::Entry;
use crate::grouping::{Grade, Register};
use crate::key_writer::Origin;
use crate::mapping::Mapping;
use crate::pack_files::{About, head, rules};
use crate::parallel;
use crate::prose;
use crate::read::Document;
use crate::remark::Information;
use crate::report::{Refused, Report, limiting_words, merged_rows, status_report};
use crate::row_parser::{Reader, orders};
use crate::table::Table;
use crate::table_columns::Understood;
use crate::tool_writer::{self, Subject};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What came of a list: what became of its rows, and the documents, each of which is
/// written when it is wanted, since a large list makes many.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// What became of every row.
    pub report: Report,
    /// The mapping by which the same comes out again.
    pub mapping: Mapping,
    head: String,
    rules: String,
    register: Register,
    about: About,
}

impl Imported {
    /// Returns the number of tools. Each has a document, by its place in the order of the list.
    pub fn tools(&self) -> usize {
        self.register.tools.len()
    }

    /// Returns the path of a tool's document.
    pub fn path(&self, tool: usize) -> String {
        let id = self.register.tools.get(tool).map_or("", |tool| tool.id.as_str());
        format!("tools/{id}.toml")
    }

    /// Writes a tool's document at the end of a text.
    pub fn document(&self, tool: usize, text: &mut String) {
        self.subject(tool).into_iter().for_each(|subject| tool_writer::text(subject, text));
    }

    /// Returns the source of each key of a tool's document.
    pub fn origins(&self, tool: usize) -> Vec<Origin> {
        let mut origins = Vec::new();
        self.subject(tool).into_iter().for_each(|subject| tool_writer::origins(subject, &mut origins));
        origins
    }

    /// Returns the documents that are not tools, by path.
    pub fn others(&self) -> [(&'static str, &str); 2] {
        [("pack.toml", &self.head), ("rules/list.cedar", &self.rules)]
    }

    /// Returns the tools in the order of their documents' paths, which come after all others.
    pub fn by_path(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.tools()).collect();
        let id = |tool: &usize| self.register.tools.get(*tool).map_or("", |tool| tool.id.as_str());
        order.sort_unstable_by(|one, other| compare_paths(id(one), id(other)));
        order
    }

    /// Returns all documents of the pack, by path.
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut files: BTreeMap<String, String> =
            self.others().into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        for tool in 0..self.tools() {
            let mut text = String::new();
            self.document(tool, &mut text);
            files.insert(self.path(tool), text);
        }
        files
    }

    fn subject(&self, tool: usize) -> Option<Subject<'_>> {
        let tool = self.register.tools.get(tool)?;
        let (entries, grade) = (self.register.entries(tool), self.register.grade(tool));
        Some(Subject { tool, entries, grade, about: &self.about })
    }
}

/// Compares two ids as the paths of their documents compare.
fn compare_paths(one: &str, other: &str) -> Ordering {
    let both = one.len().min(other.len());
    let ((start, end), (other_start, other_end)) = (one.as_bytes().split_at(both), other.as_bytes().split_at(both));
    // Behind the shorter id stands the ending of its file.
    let path = |end| <[u8]>::iter(end).chain(b".toml");
    start.cmp(other_start).then_with(|| path(end).cmp(path(other_end)))
}

/// Makes a pack from the understood tables of a document. Text around them counts for the tools
/// that it names.
pub fn import(mut document: Document, understood: Vec<Understood>, mapping: &Mapping, title: &str) -> Imported {
    let (mut entries, mut report) = entries(&mut document.tables, &understood, mapping);
    let left = left_aside(&document.tables, &understood);
    let prose: Vec<String> = document.prose.into_iter().chain(left).collect();
    report.aside = prose::apply(&prose, &mut entries, mapping);
    report.remarks = document.remarks;
    // Free a large list as soon as possible.
    drop(document.tables);
    report.limiting = limiting_words(&entries, &understood);
    let register = Register::new(entries);
    let any = |has: fn(&Entry) -> bool| register.all().iter().any(has);
    let about = About {
        organisation: mapping.organisation.clone().unwrap_or_else(|| "Imported list".into()),
        title: mapping.title.clone().unwrap_or_else(|| title.to_owned()),
        information: any(|entry| entry.information.is_some()),
        public: any(|entry| entry.information.is_some_and(|(_, own)| own == Information::Public)),
        audience: any(|entry| entry.audience.is_some()),
        devices: devices(&register.devices),
    };
    report.imported = register.tools.len();
    report.merged = report.rows - report.refused.len() - register.tools.len();
    report.together = merged_rows(&register);
    report.statuses = register.grades.iter().map(status_report).collect();
    let mapping = settled(mapping, &understood, &register.grades, &about);
    report.tables = understood;
    let (head, rules) = (head(&about, &register.grades), rules(&about, &register.grades));
    let mut imported = Imported { report, mapping, head, rules, register, about };
    let subjects = (0..imported.tools()).filter_map(|tool| imported.subject(tool));
    imported.report.notes = subjects.map(tool_writer::notes).sum();
    imported
}

fn entries(tables: &mut [Table], understood: &[Understood], mapping: &Mapping) -> (Vec<Entry>, Report) {
    let (mut entries, mut report): (Vec<Entry>, Report) = Default::default();
    let read = tables.iter_mut().zip(understood).enumerate().filter(|(_, (_, own))| own.left.is_none());
    for (place, (table, own)) in read {
        let orders = orders(table, own);
        let name = own.columns.iter().position(|column| column.role == Role::Name).unwrap_or_default();
        let rows = cell_names::rows(std::mem::take(&mut table.rows), &table.heads, name);
        let reader = Reader::new(table, orders, place, own, mapping);
        let read =
            parallel::each(rows, |row| (!row.is_empty()).then(|| reader.entry(&row).map_err(|why| (row.number, why))));
        let read = read.into_iter().filter_map(|entry| {
            report.rows += usize::from(entry.is_some());
            match entry? {
                Ok(entry) => return Some(entry),
                Err((row, reason)) => report.refused.push(Refused { table: own.name.clone(), row, reason }),
            }
            None
        });
        // Reuse the allocation of the entries.
        let mut read: Vec<Entry> = read.collect();
        if entries.is_empty() { entries = read } else { entries.append(&mut read) }
    }
    (entries, report)
}

/// Returns the texts of tables and lists without tools, because they are prose too.
fn left_aside<'a>(tables: &'a [Table], understood: &'a [Understood]) -> impl Iterator<Item = String> + 'a {
    let left = tables.iter().zip(understood).filter(|(_, own)| own.left.is_some());
    let cells = left.flat_map(|(table, _)| &table.rows).filter(|row| !row.hidden).flat_map(|row| &row.cells);
    // A few words without a full stop are a name or a title.
    let sentence = |text: &String| text.trim_end().ends_with(['.', '!']) || text.split_whitespace().count() > 6;
    cells.map(|cell| cell.text.to_string()).filter(sentence)
}

/// Returns the mapping with everything that was understood, so that people can change it.
fn settled(mapping: &Mapping, understood: &[Understood], grades: &[Grade], about: &About) -> Mapping {
    let mut settled = mapping.clone();
    settled.organisation = Some(about.organisation.clone());
    settled.title = Some(about.title.clone());
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
    for grade in grades.iter().filter(|grade| grade.name != crate::grouping::SEVERAL) {
        match (grade.plain, settled.of_status(&grade.name)) {
            (_, Some(_)) => {}
            (true, None) => settled.status(&grade.name, grade.effect),
            (false, None) => statuses.push(grade.name.clone()),
        }
    }
    settled.leave_open(columns, statuses);
    settled
}
