use crate::check::Check;
use crate::lint_input::subject_name;
use countersign_compiled::{IMPOSSIBLE, Policy, Subject as Asked, number};
use countersign_diagram::{Arena, BudgetExceeded, Node, TransformMemo, VariableMapping};
use countersign_model::{Action, Effect, Facet, Pack, ReasonKind, Reviewed, Rule, Verdict};
use countersign_pack::Diagnostic;
use std::collections::BTreeSet;

/// Subjects that are allowed with the highest value of a facet, for an author to confirm.
pub(crate) const HIGHEST: Check = Check {
    name: "highest-allowed",
    doc: "Tools are allowed for the highest value of an ordered facet, or for a value that a facet marks with `review`; `[[reviewed]]` confirms it.",
    run: |subject| {
        let Ok(found) = Permits::of(subject.policy) else { return Vec::new() };
        let pack = subject.compiled.pack();
        let mut notes = Vec::new();
        for (place, facet) in pack.facets.iter().enumerate() {
            for value in reviewed_values(facet) {
                let confirmed = |one: &&Reviewed| one.facet == Some(place) && one.values.contains(&value);
                let mut tools = found.with(place, value);
                tools.retain(|tool| !found.always.contains(tool));
                let tools = unconfirmed(pack, "highest-allowed", tools, confirmed);
                notes.extend(highest(pack, facet, value, &tools));
            }
        }
        notes
    },
};

/// Subjects that are allowed in every case, although rules look at high values.
pub(crate) const ALWAYS: Check = Check {
    name: "always-allowed",
    doc: "Tools are allowed in every case, although rules look at an ordered facet or at one that is marked with `review`; `[[reviewed]]` confirms it.",
    run: |subject| {
        let Ok(found) = Permits::of(subject.policy) else { return Vec::new() };
        let pack = subject.compiled.pack();
        let rules = subject.compiled.rules().iter();
        let looked_at: BTreeSet<usize> = rules
            .filter(|rule| pack.rules.at(rule.place).is_some_and(|rule| rule.action == Action::Use))
            .flat_map(|rule| rule.references.facets.iter().copied())
            .collect();
        let grave = |(place, facet): &(usize, &Facet)| looked_at.contains(place) && !reviewed_values(facet).is_empty();
        let facets: Vec<&Facet> = pack.facets.iter().enumerate().filter(grave).map(|(_, facet)| facet).collect();
        let Some(first) = facets.first() else { return Vec::new() };
        let tools = unconfirmed(pack, "always-allowed", found.always, |_| true);
        if tools.is_empty() {
            return Vec::new();
        }
        let facets: Vec<String> = facets.iter().map(|facet| format!("`{}`", facet.id)).collect();
        let message = format!("always allowed, although rules look at {}: {}", facets.join(", "), names(pack, &tools));
        let help = confirm(pack, "check = \"always-allowed\"", &tools);
        vec![Diagnostic::note("always-allowed", first.span, message).help(help)]
    },
};

/// The largest number of tools in one message, and in one example of a confirmation.
const MOST_NAMES: usize = 8;
const MOST_CONFIRMED: usize = 100;

/// The number of children that the diagrams of one check may have.
const BUDGET: usize = 1 << 22;

/// The cases in which each subject is allowed without approval, whatever the unit.
struct Permits {
    arena: Arena,
    allowed: Vec<(Asked, Node)>,
    always: Vec<Asked>,
}

impl Permits {
    fn of(policy: &Policy) -> Result<Self, BudgetExceeded> {
        let decisions = &policy.decisions;
        let facets = policy.pack.facets.len();
        let shape = decisions.diagrams.shape();
        let mut arena = Arena::new(shape.clone(), BUDGET);
        let absent =
            |variable: usize| if variable < facets { VariableMapping::Same } else { VariableMapping::Fixed(0) };
        let sources: Vec<VariableMapping> = (0..shape.len()).map(absent).collect();
        let mut done = TransformMemo::default();
        let (mut allowed, mut always) = (Vec::new(), Vec::new());
        for subject in decisions.subjects() {
            let mut anywhere = Node::FALSE;
            let mut everywhere = false;
            for unit in 0..policy.pack.units.len().max(1) {
                let Some(root) = decisions.plain(subject, unit) else { continue };
                let plain = arena.importing(&decisions.diagrams, root, &sources, &mut done)?;
                let here = arena.is(plain, number(Verdict::Allowed))?;
                // A use that the policy does not cover does not count as allowed.
                let mut covered = Node::FALSE;
                for (rule, node) in decisions.rules(subject, unit) {
                    if policy.pack.rules.at(rule).is_some_and(permits) {
                        let node = arena.importing(&decisions.diagrams, node, &sources, &mut done)?;
                        covered = arena.or(covered, node)?;
                    }
                }
                let verdicts = arena.numbers(plain);
                let only = verdicts.iter().all(|one| *one == number(Verdict::Allowed) || *one == IMPOSSIBLE);
                let here = arena.and(here, covered)?;
                everywhere |= only && here != Node::FALSE;
                anywhere = arena.or(anywhere, here)?;
            }
            allowed.push((subject, anywhere));
            if everywhere {
                always.push(subject);
            }
        }
        Ok(Self { arena, allowed, always })
    }

