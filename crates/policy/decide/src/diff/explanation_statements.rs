//! Changed explanations of the same verdict, as statements and as texts.

use super::comparison::Comparison;
use super::difference::{RuleChange, Statement, TextChange};
use super::explanation_changes::{ExplanationChange, ExplanationChanges, Wording, explanation_changes};
use super::explanation_regions::words;
use super::statements::{cover_questions, sort_by_group, state, statement};
use crate::TooLarge;
use countersign_compiled::number;
use countersign_diagram::{Counter, Memo, Node};
use countersign_model::{ReasonKind, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// The largest number of sets of changes to distinguish.
const MOST_SETS: usize = 32;

/// Returns the changed explanations of unchanged verdicts.
///
/// The statements cover one set of changes after another. The texts are those that only have
/// different words, each with its number of questions.
pub(crate) fn explanation_statements(
    compared: &mut Comparison<'_>,
    whole: Node,
    free: Node,
) -> Result<(Vec<Statement>, Vec<TextChange>), TooLarge> {
    let retold = explanation_changes(compared)?;
    let set = sets(compared, &retold)?;
    let mut statements = Vec::new();
    for (what, region) in [("reasons", retold.reasons), ("conditions", retold.conditions)] {
        for verdict in [Verdict::Allowed, Verdict::AskFirst, Verdict::NotAllowed] {
            let here = compared.arena.is(whole, number(verdict))?;
            let here = compared.arena.and(region, here)?;
            for set_number in compared.arena.numbers(set) {
                let on = compared.arena.is(set, set_number)?;
                let on = compared.arena.and(on, here)?;
                let cover = cover_questions(compared, on, free)?;
                for one in state(compared, on, &cover)? {
                    let condition = one.cube.condition(&mut compared.arena)?;
                    let all = compared.arena.and(on, condition)?;
                    let told = rule_changes(compared, &retold, all)?;
                    let one = statement(compared, verdict, verdict, what, one);
                    statements.push(Statement { rule_changes: told, ..one });
                }
            }
        }
    }
    sort_by_group(&mut statements, |one| (one.what.clone(), one.rule_changes.clone()));
    Ok((statements, text_changes(compared, &retold)?))
}

/// Returns the function that says which set of changes each question meets. Beyond [`MOST_SETS`]
/// sets, the remaining changes are not distinguished.
fn sets(compared: &mut Comparison<'_>, retold: &ExplanationChanges) -> Result<Node, TooLarge> {
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    let mut whole = Node::FALSE;
    let moves = retold.changes.iter().filter(|(change, _)| !matches!(change, ExplanationChange::TextChange(..)));
    for (place, (_, region)) in moves.enumerate() {
        if sets.len() > MOST_SETS {
            break;
        }
        whole = compared.arena.apply(&mut Memo::default(), whole, *region, &mut |set, here| {
            let (set_number, here) = match (set.number(), here.number()) {
                (_, Some(0)) => return Some(set),
                (Some(set), Some(here)) => (set, here),
                _ => return None,
            };
            debug_assert_eq!(here, 1);
            let mut grown = sets.get(set_number as usize).cloned().unwrap_or_default();
            grown.push(place);
            let known = sets.iter().position(|known| *known == grown).unwrap_or_else(|| {
                sets.push(grown);
                sets.len() - 1
            });
            Some(Node::terminal(u32::try_from(known).unwrap_or(0)))
        })?;
    }
    Ok(whole)
}

/// Returns the changes that some of these questions meet.
fn rule_changes(
    compared: &mut Comparison<'_>,
    retold: &ExplanationChanges,
    on: Node,
) -> Result<Vec<RuleChange>, TooLarge> {
    let mut told = BTreeSet::new();
    for (change, region) in &retold.changes {
        if compared.arena.and(on, *region)? != Node::FALSE {
            let (rule, how) = match change {
                ExplanationChange::Gone(rule) => (rule.as_str(), "gone"),
                ExplanationChange::New(rule) => (rule.as_str(), "new"),
                ExplanationChange::TextChange(_, rule) => (rule.as_str(), "reworded"),
                ExplanationChange::Approvals => ("", "approvals"),
            };
            told.insert(RuleChange { how: how.to_owned(), rule: rule.to_owned() });
        }
    }
    Ok(told.into_iter().collect())
}

/// Returns each changed text with the rules that use it, those about the most questions first.
fn text_changes(compared: &mut Comparison<'_>, retold: &ExplanationChanges) -> Result<Vec<TextChange>, TooLarge> {
    let mut wordings: BTreeMap<Wording, (BTreeSet<String>, Node)> = everywhere(compared);
    for (change, region) in &retold.changes {
        let ExplanationChange::TextChange(wording, rule) = change else { continue };
        let (rules, all) = wordings.entry(wording.clone()).or_insert_with(|| (BTreeSet::new(), Node::FALSE));
        rules.insert(rule.clone());
        *all = compared.arena.or(*all, *region)?;
    }
    let first = compared.aligned.approvals;
    let mut counter = Counter::new(&compared.arena, &|variable| variable < first);
    let mut counted: Vec<(u128, TextChange)> = Vec::new();
    for (wording, (rules, region)) in wordings {
        let questions = counter.count(&compared.arena, region, 1);
        let Wording { what, old, new } = wording;
        let rules = rules.into_iter().collect();
        counted
            .push((questions, TextChange { rules, what: what.to_owned(), old, new, questions: questions.to_string() }));
    }
    counted.sort_by_key(|(questions, _)| u128::MAX - questions);
    Ok(counted.into_iter().map(|(_, one)| one).collect())
}

/// Returns the changed texts of rules that both versions have, wherever they apply.
fn everywhere(compared: &Comparison<'_>) -> BTreeMap<Wording, (BTreeSet<String>, Node)> {
    let [old, new] = compared.policies;
    let mut wordings: BTreeMap<Wording, (BTreeSet<String>, Node)> = BTreeMap::new();
    for (place, rule) in new.pack.rules.iter().enumerate() {
        let twin = old.pack.rules.position(rule.id.as_str());
        let Some((twin, before)) = twin.and_then(|twin| Some((twin, old.pack.rules.at(twin)?))) else { continue };
        // The kind depends on the verdict, and appears where it matters.
        let said = |policy, place, rule| words(policy, place, rule, ReasonKind::Permitted, &[]);
        let (before, after) = (said(old, twin, before), said(new, place, rule));
        for (what, old, new) in before.differing(&after).filter(|(what, ..)| matches!(*what, "text" | "duty")) {
            let wording = Wording { what, old: old.to_owned(), new: new.to_owned() };
            wordings.entry(wording).or_insert_with(|| (BTreeSet::new(), Node::FALSE)).0.insert(rule.id.to_string());
        }
    }
    wordings
}
