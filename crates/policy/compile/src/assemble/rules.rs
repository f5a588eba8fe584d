//! From one rule to its conditions, for every projection.

use super::{Assembler, SharedRule};
use crate::cache::OF_A_RULE;
use crate::compiled::CompiledRule;
use crate::derived_rules::DerivedRule;
use crate::projection::{ClassInterner, Projection, RuleProjection};
use crate::symbolic::{NoDiagram, SubjectProfile};
use countersign_compiled::{scope_node, scopes_node};
use countersign_diagram::{BudgetExceeded, Node};
use countersign_model::{Effect, Pack, Rule};
use countersign_pack::Diagnostic;

impl Assembler<'_> {
    /// Lifts an authored rule for every projection. On a day on which it is not in force, it is
    /// false for all.
    pub(super) fn written(&mut self, rule: &CompiledRule) -> SharedRule {
        if !self.compiled.pack.rules.at(rule.place).is_some_and(|rule| rule.holds(self.at)) {
            let alike = |count: usize| (vec![0; count], vec![0]);
            let (subjects, units) = (alike(self.subjects.len()), alike(self.units.len()));
            return SharedRule { rule: rule.place, subjects, units, conditions: vec![Node::FALSE] };
        }
        let sight = RuleProjection::new(&rule.references, &mut self.workshop.values);
        let mut look = Projection::new();
        let (mut of_subjects, mut of_units) = (ClassInterner::default(), ClassInterner::default());
        let (mut subjects, mut units) = (Vec::new(), Vec::new());
        let mut of_alike = Vec::new();
        for (place, profile) in self.alike.1.iter().filter_map(|place| Some((*place, self.subjects.get(*place)?))) {
            sight.subject_in_all_cases(profile, &mut look);
            of_alike.push(of_subjects.class(&look, place));
        }
        subjects.extend(self.alike.0.iter().map(|class| of_alike.get(*class as usize).copied().unwrap_or(0)));
        for (place, profile) in self.units.iter().enumerate() {
            sight.unit(profile, &mut look);
            units.push(of_units.class(&look, place));
        }
        let mut conditions = Vec::new();
        let mut unit_look = Projection::new();
        self.workshop.arena.allow(OF_A_RULE);
        for subject in of_subjects.first.iter().filter_map(|place| self.subjects.get(*place)) {
            for unit in of_units.first.iter().filter_map(|place| self.units.get(*place)) {
                sight.unit(unit, &mut unit_look);
                let text = self.compiled.pack.rules.at(rule.place).map_or("", |rule| rule.cedar.as_str());
                match self.workshop.lift_in_all_cases(text, &rule.tree, &sight, subject, (&unit_look, unit)) {
                    Ok(node) => conditions.push(node),
                    Err(none) => {
                        self.faults.extend(fault(&self.compiled.pack, rule.place, &none));
                        let (subjects, units) = ((subjects, Vec::new()), (units, Vec::new()));
                        return SharedRule { rule: rule.place, subjects, units, conditions: Vec::new() };
                    }
                }
            }
        }
        SharedRule {
            rule: rule.place,
            subjects: (subjects, of_subjects.first),
            units: (units, of_units.first),
            conditions,
        }
    }

    /// Returns the condition of a derived rule, for the subjects that it is about.
    pub(super) fn derived_rule(&mut self, rule: usize, made: &DerivedRule) -> Node {
        self.workshop.arena.allow(OF_A_RULE);
        match self.holding(made) {
            Ok(node) => node,
            Err(_) => {
                self.faults.extend(fault(&self.compiled.pack, rule, &NoDiagram::BudgetExceeded));
                Node::FALSE
            }
        }
    }

    fn holding(&mut self, made: &DerivedRule) -> Result<Node, BudgetExceeded> {
        let mut whole = Node::TRUE;
        for part in &made.all {
            let part = scopes_node(&mut self.workshop.arena, part)?;
            whole = self.workshop.arena.and(whole, part)?;
        }
        if let Some(unless) = &made.unless {
            let unless = scope_node(&mut self.workshop.arena, unless)?;
            whole = self.workshop.arena.minus(whole, unless)?;
        }
        if let Some(approval) = made.unless_approved {
            let place = self.compiled.pack.facets.len() + approval;
            let granted = self.workshop.arena.variable(place, |granted| granted as u32)?;
            whole = self.workshop.arena.minus(whole, granted)?;
        }
        Ok(whole)
    }

    /// Returns a rule of a ban, with two projections: subjects that the ban does not name, and
    /// subjects that it names.
    pub(super) fn ban(&mut self, rule: usize, ban: usize, node: Node) -> SharedRule {
        let id = self.compiled.pack.bans.at(ban).map_or("", |ban| ban.id.as_str());
        let entity = self.workshop.values.entity("Ban", id);
        let within = |profile: &SubjectProfile| u32::from(profile.within.binary_search(&entity).is_ok());
        let subjects = self.subjects.iter().map(within).collect();
        let units = (vec![0; self.units.len()], vec![0]);
        SharedRule { rule, subjects: (subjects, Vec::new()), units, conditions: vec![Node::FALSE, node] }
    }
}

/// Returns the diagnostic for a rule without a diagram.
pub(super) fn fault(pack: &Pack, rule: usize, none: &NoDiagram) -> Option<Diagnostic> {
    let rule: &Rule = pack.rules.at(rule)?;
    let effect = if rule.effect == Effect::Permit { "permit" } else { "forbid" };
    Some(match none {
        NoDiagram::BudgetExceeded => {
            let message = format!("with rule `{}` the policy has too many different cases to compile", rule.id);
            Diagnostic::error("too-large", rule.span, message)
                .label(format!("this {effect}"))
                .help("let it name fewer facets, or facets with fewer values")
        }
        NoDiagram::Unknown(what) => {
            let message = format!("rule `{}` has {what}, which cannot be compiled", rule.id);
            Diagnostic::error("not-in-packs", rule.span, message)
        }
    })
}
