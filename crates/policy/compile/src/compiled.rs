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
    /// The pack, with the rules derived from its register.
    pub(crate) pack: Arc<Pack>,
    /// The authored rules.
    pub(crate) rules: Vec<CompiledRule>,
    /// The derived rules, in the pack's order.
    pub(crate) made: Vec<DerivedRule>,
    /// The place of the first derived rule in the pack.
    pub(crate) first_made: usize,
    /// The warnings of Cedar's validation.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// An authored rule as Cedar parsed it.
pub struct CompiledRule {
    /// Its place in the pack.
    pub place: usize,
    /// Its syntax tree.
    pub(crate) tree: Arc<pst::Policy>,
    /// The names in it.
    pub references: Arc<RuleReferences>,
}

impl Compiled {
    /// Returns the pack, with the rules derived from its register.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The rules that authors wrote.
    pub fn rules(&self) -> &[CompiledRule] {
        &self.rules
    }

    /// The warnings of Cedar's validation.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Returns the approvals that some rule names, by place.
    pub fn named_approvals(&self) -> BTreeSet<usize> {
        let written = self.rules.iter().flat_map(|rule| rule.references.approvals.iter().copied());
        written.chain(self.made.iter().filter_map(|made| made.unless_approved)).collect()
    }

    /// Returns the rules in force on a day as a Cedar policy set, derived rules included, for
    /// callers that want to ask Cedar itself.
    ///
    /// # Errors
    /// Returns Cedar's message about a rule that it cannot parse, which no compiled pack contains.
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
            // Ids are unique, because they are those of the rules.
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

    /// Returns true if the rule reads a listing of the register.
    pub(crate) fn reads_listing(&self) -> bool {
        let of_listing = [RegisterField::Listing, RegisterField::Limits, RegisterField::Routes];
        of_listing.iter().any(|field| self.references.fields.contains(field))
    }
}
