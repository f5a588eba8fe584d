//! The register as a list: rows, filters, and download formats.

use crate::tool_entry::in_force;
use crate::{InputError, Localizer};
use countersign_model::{Listing, Pack, Subject, Tool, Verdict, fold, nearest};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// A tool as a row of a list; the JSON contract.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct ToolRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it is, in the words of the lists that name it.
    pub types: Vec<String>,
    /// What it is, as kinds, by id.
    pub kinds: Vec<String>,
    /// The grade that holds, by id.
    pub grade: Option<String>,
    /// The grades that hold in its stead in some cases, by id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_grades: Vec<String>,
    /// The source that gives it, by id.
    pub source: Option<String>,
    /// When it was given.
    pub date: Option<String>,
    /// The last day on which it holds.
    pub until: Option<String>,
    /// The bans in force on it, by id.
    pub bans: Vec<String>,
    /// The verdict for the facts that were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

/// The tools to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The type or kind.
    pub sort: Option<String>,
    /// The grade.
    pub grade: Option<String>,
    /// A part of a name.
    pub name: Option<String>,
}

impl ToolRow {
    /// Creates the row of a tool on a day.
    pub fn new(pack: &Pack, say: Localizer<'_>, tool: &Tool, at: Date) -> Self {
        let listing = pack.standing(tool, at).listing;
        let source = listing.and_then(|listing| pack.sources.get(listing.source.as_str()));
        let date = listing.and_then(|listing| listing.date).or(source.and_then(|source| source.date));
        let others = listing.into_iter().flat_map(|listing| listing.all_grades().into_iter().skip(1));
        Self {
            id: tool.id.to_string(),
            name: tool.name.clone(),
            aliases: tool.aliases.iter().map(|alias| alias.name.clone()).collect(),
            types: tool.types.iter().map(|text| say.say(text).to_owned()).collect(),
            kinds: tool.kinds.iter().map(ToString::to_string).collect(),
            grade: listing.map(|listing| listing.grade.to_string()),
            other_grades: others.map(ToString::to_string).collect(),
            source: listing.map(|listing| listing.source.to_string()),
            date: date.map(|date| date.to_string()),
            until: listing.and_then(|listing| listing.until).map(|until| until.to_string()),
            bans: in_force(pack, tool, at).map(|ban| ban.id.to_string()).collect(),
            verdict: None,
        }
    }

    /// Returns its grade, or that it is banned, which counts whatever a list says.
    fn standing(&self, say: Localizer<'_>) -> String {
        let banned = (!self.bans.is_empty()).then(|| say.word("ui.banned").to_owned());
        let cases = self.other_grades.iter().map(|grade| say.fill("ui.in-some-cases", &[("grade", grade)]));
        banned.into_iter().chain(self.grade.clone()).chain(cases).collect::<Vec<_>>().join("; ")
    }

    /// Returns true if it has a grade, by id, in some case.
    pub fn has_grade(&self, grade: &str) -> bool {
        self.grade.as_deref().into_iter().chain(self.other_grades.iter().map(String::as_str)).any(|own| own == grade)
    }

    /// Returns the table cells of the row: name, types, grade, source, date, and the verdict if
    /// there is one.
    pub fn cells(&self, say: Localizer<'_>) -> Vec<String> {
        let mut cells = vec![
            self.name.clone(),
            self.types.join("; "),
            self.standing(say),
            self.source.clone().unwrap_or_default(),
            self.date.clone().unwrap_or_default(),
        ];
        cells.extend(self.verdict.map(|verdict| say.word(&format!("ui.verdict.{verdict}")).to_owned()));
        cells
    }
}

impl Filter {
    /// Reports words that nothing in the pack can match.
    pub fn unknown(&self, pack: &Pack) -> Vec<InputError> {
        let mut faults = Vec::new();
        if let Some(grade) = &self.grade
            && !pack.grades.iter().any(|known| is(grade, &[known.id.as_str(), &known.name.text]))
        {
            faults.push(missing("grade", grade, &pack.grades.ids().collect::<Vec<_>>()));
        }
        if let Some(sort) = &self.sort
            && !pack.register().any(|(place, tool)| is_sort(pack, place, tool, sort))
        {
            let types = pack.register().flat_map(|(_, tool)| tool.types.iter().map(|text| text.text.as_str()));
            let known: BTreeSet<&str> = types.chain(pack.kinds.ids()).collect();
            let known: Vec<&str> = known.into_iter().collect();
            faults.push(missing("type", sort, &known));
        }
        faults
    }

