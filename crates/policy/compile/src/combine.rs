use crate::cache::{CompileCache, OF_ALL};
use countersign_compiled::{IMPOSSIBLE, number};
use countersign_diagram::{BudgetExceeded, Node, TransformMemo};
use countersign_model::{Action, Effect, Pack, Verdict};

/// Combines the conditions of rules into verdicts, as ARCHITECTURE.md defines them.
pub(crate) struct Combiner<'a> {
    workshop: &'a mut CompileCache,
    /// For each rule, whether it permits or forbids use. `None` for advice.
    effects: Vec<Option<Effect>>,
    facets: usize,
    askable: Vec<bool>,
    /// Results of granting all approvals that people can ask for, and of granting none.
    granted: TransformMemo,
    plain: TransformMemo,
    /// Buffers that are reused to save allocations.
    permits: Vec<(Node, usize)>,
    forbids: Vec<(Node, usize)>,
    key: Vec<Node>,
}

impl<'a> Combiner<'a> {
    pub(crate) fn new(pack: &Pack, workshop: &'a mut CompileCache) -> Self {
        workshop.arena.allow(OF_ALL);
        let effects = pack.rules.iter().map(|rule| (rule.action == Action::Use).then_some(rule.effect)).collect();
        let askable = workshop.world.askable.clone();
        let (granted, plain) = (TransformMemo::default(), TransformMemo::default());
        let (permits, forbids, key) = (Vec::new(), Vec::new(), Vec::new());
        Self { workshop, effects, facets: pack.facets.len(), askable, granted, plain, permits, forbids, key }
    }

    /// Returns the verdicts with approvals and without, from the conditions of these rules.
    ///
    /// # Errors
    /// Returns the rule at which the budget was spent.
    pub(crate) fn verdicts(&mut self, rules: impl Iterator<Item = (usize, Node)>) -> Result<(Node, Node), usize> {
        let mut permits = std::mem::take(&mut self.permits);
        let mut forbids = std::mem::take(&mut self.forbids);
        let mut key = std::mem::take(&mut self.key);
        permits.clear();
        forbids.clear();
        key.clear();
        for (rule, node) in rules.filter(|(_, node)| *node != Node::FALSE) {
            match self.effects.get(rule).copied().flatten() {
                Some(Effect::Permit) => permits.push((node, rule)),
                Some(Effect::Forbid) => forbids.push((node, rule)),
                None => {}
            }
        }
        // The oldest nodes are those that most subjects share.
        permits.sort_unstable();
        forbids.sort_unstable();
        key.extend(permits.iter().map(|(node, _)| *node));
        key.push(Node::FALSE);
        key.extend(forbids.iter().map(|(node, _)| *node));
        let known = self.workshop.combined.get(&key).copied();
        let found = known.map_or_else(|| self.worked_out(&permits, &forbids, &key), Ok);
        (self.permits, self.forbids, self.key) = (permits, forbids, key);
        found
    }

    fn worked_out(
        &mut self,
        permits: &[(Node, usize)],
        forbids: &[(Node, usize)],
        key: &[Node],
    ) -> Result<(Node, Node), usize> {
        let permit = self.any(permits)?;
        let forbid = self.any(forbids)?;
        let last = forbids.last().or(permits.last()).map_or(0, |(_, rule)| *rule);
        let verdicts = self.combine(permit, forbid).map_err(|_| last)?;
        self.workshop.combined.insert(key.to_vec(), verdicts);
        Ok(verdicts)
    }

    fn any(&mut self, parts: &[(Node, usize)]) -> Result<Node, usize> {
        let mut any = Node::FALSE;
        for (node, rule) in parts {
            any = self.workshop.arena.or(any, *node).map_err(|_| *rule)?;
        }
        Ok(any)
    }

    fn combine(&mut self, permit: Node, forbid: Node) -> Result<(Node, Node), BudgetExceeded> {
        let (facets, askable) = (self.facets, &self.askable);
        let of_approval = |variable: usize| variable.checked_sub(facets);
        let arena = &mut self.workshop.arena;
        let allowed = arena.minus(permit, forbid)?;
        let asked = |variable| of_approval(variable).filter(|place| askable.get(*place) == Some(&true)).map(|_| 1);
        let always = arena.restricting(forbid, &asked, &mut self.granted)?;
        let [allow, ask, not] = [Verdict::Allowed, Verdict::AskFirst, Verdict::NotAllowed].map(number);
        let otherwise = arena.map(always, &mut |always| if always == 1 { not } else { ask })?;
        let verdict = arena.choose(allowed, Node::terminal(allow), otherwise)?;
        let verdict = arena.choose(self.workshop.possible, verdict, Node::terminal(IMPOSSIBLE))?;
        let nothing = |variable| of_approval(variable).map(|_| 0);
        let plain = arena.restricting(verdict, &nothing, &mut self.plain)?;
        Ok((verdict, plain))
    }
}
