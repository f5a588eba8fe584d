use crate::{NoAnswer, TooLarge};
use countersign_diagram::{Arena, Done, Full, Node, Source};
use countersign_model::{Action, Facts, Subject, Verdict};
use countersign_policy::{IMPOSSIBLE, Policy, number};

/// The children that the diagrams of one question may have.
const BUDGET: usize = 1 << 22;

/// A policy with the facts of a question filled in: functions of what is open.
///
/// Approvals that nobody can ask for and that are not granted are absent; those
/// that can be asked for stay variables.
pub(crate) struct Laid<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) arena: Arena,
    sources: Vec<Source>,
    imported: Done,
    plain: Done,
    granted: Done,
}

impl From<Full> for TooLarge {
    fn from(_: Full) -> Self {
        Self
    }
}

impl From<Full> for NoAnswer {
    fn from(full: Full) -> Self {
        Self::TooLarge(full.into())
    }
}

impl<'a> Laid<'a> {
    /// Fills in facts and granted approvals, one bit each.
    pub(crate) fn new(policy: &'a Policy, facts: &Facts, approved: u64) -> Self {
        Self::filled(policy, facts, approved, &Source::Fixed(1))
    }

    /// Fills in facts and leaves these approvals open, one bit each, beside those
    /// that can be asked for.
    pub(crate) fn open(policy: &'a Policy, facts: &Facts, approvals: u64) -> Self {
        Self::filled(policy, facts, approvals, &Source::Same)
    }

    /// Fills in facts, and takes the approvals of one bit each as `granted`.
    fn filled(policy: &'a Policy, facts: &Facts, approved: u64, granted: &Source) -> Self {
        let facet = |place: usize| facts.get(place).copied().flatten().map_or(Source::Same, Source::Fixed);
        let approval = |(place, approval): (usize, &countersign_model::Approval)| match approved & (1 << place) {
            0 if approval.askable => Source::Same,
            0 => Source::Fixed(0),
            _ => granted.clone(),
        };
        let facets = (0..policy.pack.facets.len()).map(facet);
        let sources = facets.chain(policy.pack.approvals.iter().enumerate().map(approval)).collect();
        let arena = Arena::new(policy.decisions.diagrams.shape().clone(), BUDGET);
        let (imported, plain, granted) = (Done::default(), Done::default(), Done::default());
        Self { policy, arena, sources, imported, plain, granted }
    }

    /// Allows a whole budget once more: for whoever asks many questions at once.
    pub(crate) fn allow(&mut self) {
        self.arena.allow(BUDGET);
    }

    fn import(&mut self, node: Node) -> Result<Node, TooLarge> {
        Ok(self.arena.importing(&self.policy.decisions.diagrams, node, &self.sources, &mut self.imported)?)
    }

    /// The verdicts over the open facets and the approvals that can be asked for.
    pub(crate) fn verdicts(&mut self, subject: &Subject, unit: usize) -> Result<Node, TooLarge> {
        let root = self.policy.decisions.verdicts(self.policy.subject(subject), unit);
        self.import(root.unwrap_or(Node::terminal(IMPOSSIBLE)))
    }

    /// The rules of an action that may still hold, and where, in the pack's order.
    pub(crate) fn rules(
        &mut self,
        action: Action,
        subject: &Subject,
        unit: usize,
    ) -> Result<Vec<(usize, Node)>, TooLarge> {
        let mut found = Vec::new();
        for (rule, node) in self.policy.decisions.rules(self.policy.subject(subject), unit) {
            if self.policy.pack.rules.at(rule).is_some_and(|rule| rule.action == action) {
                let node = self.import(node)?;
                if node != Node::FALSE {
                    found.push((rule, node));
                }
            }
        }
        Ok(found)
    }

    /// A function with no further approval granted.
    pub(crate) fn plain(&mut self, node: Node) -> Result<Node, TooLarge> {
        let facets = self.policy.pack.facets.len();
        Ok(self.arena.restricting(node, &|variable| (variable >= facets).then_some(0), &mut self.plain)?)
    }

    /// A function with every approval granted that can be asked for.
    pub(crate) fn granted(&mut self, node: Node) -> Result<Node, TooLarge> {
        let facets = self.policy.pack.facets.len();
        Ok(self.arena.restricting(node, &|variable| (variable >= facets).then_some(1), &mut self.granted)?)
    }

    /// A function with just these approvals granted, one bit each.
    pub(crate) fn with(&mut self, node: Node, approvals: u64) -> Result<Node, TooLarge> {
        let facets = self.policy.pack.facets.len();
        let value =
            |variable: usize| variable.checked_sub(facets).map(|place| usize::from(approvals & (1 << place) != 0));
        Ok(self.arena.restrict(node, &value)?)
    }

    /// Where a function has a verdict.
    pub(crate) fn is(&mut self, node: Node, verdict: Verdict) -> Result<Node, TooLarge> {
        Ok(self.arena.is(node, number(verdict))?)
    }

    /// Where the facts can be met together.
    pub(crate) fn possible(&mut self, plain: Node) -> Result<Node, TooLarge> {
        Ok(self.arena.map(plain, &mut |number| u32::from(number != IMPOSSIBLE))?)
    }

    /// The verdicts that a function takes, the best first.
    pub(crate) fn verdicts_of(&self, plain: Node) -> Vec<Verdict> {
        self.arena.numbers(plain).into_iter().filter_map(countersign_policy::verdict).collect()
    }
}

/// The one verdict of some, or undecided; none where there is none at all.
pub(crate) fn common(verdicts: &[Verdict]) -> Option<Verdict> {
    match verdicts {
        [] => None,
        [one] => Some(*one),
        _ => Some(Verdict::Undecided),
    }
}
