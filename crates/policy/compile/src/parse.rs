//! Parses the text of rules into Cedar policies.

use cedar_policy::{Policy, PolicyId, PolicySet, pst};
use countersign_model::{Origin, Rule, Span};
use countersign_pack::Diagnostic;
use miette::Diagnostic as _;

/// Returns the span in the file for a place in a rule's text.
pub(crate) fn within(rule: &Rule, start: usize, length: usize) -> Span {
    match rule.origin {
        Origin::Written => {
            // Cedar's places may be inside a character.
            let end = rule.cedar.ceil_char_boundary(start + length.max(1));
            let start = rule.cedar.floor_char_boundary(start);
            let in_file = |place: usize| (rule.body.start + place).min(rule.body.end);
            Span::new(rule.body.file, in_file(start), in_file(end))
        }
        Origin::FromRegister => rule.span,
    }
}

/// Returns the place of a Cedar error in a rule: its first label, or the rule's head.
pub(crate) fn place(rule: &Rule, fault: &dyn miette::Diagnostic) -> (Span, String) {
    let label = fault.labels().and_then(|mut labels| labels.next());
    match label {
        Some(label) => (within(rule, label.offset(), label.len()), label.label().unwrap_or_default().to_owned()),
        None => (rule.span, String::new()),
    }
}

/// Returns the policy of each rule, in order. `None` if it cannot be parsed.
///
/// If all rules are valid, they are parsed in one go, because Cedar sets up its lexer again for
/// every text. Otherwise they are parsed one by one, to report every error.
pub(crate) fn parse_all(rules: &[&Rule], faults: &mut Vec<Diagnostic>) -> Vec<Option<Policy>> {
    if let Some(policies) = together(rules) {
        return policies.into_iter().map(Some).collect();
    }
    one_by_one(rules, faults)
}

/// Returns all rules parsed in one go, if all are valid. Policies built from syntax trees have no
/// source positions, so the caller parses one by one after an error.
fn together(rules: &[&Rule]) -> Option<Vec<Policy>> {
    let text: String = rules.iter().flat_map(|rule| [rule.cedar.as_str(), "\n"]).collect();
    let parsed = cedar_policy_core::parser::parse_policyset(&text).ok()?;
    let mut set =
        pst::PolicySet { templates: Default::default(), policies: Default::default(), template_links: Vec::new() };
    for (place, rule) in rules.iter().enumerate() {
        // Cedar names the policies of a text `policy0`, `policy1` and so on.
        let policy = parsed.get(&cedar_policy_core::ast::PolicyID::from_string(format!("policy{place}")))?;
        let id = pst::PolicyID(rule.id.as_str().into());
        let pst::Policy::Static(policy) = pst::Policy::try_from(policy.clone()).ok()?.new_id(id.clone()) else {
            return None;
        };
        if policy.body().annotations.get("id").map(cedar_policy::pst::SmolStr::as_str) != Some(rule.id.as_str()) {
            return None;
        }
        set.policies.insert(id, policy);
    }
    let set = PolicySet::from_pst(set).ok()?;
    let policies: Option<Vec<Policy>> =
        rules.iter().map(|rule| set.policy(&PolicyId::new(rule.id.as_str())).cloned()).collect();
    policies.filter(|policies| policies.len() == set.num_of_policies() && parsed.policies().count() == policies.len())
}

pub(crate) fn one_by_one(rules: &[&Rule], faults: &mut Vec<Diagnostic>) -> Vec<Option<Policy>> {
    let one = |rule: &&Rule| parse(rule).map_err(|errors| faults.extend(errors)).ok();
    rules.iter().map(one).collect()
}

pub(crate) fn parse(rule: &Rule) -> Result<Policy, Vec<Diagnostic>> {
    Policy::parse(Some(PolicyId::new(rule.id.as_str())), &rule.cedar).map_err(|errors| {
        let told = |error: &cedar_policy::ParseError| {
            let (at, label) = place(rule, error);
            let fault = Diagnostic::error("not-cedar", at, format!("rule `{}`: {error}", rule.id)).label(label);
            match error.help() {
                Some(help) => fault.help(help.to_string()),
                None => fault,
            }
        };
        errors.iter().map(told).collect()
    })
}
