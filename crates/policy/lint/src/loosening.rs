use crate::check::Check;
use crate::lint_input::{LintInput, subject_name};
use crate::parent::{Comparison, Looser, grouped, word};
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_model::{Action, Effect, Pack, Rule};
use countersign_pack::Diagnostic;
use std::collections::BTreeSet;

/// Cases in which a pack is looser than its parent, or a unit than the body above it.
pub(crate) const CHECK: Check = Check {
    name: "loosens",
    doc: "A case is milder than the parent pack rules, whatever the way; or a unit may do what the body above it may not.",
    run: |subject| {
        let mut found = of_parent(subject);
        for (rule, message) in of_units(subject) {
            if !found.iter().any(|known| known.at == Some(rule.span)) {
                let help = "a unit may be stricter than what is above it: narrow the rule";
                found.push(Diagnostic::warning("loosens", rule.span, message).help(help));
            }
        }
        found
    },
};

/// The largest number of tools to name in one message.
const MOST_NAMES: usize = 5;

/// Reports every case that is more lenient than the parent's rules.
fn of_parent(subject: &LintInput<'_>) -> Vec<Diagnostic> {
    let Some(parent) = subject.parent else { return Vec::new() };
    let parts = Comparison::new(subject.policy, parent).and_then(|mut comparison| comparison.looser().ok());
    let Some(parts) = parts else {
        let message = "this pack and its parent are too large to compare, so nobody knows whether it is looser";
        return vec![Diagnostic::warning("loosens", countersign_model::Span::default(), message).nowhere()];
    };
    let mut found: Vec<Diagnostic> = Vec::new();
    for group in grouped(parts) {
        if let Some(told) = diagnostic(subject.policy, parent, &group)
            && !found.iter().any(|known| known.at == told.at && known.also == told.also && told.at.is_some())
        {
            found.push(told);
        }
    }
    found
}

/// Returns the diagnostic for looser cases that have the same cause.
fn diagnostic(policy: &Policy, parent: &Policy, group: &[Looser]) -> Option<Diagnostic> {
    let (pack, first) = (&policy.pack, group.first()?);
    let centre = parent.pack.own().map_or("the parent pack", |layer| layer.name.text.as_str());
    let lost = first.lost.and_then(|rule| parent.pack.rules.at(rule));
    let says = lost.map_or(String::new(), |rule| format!(" in `{}`", rule.id));
    let own = first.own.and_then(|rule| pack.rules.at(rule));
    let default = first.default.and_then(|place| pack.facets.at(place));
    let case = case(pack, first);
    let (tools, units) = (names(pack, group), units(pack, group));
    let turn = format!("{tools} becomes {} instead of {}{case}{units}", word(first.found), first.wanted);
    let (at, message, help) = match (default, own, first.found) {
        (Some(facet), ..) => {
            let value = facet.default.map_or("", |value| facet.value_id(value));
            let message = format!(
                "the default `{value}` of `{}` loosens what {centre} says{says}: {turn}, where nobody says which",
                facet.id
            );
            (Some(facet.span), message, "take the default out, or choose the strictest value")
        }
        (None, _, None) => {
            let message = format!("what this pack says cannot be met loosens what {centre} says{says}: {turn}");
            (None, message, "narrow `[[impossible]]`: what the parent rules has to be possible to ask")
        }
        (None, Some(rule), _) => {
            let message = format!("rule `{}` loosens what {centre} says{says}: {turn}", rule.id);
            let help = "a pack may be stricter than its parent: narrow the rule; or let the parent mark its own rule `@overridable`";
            (Some(rule.span), message, help)
        }
        (None, None, _) => {
            let message = format!("this pack loosens what {centre} says{says}: {turn}");
            let help = "a pack may be stricter than its parent: look at what it sets otherwise, such as `unit`, `reach`, `routes` and `[[precedence]]`";
            (None, message, help)
        }
    };
    let place = at.or(lost.map(|rule| rule.span)).unwrap_or_default();
    let warning = Diagnostic::warning("loosens", place, message).help(help);
    Some(match lost.filter(|_| at.is_some()) {
        Some(rule) => warning.also(rule.span, "the parent says this"),
        None => warning,
    })
}

/// Returns a looser case in words.
fn case(pack: &Pack, part: &Looser) -> String {
    let facts = part.case.iter().filter_map(|(place, values)| {
        let facet = pack.facets.at(*place)?;
        let values: Vec<&str> = values.iter().map(|value| facet.value_id(*value)).collect();
        Some(format!("{}={}", facet.id, values.join("|")))
    });
    let approved = part.approved.iter().filter_map(|place| pack.approvals.at(*place));
    let parts: Vec<String> = facts.chain(approved.map(|approval| format!("approved {}", approval.id))).collect();
    if parts.is_empty() { String::new() } else { format!(" when {}", parts.join(" ")) }
}

/// Returns the units of looser cases, if these are not all units.
fn units(pack: &Pack, group: &[Looser]) -> String {
    let units: BTreeSet<usize> = group.iter().map(|part| part.unit).collect();
    if units.len() >= pack.units.len() {
        return String::new();
    }
    let names: Vec<&str> = units.iter().filter_map(|unit| pack.units.at(*unit)).map(|unit| unit.id.as_str()).collect();
    format!(" in {}", names.join(", "))
}

/// Returns the subjects of looser cases, each once, the first few by name.
fn names(pack: &Pack, group: &[Looser]) -> String {
    let mut names: Vec<String> = Vec::new();
    for part in group {
        let name = subject_name(pack, part.subject);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(MOST_NAMES);
    names.truncate(MOST_NAMES);
    let names = names.join(", ");
    if more > 0 { format!("{names} and {more} more") } else { names }
}

/// Returns permits for a unit that does not have to ask although the body above it does.
fn of_units<'a>(subject: &LintInput<'a>) -> Vec<(&'a Rule, String)> {
    let (pack, decisions): (&'a Pack, _) = (subject.compiled.pack(), &subject.policy.decisions);
    let mut found = Vec::new();
    for (place, unit) in pack.units.iter().enumerate() {
        let Some(above) = unit.parent.as_ref().and_then(|parent| pack.units.position(parent.as_str())) else {
            continue;
        };
        for tool in decisions.subjects() {
            let (Some(here), Some(there)) = (decisions.plain(tool, place), decisions.plain(tool, above)) else {
                continue;
            };
            if here == there {
                continue;
            }
            let rules = decisions.rules(tool, place);
            let others = decisions.rules(tool, above);
            let permits = |rules: &[(usize, Node)]| -> Vec<(usize, Node)> {
                let on_use = |rule: &Rule| rule.effect == Effect::Permit && rule.action == Action::Use;
                rules.iter().copied().filter(|(rule, _)| pack.rules.at(*rule).is_some_and(on_use)).collect()
            };
            let spoken: Vec<Node> = permits(&others).into_iter().map(|(_, node)| node).collect();
            let own = permits(&rules).into_iter().filter(|rule| !others.contains(rule));
            let Some(rule) = own.filter_map(|(rule, _)| pack.rules.at(rule)).next() else { continue };
            if subject.is_looser(here, there, &spoken).unwrap_or(false) {
                let above = pack.units.at(above).map_or("", |unit| &unit.name.text);
                let message = format!("rule `{}` lets {} do what {above} has to ask for", rule.id, unit.name.text);
                found.push((rule, message));
            }
        }
    }
    found
}
