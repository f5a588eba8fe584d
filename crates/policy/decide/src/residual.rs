use crate::kind::Kinds;
use crate::{NoAnswer, TooLarge};
use countersign_compiled::{IMPOSSIBLE, Policy, number};
use countersign_diagram::{Arena, BudgetExceeded, Node, TransformMemo, VariableMapping, Variables};
use countersign_model::{Action, Facts, Subject, Verdict};
use std::collections::BTreeMap;
use std::ops::Range;

/// The number of children that the diagrams of one question may have.
const BUDGET: usize = 1 << 22;

/// A policy with the facts of a question filled in: functions of what is still open.
///
/// Approvals that are not granted are absent if nobody can ask for them. Those that people can ask
/// for stay variables.
pub(crate) struct Residual<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) arena: Arena,
    /// The kinds that a tool of unknown kind may be, as one more variable.
    pub(crate) kinds: Kinds,
    sources: Vec<VariableMapping>,
    /// The variables of facets. Those of approvals follow.
    facets: Range<usize>,
    approvals: Range<usize>,
    imported: TransformMemo,
    plain: TransformMemo,
    granted: TransformMemo,
}

impl From<BudgetExceeded> for TooLarge {
    fn from(_: BudgetExceeded) -> Self {
        Self
    }
}

impl From<BudgetExceeded> for NoAnswer {
    fn from(full: BudgetExceeded) -> Self {
        Self::TooLarge(full.into())
    }
}

impl<'a> Residual<'a> {
    /// Fills in facts and granted approvals, one bit each.
    pub(crate) fn new(policy: &'a Policy, facts: &Facts, approved: u64) -> Self {
        Self::filled(policy, facts, approved, &VariableMapping::Fixed(1))
    }

    /// Fills in facts and leaves these approvals open, one bit each, in addition to those that
    /// people can ask for.
    pub(crate) fn open(policy: &'a Policy, facts: &Facts, approvals: u64) -> Self {
        Self::filled(policy, facts, approvals, &VariableMapping::Same)
    }

    /// Fills in facts, and maps the approvals of the bits to `granted`.
    fn filled(policy: &'a Policy, facts: &Facts, approved: u64, granted: &VariableMapping) -> Self {
        let facet =
            |place: usize| facts.get(place).copied().flatten().map_or(VariableMapping::Same, VariableMapping::Fixed);
        let approval = |(place, approval): (usize, &countersign_model::Approval)| match approved & (1 << place) {
            0 if approval.askable => VariableMapping::Same,
            0 => VariableMapping::Fixed(0),
            _ => granted.clone(),
        };
        let facets = (0..policy.pack.facets.len()).map(facet);
        let sources = facets.chain(policy.pack.approvals.iter().enumerate().map(approval)).collect();
        let kinds = Kinds::new(policy, policy.decisions.diagrams.shape().len());
        let arena = Arena::new(kinds.shape(policy.decisions.diagrams.shape(), None), BUDGET);
        let facets = 0..policy.pack.facets.len();
        let approvals = facets.end..facets.end + policy.pack.approvals.len();
        let (imported, plain, granted) = (TransformMemo::default(), TransformMemo::default(), TransformMemo::default());
        Self { policy, arena, kinds, sources, facets, approvals, imported, plain, granted }
    }

    /// Expresses a policy in the variables of another arena, which replaces the empty one before
    /// use. Every facet is open, and approvals that nobody can ask for are absent.
    pub(crate) fn aligned(
        policy: &'a Policy,
        shape: Variables,
        sources: &[VariableMapping],
        facets: Range<usize>,
        approvals: Range<usize>,
    ) -> Self {
        let first = policy.pack.facets.len();
        let is_askable = |place: usize| {
            let approval = place.checked_sub(first).and_then(|place| policy.pack.approvals.at(place));
            approval.is_none_or(|approval| approval.askable)
        };
        let source = |(place, source): (usize, &VariableMapping)| match is_askable(place) {
            true => source.clone(),
            false => VariableMapping::Fixed(0),
        };
        let sources = sources.iter().enumerate().map(source).collect();
        let arena = Arena::new(shape, 0);
        let (imported, plain, granted) = (TransformMemo::default(), TransformMemo::default(), TransformMemo::default());
        Self { policy, arena, kinds: Kinds::none(), sources, facets, approvals, imported, plain, granted }
    }

    /// Renews the whole budget, for callers that ask many questions at once.
    pub(crate) fn allow(&mut self) {
        self.arena.allow(BUDGET);
    }

