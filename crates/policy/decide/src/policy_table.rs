//! A tool's whole policy as the smallest readable table.

use crate::answer::{Hypothetical, PackName, ToolName};
use crate::answer_listings::tool;
use crate::case::Case;
use crate::cases::case;
use crate::check::{hypothetical, impossible};
use crate::defaults::{approved, pack_name};
use crate::kind::{KIND, Kinds};
use crate::{Localizer, NoAnswer, TooLarge};
use countersign_compiled::{IMPOSSIBLE, Policy, number};
use countersign_diagram::{Arena, Counter, Node, TransformMemo, ValueSet, VariableMapping, cover};
use countersign_model::{Pack, Question, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// A tool's policy; the JSON contract.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct PolicyTable {
    /// The tool.
    pub tool: ToolName,
    /// The day.
    pub at: String,
    /// What was supposed though only records can say it.
    pub hypothetical: Hypothetical,
    /// The facets on which the verdict depends, in the pack's order; `kind` last, where the kind
    /// of a tool on no list is not known and matters.
    pub facets: Vec<String>,
    /// The rows, by verdict, those with the most questions first. Rows of one
    /// verdict may overlap; rows of different verdicts never do.
    pub rows: Vec<Row>,
    /// No fewer rows can say the same.
    pub lower_bound: usize,
    /// The policy.
    pub pack: PackName,
}

/// A row: where the verdict is this.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq)]
pub struct Row {
    /// The verdict.
    pub verdict: Verdict,
    /// The units, by id; empty means all.
    pub units: Vec<String>,
    /// The values of each facet that matters; a facet that is absent may have any.
    pub when: Case,
    /// The share of all questions about the tool that the row is about.
    pub share: f64,
}

/// The number of children that the diagrams of one table may have.
const BUDGET: usize = 1 << 22;

/// Returns the policy of a subject in all units, or in one. Facts that the question gives are
/// fixed.
///
/// # Errors
/// Returns an error if the given facts cannot occur together, or the table is too large.
pub fn table(
    policy: &Policy,
    question: &Question,
    one_unit: bool,
    language: Option<&str>,
) -> Result<PolicyTable, NoAnswer> {
    let pack = &policy.pack;
    let speaker = Localizer::new(pack, language);
    let (facets, units) = (pack.facets.len(), pack.units.len().max(1));
    let unit_variable = policy.decisions.diagrams.shape().len();
    let kinds = Kinds::new(policy, unit_variable + 1);
    let mut arena = Arena::new(kinds.shape(policy.decisions.diagrams.shape(), Some(units)), BUDGET);
    if arena.shape().len() <= unit_variable {
        return Err(TooLarge.into());
    }
    let granted = approved(pack, &question.approved);
    let source = |variable: usize| match variable.checked_sub(facets) {
        None => question.facts.get(variable).copied().flatten().map_or(VariableMapping::Same, VariableMapping::Fixed),
        Some(place) => VariableMapping::Fixed(usize::from(granted & (1 << place) != 0)),
    };
    let sources: Vec<VariableMapping> = (0..unit_variable).map(source).collect();
    let whole = verdicts(policy, question, one_unit, &kinds, &mut arena, &sources)?;
    let free = arena.is(whole, IMPOSSIBLE)?;
    if free == Node::TRUE {
        return Err(NoAnswer::InputError(impossible(pack, &question.facts, speaker)));
    }
    let (rows, lower_bound) = rows(pack, &kinds, &mut arena, whole, free, &sources)?;
    let named = |facet: &&str| rows.iter().any(|row| row.when.contains_key(*facet));
    Ok(PolicyTable {
        tool: tool(pack, &question.subject),
        at: question.at.to_string(),
        hypothetical: hypothetical(pack, question),
        facets: pack.facets.ids().chain([KIND]).filter(named).map(str::to_owned).collect(),
        rows,
        lower_bound,
        pack: pack_name(pack, speaker),
    })
}

/// Returns the verdict over open facets, kinds and units. `sources` are the values that the question
/// gives to the policy's variables; the unit is the variable after them.
fn verdicts(
    policy: &Policy,
    question: &Question,
    one_unit: bool,
    kinds: &Kinds,
    arena: &mut Arena,
    sources: &[VariableMapping],
) -> Result<Node, TooLarge> {
    let mut done = TransformMemo::default();
    let mut parts = Vec::new();
    for unit in 0..policy.pack.units.len().max(1) {
        let unit = if one_unit { question.unit } else { unit };
        let mut of_kinds = Vec::new();
        for subject in policy.decisions.may_be(policy.subject(&question.subject)) {
            let root = policy.decisions.verdicts(subject, unit).unwrap_or(Node::terminal(IMPOSSIBLE));
            of_kinds.push(arena.importing(&policy.decisions.diagrams, root, sources, &mut done)?);
        }
        parts.push(kinds.case(arena, &of_kinds)?);
    }
    Ok(arena.case(sources.len(), &parts)?)
}

/// Returns the rows of each verdict, and a lower bound of their number.
fn rows(
    pack: &Pack,
    kinds: &Kinds,
    arena: &mut Arena,
    whole: Node,
    free: Node,
    sources: &[VariableMapping],
) -> Result<(Vec<Row>, usize), TooLarge> {
    let unit_variable = sources.len();
    let kind = kinds.variable().filter(|kind| arena.support(whole).contains(kind));
    // Approvals and given facts are not dimensions of the table.
    let dimension = |variable: usize| {
        variable == unit_variable || Some(variable) == kind || sources.get(variable) == Some(&VariableMapping::Same)
    };
    let all = Counter::new(arena, &dimension).tally(arena, whole);
    let all: u128 = all.iter().filter(|(number, _)| *number != IMPOSSIBLE).map(|(_, count)| count).sum();
    let variables: Vec<usize> = (0..pack.facets.len()).chain(kind).chain([unit_variable]).collect();
    let reversed: Vec<usize> = variables.iter().rev().copied().collect();
    let (mut rows, mut lower_bound) = (Vec::new(), 0);
    for verdict in [Verdict::Allowed, Verdict::AskFirst, Verdict::NotAllowed] {
        let on = arena.is(whole, number(verdict))?;
        let within = arena.or(on, free)?;
        let mut found = cover(arena, on, within, &[variables.clone(), reversed.clone()])?;
        lower_bound += found.lower_bound;
        found.narrow(arena, on);
        let mut of_verdict = Vec::new();
        for cube in &found.cubes {
            let condition = cube.condition(arena)?;
            let own = arena.and(condition, on)?;
            let count = Counter::new(arena, &dimension).count(arena, own, 1);
            let row = Row {
                verdict,
                units: unit_ids(pack, cube.side(unit_variable)),
                when: case(pack, kinds, cube),
                share: (count as f64 / all.max(1) as f64 * 1e6).round() / 1e6,
            };
            of_verdict.push((count, row));
        }
        of_verdict.sort_by(|(one, row), (other, other_row)| other.cmp(one).then_with(|| row.when.cmp(&other_row.when)));
        rows.extend(of_verdict.into_iter().map(|(_, row)| row));
    }
    Ok((rows, lower_bound))
}

/// Returns the ids of units. Empty if these are all units.
fn unit_ids(pack: &Pack, units: Option<&ValueSet>) -> Vec<String> {
    let some = units.filter(|units| units.len() < pack.units.len().max(1));
    let units = some.into_iter().flat_map(ValueSet::iter).filter_map(|unit| pack.units.at(unit));
    units.map(|unit| unit.id.to_string()).collect()
}
