use super::node::{Node, Section};
use super::reader::Reader;
use super::scope::{facts, scope};
use countersign_model::{Facts, Id, Scope, Span};
use jiff::civil::Date;

/// A test of the register's contents about a tool, without a question. It checks only what it
/// states.
#[derive(Clone, Debug)]
pub struct RegisterTest {
    /// What it shows.
    pub name: String,
    /// The pack of the chain that states it.
    pub layer: usize,
    /// The tool, as a user would type it.
    pub tool: String,
    /// The day.
    pub at: Option<Date>,
    /// The grade of the listing in force.
    pub grade: Option<Id>,
    /// The case in which the listing has that grade.
    pub facts: Facts,
    /// The source of the listing in force.
    pub source: Option<Id>,
    /// The values that it permits, exactly.
    pub limits: Scope,
    /// Words of conditions that it states.
    pub conditions: Vec<String>,
    /// Words that no condition of it has.
    pub without_conditions: Vec<String>,
    /// Words of ways to get the tool.
    pub routes: Vec<String>,
    /// Contacts that its bans and access routes name.
    pub ask: Vec<String>,
    /// Exactly the bans in force on it.
    pub bans: Option<Vec<String>>,
    /// Its place.
    pub span: Span,
}

/// Reads the tests of the register of a file.
pub(super) fn tests(reader: &mut Reader<'_>, section: &Section<'_>) -> Vec<RegisterTest> {
    section.list("register").iter().filter_map(|row| test(reader, row)).collect()
}

fn test(reader: &mut Reader<'_>, row: &Section<'_>) -> Option<RegisterTest> {
    Some(RegisterTest {
        limits: scope(row.get("limits"), &reader.pack.facets, &mut reader.faults),
        name: row.line("name").unwrap_or_default(),
        layer: reader.layer,
        tool: row.line("tool")?,
        at: row.day("at"),
        grade: row.id("grade"),
        facts: facts(row.get("facts"), &reader.pack.facets, &mut reader.faults),
        source: row.id("source"),
        conditions: row.lines("conditions"),
        without_conditions: row.lines("without-conditions"),
        routes: row.lines("routes"),
        ask: row.lines("ask"),
        bans: row.get("bans").map(|_| row.lines("bans")),
        span: row.get("tool").map_or(row.span, Node::span),
    })
}
