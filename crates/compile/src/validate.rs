//! What Cedar's strict validation finds in rules, and what Cedar lets pass and packs do not.

use crate::inspect::{Facts, known_ids};
use crate::misplaced::misplaced;
use crate::parse::{place, within};
use cedar_policy::{Policy, PolicyId, PolicySet, ValidationMode, ValidationWarning, Validator, pst};
use countersign_model::{Effect, Pack, Rule, nearest};
use countersign_pack::{Diagnostic, Files};
use miette::Diagnostic as _;

/// The syntax tree of a rule, what it names, and what packs do not take of it.
pub(crate) fn inspected(pack: &Pack, rule: &Rule, policy: &Policy) -> Option<(pst::Policy, Facts, Vec<Diagnostic>)> {
    let tree = policy.to_pst().ok()?;
    let facts = Facts::of(pack, &tree, rule.effect == Effect::Permit);
    let mut faults = Vec::new();
    for what in &facts.unknown {
        let fault = Diagnostic::error(
            "not-in-packs",
            rule.span,
            format!("rule `{}` has {what}, which packs do not know", rule.id),
        );
        faults.push(fault.help("rules speak of facets, approvals, units and the register; see the guide on rules"));
    }
    if facts.worse {
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
    Some((tree, facts, faults))
}

/// Every entity that a rule names and the pack does not declare, or declares as something
/// else: Cedar lets both pass.
pub(crate) fn wrong_entities<'a>(
    pack: &'a Pack,
    files: &'a Files,
    rule: &'a Rule,
    facts: &'a Facts,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let unknown = facts.entities.iter().filter_map(move |(kind, id)| unknown_entity(pack, files, rule, kind, id));
    unknown.chain(misplaced(pack, rule, facts))
}

/// An entity that a rule names and the pack does not declare: Cedar lets it pass.
fn unknown_entity(pack: &Pack, files: &Files, rule: &Rule, kind: &str, id: &str) -> Option<Diagnostic> {
    let known = known_ids(pack, kind);
    if known.iter().any(|known| known == id) {
        return None;
    }
    let wanted = format!("\"{id}\"");
    let text = files.text(rule.body.file).get(rule.body.start..rule.body.end).unwrap_or_default();
    let typed = text.match_indices(&wanted).find(|(at, _)| {
        let before = text.get(..*at).unwrap_or_default().trim_end();
        before.strip_suffix("::").is_some_and(|before| before.trim_end().ends_with(kind))
    });
    let at = typed.map_or(rule.span, |(at, found)| within(rule, at, found.len()));
    let fault = Diagnostic::error("unknown-entity", at, format!("there is no `{kind}::\"{id}\"`"));
    Some(match nearest(id, known.iter().map(AsRef::as_ref)) {
        _ if known.is_empty() => fault.help("this pack declares none"),
        Some(near) => fault.help(format!("did you mean `{kind}::\"{near}\"`?")),
        None if known.len() <= 16 => fault.help(format!("there are {}", known.join(", "))),
        None => fault,
    })
}

/// What Cedar means by an attribute of `context.approved` that it does not find.
fn missing_approval(message: &str) -> Option<String> {
    let name = message.split_once("attribute `approved.")?.1.split_once('`')?.0;
    Some(format!("there is no approval `{}`", name.replace('_', "-")))
}

/// A message of Cedar's without its own mention of the rule.
fn without_id(message: &str) -> &str {
    let rest = message.split_once("policy `").and_then(|(_, rest)| rest.split_once("`, "));
    rest.map_or(message, |(_, rest)| rest)
}

/// The faults that Cedar's strict validation finds.
pub(crate) fn validate(pack: &Pack, validator: &Validator, all: &PolicySet) -> Vec<Diagnostic> {
    let result = validator.validate(all, ValidationMode::Strict);
    let rule_of = |id: &PolicyId| {
        let id: &str = id.as_ref();
        pack.rules.get(id)
    };
    let mut faults: Vec<Diagnostic> = Vec::new();
    for error in result.validation_errors() {
        let Some(rule) = rule_of(error.policy_id()) else { continue };
        let (at, label) = place(rule, error);
        let message = error.to_string();
        let message =
            format!("rule `{}`: {}", rule.id, missing_approval(&message).unwrap_or(without_id(&message).to_owned()));
        let fault = Diagnostic::error("not-valid", at, message).label(label);
        faults.push(match error.help() {
            Some(help) => fault.help(help.to_string()),
            None => fault,
        });
    }
    for warning in result.validation_warnings() {
        // Lint looks closer at rules that never match, and tells of every one.
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
