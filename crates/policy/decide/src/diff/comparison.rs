use super::alignment::{Alignment, FACETS, Pair, SUBJECT, UNIT};
use crate::TooLarge;
use crate::residual::Residual;
use countersign_compiled::{IMPOSSIBLE, Policy, Subject, verdict};
use countersign_diagram::{Arena, Counter, Memo, Node, TransformMemo, VariableMapping};
use countersign_model::Verdict;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The number of children that the diagrams of one comparison may have.
const BUDGET: usize = 1 << 23;

/// Two versions of a policy, with every question answered by both.
#[derive(Clone)]
pub(crate) struct Comparison<'a> {
    pub(crate) policies: [&'a Policy; 2],
    pub(crate) aligned: Arc<Alignment>,
    pub(crate) arena: Arena,
    imported: [TransformMemo; 2],
    absent: TransformMemo,
    granted: TransformMemo,
    /// For a rule, the questions that it explains about each subject.
    pub(crate) explained: FxHashMap<ExplainingRule, Arc<[Node]>>,
    /// The pairs of verdicts over the facets, for each subject and, within it, each unit.
    pub(crate) changes: Vec<Node>,
}

/// A version, and one of its rules by its position and whether it permits; `None` for no rule.
pub(crate) type ExplainingRule = (usize, Option<(usize, bool)>);

/// The number of questions for one change of verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The verdict before.
    pub from: Verdict,
    /// The verdict now.
    pub to: Verdict,
    /// The number of questions: combinations of tool, unit and values of all facets.
    pub questions: u128,
}

/// Returns the number that encodes a pair of different verdicts.
pub(crate) fn pair(from: u32, to: u32) -> u32 {
    16 + from * 4 + to
}

/// Returns the pair of verdicts that a number encodes.
pub(crate) fn of_pair(number: u32) -> Option<(Verdict, Verdict)> {
    let pair = number.checked_sub(16)?;
    Some((verdict(pair / 4)?, verdict(pair % 4)?))
}

impl<'a> Comparison<'a> {
    /// Answers every question with both versions.
    pub(crate) fn new(old: &'a Policy, new: &'a Policy) -> Result<Self, TooLarge> {
        let aligned = Arc::new(Alignment::new(old, new).map_err(|_| TooLarge)?);
        let arena = Arena::new(aligned.shape.clone(), BUDGET);
        let imported = [TransformMemo::default(), TransformMemo::default()];
        let mut compared = Self {
            policies: [old, new],
            aligned,
            arena,
            imported,
            absent: TransformMemo::default(),
            granted: TransformMemo::default(),
            explained: FxHashMap::default(),
            changes: Vec::new(),
        };
        let mut known: FxHashMap<(Node, Node), Node> = FxHashMap::default();
        let mut memo = Memo::default();
        let subjects: Vec<(Subject, Subject)> =
            compared.aligned.subjects.iter().map(|both| (both.old, both.new)).collect();
        let units: Vec<(usize, usize)> = compared.aligned.units.iter().map(|both| (both.old, both.new)).collect();
        let mut changes = Vec::with_capacity(subjects.len() * units.len());
        for (old_subject, new_subject) in &subjects {
            for (old_unit, new_unit) in &units {
                let none = Node::terminal(IMPOSSIBLE);
                let roots = (
                    old.decisions.plain(*old_subject, *old_unit).unwrap_or(none),
                    new.decisions.plain(*new_subject, *new_unit).unwrap_or(none),
                );
                let change = match known.get(&roots) {
                    Some(known) => *known,
                    None => {
                        let (before, after) = (compared.import(0, roots.0)?, compared.import(1, roots.1)?);
                        let change = compared.change(&mut memo, before, after)?;
                        known.insert(roots, change);
                        change
                    }
                };
                changes.push(change);
            }
        }
        compared.changes = changes;
        Ok(compared)
    }

    /// Expresses both policies in the shared variables.
    pub(crate) fn residuals(&self) -> [Residual<'a>; 2] {
        let aligned = &self.aligned;
        let (facets, approvals) = (FACETS..aligned.approvals, aligned.approvals..aligned.shape.len());
        let [of_old, of_new] = &aligned.sources;
        let [old, new] = self.policies;
        let laid = |policy, sources: &[VariableMapping]| {
            Residual::aligned(policy, aligned.shape.clone(), sources, facets.clone(), approvals.clone())
        };
        [laid(old, of_old), laid(new, of_new)]
    }

