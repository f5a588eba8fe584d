//! One case in which a pack is looser than its parent, with the rules that matter in it.

use super::{BUDGET, Comparison, Looser};
use countersign_compiled::{Decisions, Subject};
use countersign_diagram::{BudgetExceeded, Cube, Node, cover};
use countersign_model::{Action, Effect, Rule, Verdict};

impl Comparison<'_> {
    /// Returns one case of a region, and the rules that matter in it.
    pub(super) fn example(
        &mut self,
        region: Node,
        subject: Subject,
        (unit, above): (usize, usize),
        rules: &[(usize, Node)],
    ) -> Result<Looser, BudgetExceeded> {
        let facets: Vec<usize> = (0..self.pack.facets.len()).collect();
        let approvals: Vec<usize> = (facets.len()..self.arena.shape().len()).collect();
        // As few approvals as possible, and no facet that does not matter.
        let order = [approvals.as_slice(), facets.as_slice()].concat();
        let cube = match cover(&mut self.arena, region, region, &[order]) {
            Ok(cover) => cover.cubes.into_iter().next(),
            Err(BudgetExceeded) => {
                self.arena.allow(BUDGET);
                None
            }
        };
        let point = self.arena.first_point(region).unwrap_or_default();
        let cube = cube.unwrap_or_else(|| Cube::point(&self.arena, &point));
        let inside = cube.condition(&mut self.arena)?;
        let inside = self.arena.and(inside, region)?;
        let point = self.arena.first_point(inside).unwrap_or(point);
        let restricted: Vec<usize> = cube.restricted(&self.arena).collect();
        let side = |place: &usize| {
            cube.side(*place).filter(|_| restricted.contains(place)).map(|side| (*place, side.iter().collect()))
        };
        let granted = |place: &usize| cube.side(*place).is_some_and(|side| !side.contains(0));
        let bytes: Vec<u8> = point.iter().map(|value| u8::try_from(*value).unwrap_or(0)).collect();
        Ok(Looser {
            subject,
            unit,
            wanted: Verdict::NotAllowed,
            found: None,
            case: facets.iter().filter_map(side).collect(),
            approved: approvals.iter().filter(|place| granted(place)).map(|place| place - facets.len()).collect(),
            lost: self.lost(&bytes, rules),
            own: self.permitting(&bytes, subject, unit).filter(|_| unit == above),
            default: None,
        })
    }

    /// Returns the parent's rule that requires the most at a point.
    fn lost(&self, point: &[u8], rules: &[(usize, Node)]) -> Option<usize> {
        let facets = self.pack.facets.len();
        let mut granted = point.to_vec();
        for (place, approval) in self.pack.approvals.iter().enumerate().filter(|(_, approval)| approval.askable) {
            if let Some(slot) = granted.get_mut(facets + place) {
                *slot = u8::from(approval.askable);
            }
        }
        let forbids = |rule: usize| self.parent.pack.rules.at(rule).is_some_and(|rule| rule.effect == Effect::Forbid);
        let at = |node: Node, point: &[u8]| self.parent.decisions.diagrams.at(node, point) == 1;
        let always = rules.iter().find(|(rule, node)| forbids(*rule) && at(*node, &granted));
        let now = || rules.iter().find(|(rule, node)| forbids(*rule) && at(*node, point));
        let waits = || rules.iter().find(|(rule, node)| !forbids(*rule) && at(*node, &granted));
        always.or_else(now).or_else(waits).map(|(rule, _)| *rule)
    }

    /// Returns a rule of the pack itself that permits the use at a point.
    fn permitting(&self, point: &[u8], subject: Subject, unit: usize) -> Option<usize> {
        let layer = self.pack.layers.len().saturating_sub(1);
        let decisions: &Decisions = &self.own.decisions;
        let own = |rule: &Rule| rule.layer == layer && rule.effect == Effect::Permit && rule.action == Action::Use;
        let mut rules = decisions.rules(subject, unit).into_iter();
        let holds = |(rule, node): &(usize, Node)| {
            self.pack.rules.at(*rule).is_some_and(own) && decisions.diagrams.at(*node, point) == 1
        };
        rules.find(holds).map(|(rule, _)| rule)
    }
}