    /// Returns the subjects that are allowed somewhere with a value of a facet.
    fn with(&self, facet: usize, value: usize) -> Vec<Asked> {
        let meets = |node: Node| self.meets(node, facet, value, &mut BTreeSet::new());
        self.allowed.iter().filter(|(_, node)| meets(*node)).map(|(subject, _)| *subject).collect()
    }

    fn meets(&self, node: Node, facet: usize, value: usize, seen: &mut BTreeSet<Node>) -> bool {
        let Some(variable) = node.variable() else { return node == Node::TRUE };
        if !seen.insert(node) {
            return false;
        }
        let mut children = self.arena.children(node).iter().enumerate();
        children.any(|(at, child)| (variable != facet || at == value) && self.meets(*child, facet, value, seen))
    }
}

/// Returns true if a rule permits use, and does not only say that the policy does not cover it.
fn permits(rule: &Rule) -> bool {
    rule.action == Action::Use && rule.effect == Effect::Permit && rule.kind != ReasonKind::OutOfScope
}

/// Returns the values of a facet for which an author has to confirm what is allowed.
fn reviewed_values(facet: &Facet) -> Vec<usize> {
    let marked: Vec<usize> = facet.review.iter().collect();
    match facet.values.len().checked_sub(1) {
        Some(highest) if marked.is_empty() && facet.ordered => vec![highest],
        _ => marked,
    }
}

/// Returns the subjects that no confirmation of a check names.
fn unconfirmed(pack: &Pack, check: &str, subjects: Vec<Asked>, about: impl Fn(&&Reviewed) -> bool) -> Vec<Asked> {
    let own = pack.reviewed.iter().filter(|one| one.check == check);
    let known: BTreeSet<&str> = own.filter(about).flat_map(|one| &one.tools).map(String::as_str).collect();
    let mut told = BTreeSet::new();
    let as_told = subjects.into_iter().map(|subject| of_its_kind(pack, subject));
    let mut is_new = |subject: Asked| {
        let id = id(pack, subject);
        !known.contains(id.as_str()) && told.insert(id)
    };
    as_told.filter(|subject| is_new(*subject)).collect()
}

/// Returns the kind of an unlisted product in its place, because a catalogue gains products and a
/// confirmation should stay valid.
fn of_its_kind(pack: &Pack, subject: Asked) -> Asked {
    let Asked::Tool(place) = subject else { return subject };
    let product = pack.tools.at(place).filter(|tool| !tool.in_register());
    let kind = product.and_then(|tool| pack.kinds.position(tool.kinds.first()?.as_str()));
    kind.map_or(subject, Asked::Kind)
}

fn highest(pack: &Pack, facet: &Facet, value: usize, tools: &[Asked]) -> Option<Diagnostic> {
    if tools.is_empty() {
        return None;
    }
    let word = facet.value_id(value);
    let highest = facet.ordered && value + 1 == facet.values.len();
    let which = if highest { ", the highest value," } else { "" };
    let message = format!("`{}={word}`{which} is allowed for {}", facet.id, names(pack, tools));
    let table = format!("check = \"highest-allowed\", facet = \"{}\", value = \"{word}\"", facet.id);
    Some(Diagnostic::note("highest-allowed", facet.span, message).help(confirm(pack, &table, tools)))
}

/// Returns the help: how to confirm a note.
fn confirm(pack: &Pack, table: &str, tools: &[Asked]) -> String {
    let more = if tools.len() > MOST_CONFIRMED { ", …" } else { "" };
    let ids: Vec<String> = tools.iter().take(MOST_CONFIRMED).map(|tool| format!("\"{}\"", id(pack, *tool))).collect();
    format!(
        "if that is meant, confirm it in `pack.toml`: `[[reviewed]]` with {table}, tools = [{}{more}] and `why`; if not, narrow the permit or forbid it",
        ids.join(", ")
    )
}

fn names(pack: &Pack, tools: &[Asked]) -> String {
    let names: Vec<String> = tools.iter().take(MOST_NAMES).map(|tool| subject_name(pack, *tool)).collect();
    match tools.len().saturating_sub(MOST_NAMES) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// Returns the name of a subject in a confirmation.
fn id(pack: &Pack, subject: Asked) -> String {
    match subject {
        Asked::Tool(place) => pack.tools.at(place).map_or(String::new(), |tool| tool.id.to_string()),
        Asked::Unlisted | Asked::AnyKind => "?".to_owned(),
        Asked::Kind(place) => pack.kinds.at(place).map_or(String::new(), |kind| format!("?{}", kind.id)),
    }
}