    /// Lends the shared arena to a policy for some work, so that it can reuse what the arena
    /// contains.
    pub(crate) fn lend<T>(&mut self, laid: &mut Residual<'a>, work: impl FnOnce(&mut Residual<'a>) -> T) -> T {
        std::mem::swap(&mut self.arena, &mut laid.arena);
        let done = work(laid);
        std::mem::swap(&mut self.arena, &mut laid.arena);
        done
    }

    /// Allows as many steps again as at the start, within the budget of children.
    pub(crate) fn allow_more_steps(&mut self) {
        self.arena.allow(BUDGET.saturating_sub(self.arena.len()));
    }

    /// Imports a function of one version into the shared variables.
    pub(crate) fn import(&mut self, version: usize, node: Node) -> Result<Node, TooLarge> {
        let (Some(policy), Some(sources), Some(done)) =
            (self.policies.get(version), self.aligned.sources.get(version), self.imported.get_mut(version))
        else {
            return Err(TooLarge);
        };
        Ok(self.arena.importing(&policy.decisions.diagrams, node, sources, done)?)
    }

    /// Returns a function with no approval granted.
    pub(crate) fn absent(&mut self, node: Node) -> Result<Node, TooLarge> {
        let first = self.aligned.approvals;
        Ok(self.arena.restricting(node, &|variable| (variable >= first).then_some(0), &mut self.absent)?)
    }

    /// Returns a function with every approval granted.
    pub(crate) fn granted(&mut self, node: Node) -> Result<Node, TooLarge> {
        let first = self.aligned.approvals;
        Ok(self.arena.restricting(node, &|variable| (variable >= first).then_some(1), &mut self.granted)?)
    }

    /// Returns the changed pairs of verdicts. Equal verdicts keep their number, and questions that
    /// only one version can be asked do not matter.
    fn change(&mut self, memo: &mut Memo, before: Node, after: Node) -> Result<Node, TooLarge> {
        Ok(self.arena.apply(memo, before, after, &mut |before, after| {
            let none = Node::terminal(IMPOSSIBLE);
            match (before.number(), after.number()) {
                _ if before == after => Some(before),
                (Some(IMPOSSIBLE), _) | (_, Some(IMPOSSIBLE)) => Some(none),
                (Some(from), Some(to)) => Some(Node::terminal(pair(from, to))),
                _ => None,
            }
        })?)
    }

    /// Returns the number of questions for each change of verdict, and in total.
    pub(crate) fn counts(&self) -> (Vec<Count>, u128) {
        let mut counter = Counter::new(&self.arena, &|variable| (FACETS..self.aligned.approvals).contains(&variable));
        let mut times: BTreeMap<Node, u128> = BTreeMap::new();
        for change in &self.changes {
            *times.entry(*change).or_default() += 1;
        }
        let (mut sums, mut total): (BTreeMap<u32, u128>, u128) = (BTreeMap::new(), 0);
        for (change, times) in times {
            for (number, count) in counter.tally(&self.arena, change) {
                if number != IMPOSSIBLE {
                    let count = count.saturating_mul(times);
                    total = total.saturating_add(count);
                    let sum = sums.entry(number).or_default();
                    *sum = sum.saturating_add(count);
                }
            }
        }
        let count = |(number, questions)| of_pair(number).map(|(from, to)| Count { from, to, questions });
        (sums.into_iter().filter_map(count).collect(), total)
    }

    /// Combines functions for each subject and unit into one function of subject, unit and facets.
    pub(crate) fn whole(&mut self, parts: &[Node]) -> Result<Node, TooLarge> {
        let rows = self.rows(parts)?;
        Ok(self.arena.node(SUBJECT, &rows)?)
    }

    /// Combines functions for each subject and unit into one function of unit and facets for each
    /// subject.
    pub(crate) fn rows(&mut self, parts: &[Node]) -> Result<Vec<Node>, TooLarge> {
        let units = self.aligned.units.len().max(1);
        let rows = parts.chunks(units).map(|row| self.arena.node(UNIT, row));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns a function of subject, unit and facets, split by subject.
    pub(crate) fn by_subject(&self, node: Node) -> Vec<Node> {
        match node.variable() {
            Some(SUBJECT) => self.arena.children(node).to_vec(),
            _ => vec![node; self.aligned.subjects.len().max(1)],
        }
    }

    /// Returns the pairs of verdicts as one function, and the condition of what does not matter.
    pub(crate) fn whole_changes(&mut self) -> Result<(Node, Node), TooLarge> {
        let changes = self.changes.clone();
        let whole = self.whole(&changes)?;
        Ok((whole, self.arena.is(whole, IMPOSSIBLE)?))
    }

    /// Returns the subject and unit at a place of [`Comparison::changes`].
    pub(crate) fn at(&self, place: usize) -> Option<(&Pair<Subject>, &Pair<usize>)> {
        let units = self.aligned.units.len().max(1);
        Some((self.aligned.subjects.get(place / units)?, self.aligned.units.get(place % units)?))
    }
}