    /// Iterates over the tools of the register that match, each with its place, in the pack's
    /// order.
    pub fn tools<'a>(&'a self, pack: &'a Pack, at: Date) -> impl Iterator<Item = (usize, &'a Tool)> {
        pack.register().filter(move |(place, tool)| self.wants(pack, *place, tool, at))
    }

    fn wants(&self, pack: &Pack, place: usize, tool: &Tool, at: Date) -> bool {
        let graded = self.grade.as_ref().is_none_or(|wanted| {
            let listing = pack.standing(tool, at).listing;
            let grades = listing.into_iter().flat_map(Listing::all_grades);
            let mut grades = grades.filter_map(|grade| pack.grades.get(grade.as_str()));
            grades.any(|grade| is(wanted, &[grade.id.as_str(), &grade.name.text]))
        });
        let named = self.name.as_ref().is_none_or(|wanted| {
            let wanted = fold(wanted);
            let has = |name: &str| fold(name).contains(&wanted);
            has(&tool.name) || has(tool.id.as_str()) || tool.aliases.iter().any(|alias| has(&alias.name))
        });
        graded && named && self.sort.as_ref().is_none_or(|sort| is_sort(pack, place, tool, sort))
    }
}

/// Reports a word that nothing matches, with the nearest known word.
pub fn missing(what: &str, word: &str, known: &[&str]) -> InputError {
    let help = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    InputError { message: format!("no tool has the {what} `{}`", word.escape_debug()), help: Some(help) }
}

fn is_sort(pack: &Pack, place: usize, tool: &Tool, sort: &str) -> bool {
    let kinds = pack.kinds_of(&Subject::Tool(place));
    tool.types.iter().any(|text| fold(&text.text).contains(&fold(sort)))
        || kinds.iter().any(|kind| is(sort, &[kind.id.as_str(), &kind.name.text]))
}

fn is(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| fold(known) == fold(word))
}

/// Returns the column headings of a table of rows.
pub fn heads(rows: &[ToolRow]) -> Vec<&'static str> {
    let mut heads = vec!["Tool", "Type", "Grade", "Source", "Date"];
    heads.extend(judged(rows).then_some("Verdict"));
    heads
}

/// Returns the rows as comma-separated values (RFC 4180). Cells that a spreadsheet would take for a
/// formula get a leading apostrophe.
pub fn csv(rows: &[ToolRow]) -> Vec<u8> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let mut heads =
        vec!["id", "name", "aliases", "types", "kinds", "grade", "other grades", "source", "date", "until", "bans"];
    heads.extend(judged(rows).then_some("verdict"));
    let safe =
        |cell: &str| if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() };
    // Writing to memory cannot fail, and every record has the same length.
    let _ = writer.write_record(heads);
    for row in rows {
        let mut cells =
            vec![row.id.clone(), row.name.clone(), row.aliases.join("; "), row.types.join("; "), row.kinds.join("; ")];
        cells.extend([row.grade.clone().unwrap_or_default(), row.other_grades.join("; ")]);
        cells.extend([&row.source, &row.date, &row.until].map(|cell| cell.clone().unwrap_or_default()));
        cells.push(row.bans.join("; "));
        cells.extend(row.verdict.map(|verdict| verdict.to_string()));
        let _ = writer.write_record(cells.iter().map(|cell| safe(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

/// Returns the rows as a table in Markdown.
pub fn markdown(rows: &[ToolRow], say: Localizer<'_>) -> String {
    let heads = heads(rows);
    let mut text = format!("| {} |\n|{}\n", heads.join(" | "), " --- |".repeat(heads.len()));
    for row in rows {
        let cells: Vec<String> = row.cells(say).iter().map(|cell| cell.replace('|', "\\|")).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

fn judged(rows: &[ToolRow]) -> bool {
    rows.iter().any(|row| row.verdict.is_some())
}
