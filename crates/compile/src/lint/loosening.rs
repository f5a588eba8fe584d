use super::{Check, Subject};
use countersign_decide::diff::{Statement, diff};
use countersign_decide::{Answer, check};
use countersign_diagram::Node;
use countersign_model::{Action, Effect, Facts, Pack, Question, ReasonKind, Rule, Verdict};
use countersign_pack::Diagnostic;
use countersign_policy::Policy;

/// Rules that let be what a parent pack, or the body above a unit, does not.
pub(super) const CHECK: Check = Check {
    name: "loosens",
    doc: "A rule allows what the parent pack forbids or has approved first, and the parent does not let it; or a unit may do what the body above it may not.",
    run: |subject| {
        let mut found: Vec<Diagnostic> = Vec::new();
        for (rule, message) in of_parent(subject).into_iter().chain(of_units(subject)) {
            if !found.iter().any(|known| known.at == Some(rule.span)) {
                let help = "a pack may be stricter than its parent, and a unit than what is above it: narrow the rule; or let the parent mark its own rule `@overridable`";
                found.push(Diagnostic::warning("loosens", rule.span, message).help(help));
            }
        }
        found
    },
};

/// Rules of the pack's own that loosen what its parent alone comes to.
fn of_parent<'a>(subject: &Subject<'a>) -> Vec<(&'a Rule, String)> {
    let (pack, Some(parent)) = (&subject.compiled.pack, subject.parent) else { return Vec::new() };
    let Ok(difference) = diff(parent, subject.policy) else { return Vec::new() };
    let own = pack.layers.len().saturating_sub(1);
    let mut found = Vec::new();
    for statement in difference.statements.iter().filter(|one| Verdict::parse(&one.to) < Verdict::parse(&one.from)) {
        let mut rules = statement.rules.iter().filter_map(|rule| pack.rules.get(rule));
        let Some(rule) = rules.find(|rule| rule.layer == own) else { continue };
        if let Some(lost) = loosened(parent, statement, subject) {
            let tool = statement.names.first().map_or("every tool", String::as_str);
            let from = parent.pack.own().map_or("the parent pack", |layer| &layer.name.text);
            let message = format!(
                "rule `{}` loosens what {from} says in `{lost}`: {tool} becomes {} instead of {}",
                rule.id, statement.to, statement.from
            );
            found.push((rule, message));
        }
    }
    found
}

/// The rule of the parent that is loosened, at one question of a statement: one
/// that it does not let be replaced, and not just that it is silent.
fn loosened(parent: &Policy, statement: &Statement, subject: &Subject<'_>) -> Option<String> {
    let pack = &parent.pack;
    let tool = statement.tools.first().and_then(|tool| pack.tools.position(tool))?;
    let unit = statement.units.first().and_then(|unit| pack.units.position(unit)).unwrap_or(0);
    let facts: Facts = pack
        .facets
        .iter()
        .map(|facet| {
            let named = statement.when.get(facet.id.as_str()).and_then(|values| facet.value(values.first()?));
            named.or(facet.default)
        })
        .collect();
    let question =
        Question { subject: countersign_model::Subject::Tool(tool), unit, facts, approved: Vec::new(), at: subject.at };
    let answer: Answer = check(parent, &question, None).ok()?;
    let holds = answer.reasons.iter().filter(|reason| {
        let silent = reason.kind == ReasonKind::Unlisted.as_str() || reason.verdict == "allowed";
        !silent && pack.rules.get(&reason.rule).is_some_and(|rule| !rule.overridable)
    });
    holds.map(|reason| reason.rule.clone()).next()
}

/// Permits for a unit with which it need not ask where the body above it does.
fn of_units<'a>(subject: &Subject<'a>) -> Vec<(&'a Rule, String)> {
    let (pack, decisions): (&'a Pack, _) = (&subject.compiled.pack, &subject.policy.decisions);
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
