use crate::derived_rules::DerivedRule;
use crate::parse::parse;
use crate::rule_references::{RegisterField, RuleReferences};
use cedar_policy::pst::ResourceConstraint;
use cedar_policy::{PolicySet, pst};
use countersign_model::{Pack, Rule};
use countersign_pack::Diagnostic;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A pack whose rules Cedar has parsed and validated.
pub struct Compiled {
    /// The pack, with the rules made from its register.
    pub(crate) pack: Arc<Pack>,
    /// What is known of each rule that somebody wrote.
    pub(crate) rules: Vec<CompiledRule>,
    /// What is known of each rule made from the register, in the pack's order.
    pub(crate) made: Vec<DerivedRule>,
    /// The place of the first of those in the pack.
    pub(crate) first_made: usize,
    /// What Cedar's validation warns of.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// A rule as Cedar has it.
pub struct CompiledRule {
    /// Its place in the pack.
    pub place: usize,
    /// Its syntax tree.
    pub(crate) tree: Arc<pst::Policy>,
    /// What it names.
    pub references: Arc<RuleReferences>,
}

impl Compiled {
    /// The pack, with the rules made from its register.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The rules that authors wrote.
    pub fn rules(&self) -> &[CompiledRule] {
        &self.rules
    }

    /// What Cedar's validation warns of.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The approvals that some rule names, by place.
    pub fn named_approvals(&self) -> BTreeSet<usize> {
        let written = self.rules.iter().flat_map(|rule| rule.references.approvals.iter().copied());
        written.chain(self.made.iter().filter_map(|made| made.unless_approved)).collect()
    }

    /// The rules that hold on a day as Cedar's own set, those made from the register
    /// included, for whoever wants to ask Cedar itself.
    ///
    /// # Errors
    /// What Cedar says of a rule that it cannot parse, which no compiled pack holds.
    pub fn policy_set(&self, at: Date) -> Result<PolicySet, Vec<Diagnostic>> {
        let mut set = PolicySet::new();
        let made = self.made.iter().map(|made| (&made.rule.id, made.cedar(&self.pack)));
        let written = self
            .pack
            .rules
            .iter()
            .take(self.first_made)
            .filter(|rule| rule.holds(at))
            .map(|rule| (&rule.id, rule.cedar.clone()));
        for (id, cedar) in written.chain(made) {
            let rule = self.pack.rules.get(id.as_str()).map(|rule| Rule { cedar, ..rule.clone() });
            // Ids are unique: they are those of the rules.
            let _ = rule.map(|rule| parse(&rule).map(|policy| drop(set.add(policy)))).transpose()?;
        }
        Ok(set)
    }
}

impl CompiledRule {
    /// Whether the rule has no conditions and names the tools that it is about.
    pub fn is_unconditional(&self) -> bool {
        let body = self.tree.body();
        body.clauses().is_empty() && !matches!(body.resource, ResourceConstraint::Any)
    }

    /// Whether the rule reads what a listing of the register says.
    pub(crate) fn reads_listing(&self) -> bool {
        let of_listing = [RegisterField::Listing, RegisterField::Limits, RegisterField::Routes];
        of_listing.iter().any(|field| self.references.fields.contains(field))
    }
}
