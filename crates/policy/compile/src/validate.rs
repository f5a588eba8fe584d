//! The findings of Cedar's strict validation, and constructs that Cedar accepts and packs do not.

use crate::parse::place;
use crate::rule_references::RuleReferences;
use cedar_policy::{Policy, PolicyId, PolicySet, ValidationMode, ValidationWarning, Validator, pst};
use countersign_model::{Effect, Id, Pack, Rule};
use countersign_pack::Diagnostic;
use miette::Diagnostic as _;
use std::collections::BTreeSet;

/// Returns the syntax tree of a rule and the names in it, and reports constructs that packs do not
/// accept.
pub(crate) fn inspected(
    pack: &Pack,
    rule: &Rule,
    policy: &Policy,
) -> Option<(pst::Policy, RuleReferences, Vec<Diagnostic>)> {
    let tree = policy.to_pst().ok()?;
    let references = RuleReferences::of(pack, &tree, rule.effect == Effect::Permit);
    let mut faults = Vec::new();
    for what in &references.unknown {
        let fault = Diagnostic::error(
            "not-in-packs",
            rule.span,
            format!("rule `{}` has {what}, which packs do not know", rule.id),
        );
        faults.push(fault.help("rules speak of facets, approvals, units and the register; see the guide on rules"));
    }
    for (kind, text) in &references.texts {
        let shown = text.escape_debug();
        let message = format!("rule `{}` compares a value of `{kind}` with the text `\"{shown}\"`", rule.id);
        faults
            .push(Diagnostic::error("text-for-value", rule.span, message).help(format!("write `{kind}::\"{shown}\"`")));
    }
    if references.worse {
        let fault = Diagnostic::error(
            "approval-worsens",
            rule.span,
            format!("in rule `{}` an approval could make a verdict worse", rule.id),
        );
        faults.push(
            fault.help(
                "name approvals in the `when` of a permit or the `unless` of a forbid, and not behind `!` or `==`",
            ),
        );
    }
    Some((tree, references, faults))
}

/// Returns a Cedar message without its mention of the rule.
fn without_id(message: &str) -> &str {
    let rest = message.split_once("policy `").and_then(|(_, rest)| rest.split_once("`, "));
    rest.map_or(message, |(_, rest)| rest)
}

/// Reports the findings of Cedar's strict validation. Rules with a `faulty` name or construct are
/// left out, because Cedar would report them again in terms of its schema.
pub(crate) fn validate(pack: &Pack, validator: &Validator, all: &PolicySet, faulty: &BTreeSet<Id>) -> Vec<Diagnostic> {
    let result = validator.validate(all, ValidationMode::Strict);
    let rule_of = |id: &PolicyId| {
        let id: &str = id.as_ref();
        pack.rules.get(id)
    };
    let mut faults: Vec<Diagnostic> = Vec::new();
    for error in result.validation_errors() {
        let Some(rule) = rule_of(error.policy_id()).filter(|rule| !faulty.contains(&rule.id)) else { continue };
        let (at, label) = place(rule, error);
        let message = format!("rule `{}`: {}", rule.id, without_id(&error.to_string()));
        let fault = Diagnostic::error("not-valid", at, message).label(label);
        faults.push(match error.help() {
            Some(help) => fault.help(help.to_string()),
            None => fault,
        });
    }
    for warning in result.validation_warnings() {
        // Lint checks for rules that never match more closely, and reports every one.
        if matches!(warning, ValidationWarning::ImpossiblePolicy(_)) {
            continue;
        }
        let Some(rule) = rule_of(warning.policy_id()) else { continue };
        let (at, label) = place(rule, warning);
        faults.push(
            Diagnostic::warning("suspicious", at, format!("rule `{}`: {}", rule.id, without_id(&warning.to_string())))
                .label(label),
        );
    }
    faults.sort_by_key(|fault| fault.at);
    faults
}