    /// Imports a function of the policy, with the facts filled in.
    pub(crate) fn import(&mut self, node: Node) -> Result<Node, TooLarge> {
        Ok(self.arena.importing(&self.policy.decisions.diagrams, node, &self.sources, &mut self.imported)?)
    }

    /// Returns the verdicts over the open facets, the kind if that is open, and the approvals that
    /// people can ask for.
    pub(crate) fn verdicts(&mut self, subject: &Subject, unit: usize) -> Result<Node, TooLarge> {
        let mut parts = Vec::new();
        for subject in self.policy.decisions.may_be(self.policy.subject(subject)) {
            let root = self.policy.decisions.verdicts(subject, unit);
            parts.push(self.import(root.unwrap_or(Node::terminal(IMPOSSIBLE)))?);
        }
        self.kinds.case(&mut self.arena, &parts)
    }

    /// Returns the rules of an action that may still apply, with their conditions, in the pack's
    /// order.
    pub(crate) fn rules(
        &mut self,
        action: Action,
        subject: &Subject,
        unit: usize,
    ) -> Result<Vec<(usize, Node)>, TooLarge> {
        let subjects = self.policy.decisions.may_be(self.policy.subject(subject));
        let mut parts: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
        for (place, subject) in subjects.iter().enumerate() {
            for (rule, node) in self.policy.decisions.rules(*subject, unit) {
                if self.policy.pack.rules.at(rule).is_some_and(|rule| rule.action == action) {
                    let node = self.import(node)?;
                    let own = parts.entry(rule).or_insert_with(|| vec![Node::FALSE; subjects.len()]);
                    own.get_mut(place).into_iter().for_each(|own| *own = node);
                }
            }
        }
        let mut found = Vec::new();
        for (rule, parts) in parts {
            let node = self.kinds.case(&mut self.arena, &parts)?;
            if node != Node::FALSE {
                found.push((rule, node));
            }
        }
        Ok(found)
    }

    /// Returns the variables of approvals.
    pub(crate) fn approvals(&self) -> Range<usize> {
        self.approvals.clone()
    }

    /// Iterates over the variables of a question: the facets, then the kind.
    pub(crate) fn facets_and_kind(&self) -> impl Iterator<Item = usize> + Clone + use<> {
        self.facets.clone().chain(self.kinds.variable())
    }

    /// Returns a function with no further approval granted.
    pub(crate) fn plain(&mut self, node: Node) -> Result<Node, TooLarge> {
        let approvals = self.approvals();
        Ok(self.arena.restricting(node, &|variable| approvals.contains(&variable).then_some(0), &mut self.plain)?)
    }

    /// Returns a function with every approval granted that people can ask for.
    pub(crate) fn granted(&mut self, node: Node) -> Result<Node, TooLarge> {
        let approvals = self.approvals();
        Ok(self.arena.restricting(node, &|variable| approvals.contains(&variable).then_some(1), &mut self.granted)?)
    }

    /// Returns a function with exactly these approvals granted, one bit each.
    pub(crate) fn with(&mut self, node: Node, granted: u64) -> Result<Node, TooLarge> {
        self.fixed(node, &Vec::new(), granted)
    }

    /// Returns a function with facts filled in and exactly these approvals granted.
    pub(crate) fn fixed(&mut self, node: Node, facts: &Facts, granted: u64) -> Result<Node, TooLarge> {
        let approvals = self.approvals();
        let value = |variable: usize| match variable.checked_sub(approvals.start) {
            None => facts.get(variable).copied().flatten(),
            Some(place) if place < approvals.len() => Some(usize::from(granted & (1 << place) != 0)),
            Some(_) => None,
        };
        Ok(self.arena.restrict(node, &value)?)
    }

    /// Returns the condition that a function has a verdict.
    pub(crate) fn is(&mut self, node: Node, verdict: Verdict) -> Result<Node, TooLarge> {
        Ok(self.arena.is(node, number(verdict))?)
    }

    /// Returns the condition that the facts can occur together.
    pub(crate) fn possible(&mut self, plain: Node) -> Result<Node, TooLarge> {
        Ok(self.arena.map(plain, &mut |number| u32::from(number != IMPOSSIBLE))?)
    }

    /// Returns the verdicts of a function, the most lenient first.
    pub(crate) fn verdicts_of(&self, plain: Node) -> Vec<Verdict> {
        self.arena.numbers(plain).into_iter().filter_map(countersign_compiled::verdict).collect()
    }
}

/// Returns the only verdict in a list, or undecided if there are several. `None` if the list is
/// empty.
pub(crate) fn common(verdicts: &[Verdict]) -> Option<Verdict> {
    match verdicts {
        [] => None,
        [one] => Some(*one),
        _ => Some(Verdict::Undecided),
    }
}
