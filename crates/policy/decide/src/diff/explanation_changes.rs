//! Changes of reasons and conditions for questions that keep their verdict.

use super::alignment::{NEW, OLD};
use super::comparison::Comparison;
use super::explanation_regions::{ExplanationRegions, RuleTexts, Rules, explain_version};
use super::rule_matching::RuleMatching;
use crate::TooLarge;
use crate::reasons::sources_of;
use crate::residual::Residual;
use countersign_compiled::{IMPOSSIBLE, Policy, Subject};
use countersign_diagram::{Memo, Node};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A change of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExplanationChange {
    /// The new version no longer gives a rule.
    Gone(String),
    /// The new version gives a rule that the old one did not.
    New(String),
    /// Other approvals would help.
    Approvals,
    /// A rule has a different text.
    TextChange(Wording, String),
}

/// One part of what a rule says, before and now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wording {
    /// The part: `text`, `duty`, `sources` and so on.
    pub(crate) what: &'static str,
    pub(crate) old: String,
    pub(crate) new: String,
}

/// The questions that keep their verdict and change their explanation.
pub(crate) struct ExplanationChanges {
    /// Those with other reasons, or with other approvals that would help.
    pub(crate) reasons: Node,
    /// Those with other conditions and the same reasons.
    pub(crate) conditions: Node,
    /// Each change, with its questions.
    pub(crate) changes: Vec<(ExplanationChange, Node)>,
}

/// For each change, its region over the facets, and whether it is one of reasons.
type ChangeRegions = BTreeMap<(bool, ExplanationChange), Node>;

/// Finds the questions that keep their verdict and change their reasons or conditions.
pub(crate) fn explanation_changes(compared: &mut Comparison<'_>) -> Result<ExplanationChanges, TooLarge> {
    let mut laid = compared.residuals();
    let mut memo = Memo::default();
    let twins = RuleMatching::new(compared);
    let mut known: FxHashMap<(Rules, Rules, Node), Rc<ChangeRegions>> = FxHashMap::default();
    let mut parts: BTreeMap<(bool, ExplanationChange), Vec<Node>> = BTreeMap::new();
    let count = compared.changes.len();
    for place in 0..count {
        let Some((subject, unit)) = compared.at(place) else { continue };
        let (before, after) = ((subject.old, unit.old), (subject.new, unit.new));
        let [old, new] = compared.policies;
        let change = compared.changes.get(place).copied().unwrap_or(Node::FALSE);
        let (before_rules, after_rules) = (rules(old, before), rules(new, after));
        let key = (before_rules, after_rules, change);
        let changes = match known.get(&key) {
            Some(changes) => Rc::clone(changes),
            None => {
                compared.allow_more_steps();
                let same = compared.arena.map(change, &mut |number| u32::from(number < IMPOSSIBLE))?;
                let helped = other_approvals_help(compared, &mut laid, &mut memo, place)?;
                let helped = compared.arena.and(helped, same)?;
                let within = may_differ(compared, &twins, &key.0, &key.1, helped)?;
                let within = compared.arena.and(within, same)?;
                let mut changes = ChangeRegions::new();
                if within != Node::FALSE {
                    let [of_old, of_new] = &mut laid;
                    let before = explain_version(compared, of_old, OLD, before, &key.0, within)?;
                    let after = explain_version(compared, of_new, NEW, after, &key.1, within)?;
                    changes.insert((true, ExplanationChange::Approvals), helped);
                    add_changes(compared, true, (&before.0, &after.0), &mut changes)?;
                    add_changes(compared, false, (&before.1, &after.1), &mut changes)?;
                    changes.retain(|_, region| *region != Node::FALSE);
                }
                Rc::new(changes)
            }
        };
        for (change, node) in changes.iter() {
            let parts = parts.entry(change.clone()).or_insert_with(|| vec![Node::FALSE; count]);
            if let Some(slot) = parts.get_mut(place) {
                *slot = *node;
            }
        }
        known.insert(key, changes);
    }
    let (mut reasons, mut conditions, mut changes) = (Node::FALSE, Node::FALSE, BTreeMap::new());
    for ((reason, change), parts) in parts {
        let region = compared.whole(&parts)?;
        match (&change, reason) {
            (ExplanationChange::TextChange(..), _) => {}
            (_, true) => reasons = compared.arena.or(reasons, region)?,
            (_, false) => conditions = compared.arena.or(conditions, region)?,
        }
        let both = changes.get(&change).copied().unwrap_or(Node::FALSE);
        changes.insert(change, compared.arena.or(both, region)?);
    }
    let conditions = compared.arena.minus(conditions, reasons)?;
    Ok(ExplanationChanges { reasons, conditions, changes: changes.into_iter().collect() })
}

