use super::node::{Key, Node};
use crate::Diagnostic;
use countersign_model::{Clause, Facet, Facts, Scope, Table, ValueSet};

/// Reads a scope: facets to values, groups, `<= value` or `>= value`.
pub(crate) fn scope(node: Option<Node<'_>>, facets: &Table<Facet>, faults: &mut Vec<Diagnostic>) -> Scope {
    let mut scope = Scope::default();
    let Some(section) = node.and_then(|node| node.section(String::new())) else { return scope };
    for (key, node) in section.entries() {
        let Some((place, facet)) = facet(key, facets, faults) else { continue };
        let mut values = ValueSet::default();
        for item in node.one_or_many() {
            let Some(text) = item.text() else { continue };
            match admitted(facet, text) {
                Ok(some) => some.iter().for_each(|value| values.insert(value)),
                Err(message) => faults.push(unknown_value(item, facet, text, message, true)),
            }
        }
        scope.clauses.push(Clause { facet: place, values });
    }
    scope
}

/// Reads facts: facets to one value each.
pub(crate) fn facts(node: Option<Node<'_>>, facets: &Table<Facet>, faults: &mut Vec<Diagnostic>) -> Facts {
    let mut facts = vec![None; facets.len()];
    let Some(section) = node.and_then(|node| node.section(String::new())) else { return facts };
    for (key, node) in section.entries() {
        let Some((place, facet)) = facet(key, facets, faults) else { continue };
        let Some(text) = node.text() else { continue };
        match (facet.value(text), facts.get_mut(place)) {
            (Some(value), Some(fact)) => *fact = Some(value),
            _ => faults.push(no_value(node, facet, text)),
        }
    }
    facts
}

fn facet<'a>(key: Key<'_>, facets: &'a Table<Facet>, faults: &mut Vec<Diagnostic>) -> Option<(usize, &'a Facet)> {
    let place = facets.position(key.text);
    if place.is_none() {
        let fault = Diagnostic::error("unknown-facet", key.span, format!("`{}` is no facet of this pack", key.text));
        faults.push(fault.nearest(key.text, facets.ids()));
    }
    let place = place?;
    Some((place, facets.at(place)?))
}

/// Reports a word that is not one value of a facet.
pub(super) fn no_value(node: Node<'_>, facet: &Facet, text: &str) -> Diagnostic {
    let Some(members) = facet.members(text) else {
        return unknown_value(node, facet, text, format!("`{text}` is no value of `{}`", facet.id), false);
    };
    let message = format!("`{text}` is a group of `{}`, and one value belongs here", facet.id);
    let values = if members.is_empty() { facet.all() } else { members };
    let help = format!("write one of {}", facet.value_ids(&values).join(", "));
    Diagnostic::error("unknown-value", node.span(), message).help(help)
}

fn unknown_value(node: Node<'_>, facet: &Facet, text: &str, message: String, groups: bool) -> Diagnostic {
    let word = text.trim_start_matches(['<', '>', '=', ' ']);
    Diagnostic::error("unknown-value", node.span(), message).help(facet.suggestion(word, groups && word == text))
}

/// Returns the values that a word of a scope stands for.
fn admitted(facet: &Facet, text: &str) -> Result<ValueSet, String> {
    let text = text.trim();
    let bound = text.strip_prefix("<=").map(|rest| (true, rest)).or(text.strip_prefix(">=").map(|rest| (false, rest)));
    if let Some((up_to, word)) = bound {
        let word = word.trim();
        if !facet.ordered {
            return Err(format!("the values of `{}` have no order, so `{text}` means nothing", facet.id));
        }
        let bound = facet.value(word).ok_or_else(|| format!("`{word}` is no value of `{}`", facet.id))?;
        return Ok(if up_to { (0..=bound).collect() } else { (bound..facet.values.len()).collect() });
    }
    match (facet.value(text), facet.members(text)) {
        (Some(value), _) => Ok(std::iter::once(value).collect()),
        (None, Some(members)) => Ok(members),
        (None, None) => Err(format!("`{text}` is neither a value nor a group of `{}`", facet.id)),
    }
}
