//! Names in rules that the pack does not declare, and groups in place of values. Cedar accepts some
//! of them, and reports others in terms of its schema.

use crate::attributes::Owner;
use crate::cedar_names::entity_type;
use crate::entity_ids::{known_ids, types};
use crate::misplaced::misplaced;
use crate::parse::within;
use crate::rule_references::RuleReferences;
use countersign_model::{Pack, Rule, Span, nearest};
use countersign_pack::{Diagnostic, SourceMap};

/// Reports every name in a rule that the pack does not declare, each once.
pub(crate) fn undeclared<'a>(
    pack: &'a Pack,
    files: &'a SourceMap,
    rule: &'a Rule,
    references: &'a RuleReferences,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let entities = references.entities.iter().filter_map(move |(kind, id)| entity(pack, files, rule, kind, id));
    let attributes =
        references.attributes.iter().map(move |(owner, name)| missing_attribute(pack, files, rule, *owner, name));
    entities.chain(attributes).chain(misplaced(pack, rule, references))
}

/// Reports an entity that the pack does not declare.
fn entity(pack: &Pack, files: &SourceMap, rule: &Rule, kind: &str, id: &str) -> Option<Diagnostic> {
    let known = known_ids(pack, kind);
    if known.iter().any(|known| known == id) {
        return None;
    }
    let at = entity_span(files, rule, kind, id);
    if !types(pack).iter().any(|known| known == kind) {
        return Some(unknown_type(pack, at, kind, id));
    }
    let of_facet = pack.facets.iter().find(|facet| entity_type(&facet.id) == kind);
    let fault = Diagnostic::error("unknown-entity", at, format!("there is no `{kind}::\"{id}\"`"));
    if let Some((value, label)) = of_facet.and_then(|facet| facet.labelled(id)) {
        return Some(fault.help(format!("did you mean `{kind}::\"{value}\"` ({label})?")));
    }
    Some(match nearest(id, known.iter().map(AsRef::as_ref)) {
        _ if known.is_empty() => fault.help("this pack declares none"),
        Some(near) => fault.help(format!("did you mean `{kind}::\"{near}\"`?")),
        None if known.len() <= 16 => fault.help(format!("there are {}", known.join(", "))),
        None => fault,
    })
}

/// Reports an unknown type of entities. Most likely it is a facet with the spelling of another
/// place.
fn unknown_type(pack: &Pack, at: Span, kind: &str, id: &str) -> Diagnostic {
    let fault = Diagnostic::error("unknown-entity", at, format!("there is no type `{kind}` in rules of this pack"));
    let known = types(pack);
    match nearest(kind, known.iter().map(String::as_str)) {
        Some(near) => fault.help(format!("did you mean `{near}::\"{id}\"`?")),
        None => fault.help(format!("there are {}", known.join(", "))),
    }
}

/// Reports an attribute that does not exist, with the one of the facet's three spellings that
/// belongs here.
fn missing_attribute(pack: &Pack, files: &SourceMap, rule: &Rule, owner: Owner, name: &str) -> Diagnostic {
    let text = body(files, rule);
    let wanted = format!("{}.{name}", owner.as_str());
    let at = found(text, &wanted).map_or(rule.span, |at| within(rule, at, wanted.len()));
    let message = match owner {
        Owner::Context | Owner::Limits => format!("there is no facet `{}`", name.replace('_', "-")),
        Owner::Approved => format!("there is no approval `{}`", name.replace('_', "-")),
        Owner::Resource | Owner::Principal => format!("there is no `{wanted}`"),
    };
    let fault = Diagnostic::error("unknown-attribute", at, message);
    let known = owner.attributes(pack);
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => fault.help(format!("did you mean `{}.{near}`?", owner.as_str())),
        None if known.is_empty() => fault.help("this pack declares none"),
        None if known.len() <= 16 => {
            let known: Vec<String> = known.iter().map(|name| format!("`{}.{name}`", owner.as_str())).collect();
            fault.help(format!("there are {}", known.join(", ")))
        }
        None => fault,
    }
}

fn body<'a>(files: &'a SourceMap, rule: &Rule) -> &'a str {
    files.text(rule.body.file).get(rule.body.start..rule.body.end).unwrap_or_default()
}

/// Returns the span of an entity's name in a rule, or the whole rule if the name is written
/// differently.
fn entity_span(files: &SourceMap, rule: &Rule, kind: &str, id: &str) -> Span {
    let wanted = format!("\"{id}\"");
    let text = body(files, rule);
    let typed = text.match_indices(&wanted).find(|(at, _)| {
        let before = text.get(..*at).unwrap_or_default().trim_end();
        before.strip_suffix("::").is_some_and(|before| before.trim_end().ends_with(kind))
    });
    typed.map_or(rule.span, |(at, found)| within(rule, at, found.len()))
}

/// Returns the position of a name in a text that is not part of a longer name.
fn found(text: &str, wanted: &str) -> Option<usize> {
    let ends = |at: usize| {
        let next = text.get(at + wanted.len()..).and_then(|rest| rest.chars().next());
        next.is_none_or(|next| !next.is_ascii_alphanumeric() && next != '_')
    };
    text.match_indices(wanted).map(|(at, _)| at).find(|at| ends(*at))
}
