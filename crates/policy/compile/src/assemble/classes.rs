//! The combined result of all rules, for every class of subjects and of units.

use super::rules::fault;
use super::{Assembler, SharedRule};
use crate::combine::Combiner;
use crate::derived_rules::RuleTarget;
use crate::projection::ClassInterner;
use crate::symbolic::NoDiagram;
use countersign_compiled::Conditions;
use countersign_diagram::Node;
use countersign_model::Action;
use countersign_pack::Diagnostic;

impl SharedRule {
    /// Returns the rule's conditions for a subject, by projection of a unit. `None` if it never
    /// applies.
    fn near(&self, subject: usize) -> Option<(&Self, &[Node])> {
        let width = self.units.1.len().max(1);
        let look = self.subjects.0.get(subject).copied().unwrap_or(0) as usize;
        let row = self.conditions.get(look * width..(look + 1) * width)?;
        row.iter().any(|node| *node != Node::FALSE).then_some((self, row))
    }
}

impl Assembler<'_> {
    /// Returns the classes of subjects and units, and the combined rules for each.
    pub(super) fn combined(
        &mut self,
        shared: &[SharedRule],
        of_tools: &[Vec<(u32, Node)>],
    ) -> Result<Conditions, Vec<Diagnostic>> {
        let pack = &self.compiled.pack;
        let (mut of_subjects, mut of_units) = (ClassInterner::default(), ClassInterner::default());
        let (mut subject_looks, mut unit_looks) = (Vec::new(), Vec::new());
        let use_rule = |rule: u32| pack.rules.at(rule as usize).is_some_and(|rule| rule.action == Action::Use);
        let mut row = Vec::new();
        let mut subjects = Vec::new();
        for (place, own) in of_tools.iter().enumerate() {
            row.clear();
            row.extend(shared.iter().map(|rule| rule.subjects.0.get(place).copied().unwrap_or(0)));
            row.extend(own.iter().filter(|(rule, _)| use_rule(*rule)).map(|(_, node)| node.word()));
            let before = of_subjects.first.len();
            subjects.push(of_subjects.class(&row, place));
            if of_subjects.first.len() > before {
                subject_looks.extend(row.iter().take(shared.len()));
            }
        }
        let mut units = Vec::new();
        for place in 0..self.units.len() {
            row.clear();
            row.extend(shared.iter().map(|rule| rule.units.0.get(place).copied().unwrap_or(0)));
            let before = of_units.first.len();
            units.push(of_units.class(&row, place));
            if of_units.first.len() > before {
                unit_looks.extend_from_slice(&row);
            }
        }
        let (mut starts, mut shared_conditions) = (Vec::new(), Vec::new());
        for rule in shared {
            starts.push((shared_conditions.len() as u32, rule.units.1.len().max(1) as u32));
            shared_conditions.extend_from_slice(&rule.conditions);
        }
        let mut conditions = Conditions {
            subjects,
            units,
            unit_classes: of_units.first.len(),
            shared: shared.iter().map(|rule| rule.rule as u32).collect(),
            subject_looks,
            unit_looks,
            starts,
            shared_conditions,
            cites_listing: self.cites_listing(),
            ..Conditions::default()
        };
        let mut combiner = Combiner::new(pack, self.workshop);
        for subject in &of_subjects.first {
            // Most bans are about other tools, so find the rules that can apply at all only once.
            let near: Vec<_> = shared.iter().filter_map(|rule| rule.near(*subject)).collect();
            for unit in &of_units.first {
                let of_shared = near.iter().map(|(rule, row)| {
                    let look = rule.units.0.get(*unit).copied().unwrap_or(0) as usize;
                    (rule.rule, row.get(look).copied().unwrap_or(Node::FALSE))
                });
                let own = of_tools.get(*subject).into_iter().flatten().map(|(rule, node)| (*rule as usize, *node));
                let (verdicts, plain) = combiner
                    .verdicts(of_shared.chain(own))
                    .map_err(|rule| fault(pack, rule, &NoDiagram::BudgetExceeded).into_iter().collect::<Vec<_>>())?;
                conditions.verdicts.push(verdicts);
                conditions.plain.push(plain);
            }
        }
        Ok(conditions)
    }

    fn cites_listing(&self) -> Vec<u32> {
        let written = self.compiled.rules.iter().filter(|rule| rule.reads_listing()).map(|rule| rule.place);
        let made = self.compiled.made.iter().enumerate();
        let made = made.filter(|(_, made)| matches!(made.about, RuleTarget::Listing(..)));
        let mut cites: Vec<u32> =
            written.chain(made.map(|(number, _)| self.compiled.first_made + number)).map(|rule| rule as u32).collect();
        cites.sort_unstable();
        cites
    }
}