fn rules(policy: &Policy, (subject, unit): (Subject, usize)) -> Rules {
    let tool = if let Subject::Tool(place) = subject { policy.pack.tools.at(place) } else { None };
    let sources = tool.map(|tool| sources_of(&policy.pack, tool, policy.decisions.at)).unwrap_or_default();
    (policy.decisions.rules(subject, unit), sources)
}

/// Returns the cases in which reasons or conditions may differ: different rules apply, or other
/// approvals help. Returns all cases if a rule has a different text.
fn may_differ(
    compared: &mut Comparison<'_>,
    twins: &RuleMatching,
    before: &Rules,
    after: &Rules,
    helped: Node,
) -> Result<Node, TooLarge> {
    let mut gone: FxHashMap<usize, Node> = before.0.iter().copied().collect();
    let mut anywhere = helped;
    let first = compared.aligned.approvals;
    for (rule, node) in &after.0 {
        let node = compared.import(NEW, *node)?;
        let twin = twins.of_new(*rule).and_then(|twin| Some((twin, gone.remove(&twin.old)?)));
        let differs = match twin {
            Some((twin, _)) if !twin.says_the_same(&before.1, &after.1) => return Ok(Node::TRUE),
            Some((_, was)) => {
                let was = compared.import(OLD, was)?;
                compared.arena.differing(was, node)?
            }
            None => node,
        };
        let differs = compared.arena.exists(differs, &|variable| variable >= first)?;
        anywhere = compared.arena.or(anywhere, differs)?;
    }
    for (_, node) in before.0.iter().filter(|(rule, _)| gone.contains_key(rule)) {
        let node = compared.import(OLD, *node)?;
        let node = compared.arena.exists(node, &|variable| variable >= first)?;
        anywhere = compared.arena.or(anywhere, node)?;
    }
    Ok(anywhere)
}

/// Returns the questions for which other approvals would help than before.
fn other_approvals_help<'a>(
    compared: &mut Comparison<'a>,
    laid: &mut [Residual<'a>; 2],
    memo: &mut Memo,
    place: usize,
) -> Result<Node, TooLarge> {
    let Some((subject, unit)) = compared.at(place) else { return Ok(Node::FALSE) };
    let [old, new] = compared.policies;
    let (before, after) =
        (old.decisions.verdicts(subject.old, unit.old), new.decisions.verdicts(subject.new, unit.new));
    let (Some(before), Some(after)) = (before, after) else { return Ok(Node::FALSE) };
    let [of_old, of_new] = laid;
    // Approvals that nobody can ask for are absent.
    let before = compared.lend(of_old, |laid| laid.import(before))?;
    let after = compared.lend(of_new, |laid| laid.import(after))?;
    let other = compared.arena.apply(memo, before, after, &mut |before, after| match () {
        () if before == after => Some(Node::FALSE),
        () => before.number().zip(after.number()).map(|_| Node::TRUE),
    })?;
    let first = compared.aligned.approvals;
    Ok(compared.arena.exists(other, &|variable| variable >= first)?)
}

/// Adds the rules that only one version gives, and the changed texts, each with its questions.
fn add_changes(
    compared: &mut Comparison<'_>,
    reason: bool,
    (before, after): (&ExplanationRegions, &ExplanationRegions),
    changes: &mut ChangeRegions,
) -> Result<(), TooLarge> {
    let silent = (RuleTexts::default(), Node::FALSE);
    let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
    for key in keys {
        let (one, other) = (before.get(key).unwrap_or(&silent), after.get(key).unwrap_or(&silent));
        let arena = &mut compared.arena;
        let (gone, new) = (arena.minus(one.1, other.1)?, arena.minus(other.1, one.1)?);
        let both = arena.and(one.1, other.1)?;
        let id = || key.0.clone();
        let wording = |(what, old, new): (&'static str, &str, &str)| {
            ExplanationChange::TextChange(Wording { what, old: old.to_owned(), new: new.to_owned() }, id())
        };
        let reworded = one.0.differing(&other.0).map(|part| (wording(part), both));
        for (change, region) in
            [(ExplanationChange::Gone(id()), gone), (ExplanationChange::New(id()), new)].into_iter().chain(reworded)
        {
            let place = changes.entry((reason, change)).or_insert(Node::FALSE);
            *place = arena.or(*place, region)?;
        }
    }
    Ok(())
}
