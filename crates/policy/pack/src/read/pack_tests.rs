use super::node::{Node, Section};
use super::reader::Reader;
use super::scope::facts;
use super::validate::Reference;
use crate::Diagnostic;
use crate::format::RefTarget;
use countersign_model::{Facts, Id, ReasonKind, Span, UnlistedKind, Verdict};
use jiff::civil::Date;

/// A test of a pack: a question, and the expected answer.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub name: String,
    /// The pack of the chain that states it.
    pub layer: usize,
    /// The tool, as a user would type it.
    pub tool: String,
    /// The kind of a tool that no list names.
    pub kind: Option<Id>,
    /// The asker's unit.
    pub unit: Option<Id>,
    /// The facts.
    pub facts: Facts,
    /// Approvals supposed to be granted.
    pub approved: Vec<Id>,
    /// The exemption whose record the test uses.
    pub exemption: Option<Id>,
    /// The day.
    pub at: Option<Date>,
    /// The expected answer.
    pub expect: Expect,
    /// Its place.
    pub span: Span,
}

/// The expected answer. Empty lists are not checked, except for `questions` and `reasons` if the
/// author wrote them.
#[derive(Clone, Debug)]
pub struct Expect {
    /// The verdict.
    pub verdict: Verdict,
    /// Exactly these kinds of reason.
    pub reasons: Option<Vec<ReasonKind>>,
    /// Rules among the reasons.
    pub rules: Vec<String>,
    /// Sources that the reasons cite.
    pub sources: Vec<String>,
    /// Rules among the conditions.
    pub conditions: Vec<String>,
    /// Rules not among the conditions.
    pub without_conditions: Vec<String>,
    /// Duties.
    pub duties: Vec<String>,
    /// Contacts to ask.
    pub ask: Vec<String>,
    /// One of the sets of missing approvals, exactly.
    pub approvals: Option<Vec<String>>,
    /// Checklists.
    pub checklist: Vec<String>,
    /// Alternatives, in this order relative to one another.
    pub alternatives: Vec<String>,
    /// Tools not among the alternatives.
    pub without_alternatives: Vec<String>,
    /// Exactly the facets that still matter.
    pub questions: Option<Vec<String>>,
    /// Whether sources disagree.
    pub disagreement: Option<bool>,
}

/// Reads the tests of a file.
pub(super) fn tests(reader: &mut Reader<'_>, section: &Section<'_>) -> Vec<Test> {
    section.list("test").iter().filter_map(|row| test(reader, row)).collect()
}

fn test(reader: &mut Reader<'_>, row: &Section<'_>) -> Option<Test> {
    let facts = facts(row.get("facts"), &reader.pack.facets, &mut reader.faults);
    let tool = row.line("tool")?;
    let verdict = Verdict::parse(&row.line("verdict")?)?;
    let kind = row.line("kind").and_then(|kind| Id::parse(&kind).ok());
    let mut refer = |key: &str, to: RefTarget, but: &str| {
        let nodes = row.get(key).map(Node::one_or_many).unwrap_or_default();
        for (word, node) in nodes.into_iter().filter_map(|node| Some((node.text()?, node))) {
            match Id::parse(word) {
                Ok(id) if id.as_str() != but => reader.references.push(Reference { to, id, span: node.span() }),
                Ok(_) => {}
                Err(bad) => {
                    let message = format!("`{}` is no id", word.escape_debug());
                    reader.faults.push(Diagnostic::error("bad-id", node.span(), message).help(bad.to_string()));
                }
            }
        }
    };
    refer("kind", RefTarget::Kind, UnlistedKind::NONE);
    refer("questions", RefTarget::Facet, "kind");
    let given = |key: &str| row.get(key).map(|_| row.lines(key));
    let kinds = |names: Vec<String>| names.iter().filter_map(|name| ReasonKind::parse(name)).collect();
    let expect = Expect {
        verdict,
        reasons: given("reasons").map(kinds),
        rules: row.lines("rules"),
        sources: row.lines("sources"),
        conditions: row.lines("conditions"),
        without_conditions: row.lines("without-conditions"),
        duties: row.lines("duties"),
        ask: row.lines("ask"),
        approvals: given("approvals"),
        checklist: row.lines("checklist"),
        alternatives: row.lines("alternatives"),
        without_alternatives: row.lines("without-alternatives"),
        questions: given("questions"),
        disagreement: row.flag("disagreement"),
    };
    Some(Test {
        name: row.line("name").unwrap_or_default(),
        layer: reader.layer,
        tool,
        kind,
        unit: row.id("unit"),
        facts,
        approved: row.ids("approved"),
        exemption: row.id("exemption"),
        at: row.day("at"),
        expect,
        span: row.get("tool").map_or(row.span, Node::span),
    })
}
