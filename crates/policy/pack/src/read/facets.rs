use super::declare::is_reserved;
use super::inherited_facets::{inherited, narrowed, with_lost};
use super::node::{Key, Node, Section};
use super::reader::Reader;
use super::scope::no_value;
use crate::Diagnostic;
use countersign_model::{Facet, FacetValue, Group, Id, Text, ValueSet};
use std::collections::BTreeSet;

/// The largest number of values in a facet, and of facets in a pack. More is an error, because
/// every answer covers their product.
const MOST_VALUES: usize = 256;
const MOST_FACETS: usize = 32;

/// Reads the facets of a pack. A pack that extends another can declare a facet of its parent again
/// to add values, but never to remove any.
pub(super) fn facets(reader: &mut Reader<'_>, section: &Section<'_>) {
    for (id, key, row) in section.rows("facets") {
        let Some(facet) = facet(reader, id, key, &row) else { continue };
        match reader.pack.facets.get(facet.id.as_str()) {
            None if reader.pack.facets.len() >= MOST_FACETS => {
                let message = format!("a pack has at most {MOST_FACETS} facets");
                reader.faults.push(Diagnostic::error("too-many", key.span, message));
            }
            None => {
                if facet.settled_by_child {
                    let values = facet.values.iter().map(|value| value.id.to_string()).collect();
                    reader.left_open.insert(facet.id.clone(), (reader.layer, values));
                }
                drop(reader.pack.facets.insert(facet));
            }
            Some(parent) if reader.layer_of(parent.span.file) == reader.layer => {
                let message = format!("the facet `{}` is declared twice", facet.id);
                let fault = Diagnostic::error("declared-twice", key.span, message);
                reader.faults.push(fault.also(parent.span, "first declared here"));
            }
            Some(parent) => {
                let faults = narrowed(parent, &facet);
                let decides = reader.decides();
                // Keep the lost values, so that other uses of them are not reported as errors too.
                let facet = if faults.is_empty() { facet } else { with_lost(parent, facet) };
                let facet = inherited(parent, facet, decides);
                reader.pack.facets.replace(facet);
                reader.faults.extend(faults);
            }
        }
    }
}

fn facet(reader: &mut Reader<'_>, id: Id, key: Key<'_>, row: &Section<'_>) -> Option<Facet> {
    let faults = &mut reader.faults;
    if is_reserved(&id) {
        let fault = Diagnostic::error(
            "reserved-word",
            key.span,
            format!("`{id}` cannot name a facet: it has a meaning of its own"),
        );
        faults.push(fault.help("choose another word"));
        return None;
    }
    let values = values(&row.child("values")?);
    if values.is_empty() || values.len() > MOST_VALUES {
        reader.sized.push((id, key.span, values.len()));
        return None;
    }
    let mut facet = Facet {
        id,
        question: row.prose_or_empty("question"),
        help: row.prose("help"),
        values,
        groups: Vec::new(),
        ordered: row.flag("ordered").unwrap_or(false),
        default: None,
        derived: row.flag("derived").unwrap_or(false),
        settled_by_child: row.get("settled-by").is_some(),
        settled: None,
        review: ValueSet::default(),
        about_tool: row.flag("about-tool").unwrap_or(false),
        span: key.span,
    };
    if facet.settled_by_child && facet.derived {
        let message = format!("`{}` comes from records, so no pack can settle it for everybody", facet.id);
        let fault = Diagnostic::error("wrong-form", key.span, message);
        faults.push(fault.help("take out `settled-by` or `derived`"));
        facet.settled_by_child = false;
    }
    if let Some(node) = row.get("default") {
        facet.default = place(&facet, node, faults);
    }
    for node in row.get("review").map(Node::one_or_many).unwrap_or_default() {
        place(&facet, node, faults).into_iter().for_each(|value| facet.review.insert(value));
    }
    for (id, key, row) in row.rows("groups") {
        if let Some(group) = group(&facet, id, key, &row, faults) {
            facet.groups.push(group);
        }
    }
    faults.extend(doubled_by_order(&facet));
    Some(facet)
}

/// Reports ids that a value or a declared group shares with an order group.
fn doubled_by_order(facet: &Facet) -> Option<Diagnostic> {
    let declared = facet.values.iter().map(|value| value.id.to_string());
    let mut known: BTreeSet<String> = declared.chain(facet.groups.iter().map(|group| group.id.to_string())).collect();
    let (doubled, _) = facet.order_groups().find(|(id, _)| !known.insert(id.clone()))?;
    let message = format!("`{doubled}` would mean two things in the ordered facet `{}`", facet.id);
    let help = "every value of an ordered facet has the groups `up-to-VALUE` and `VALUE-and-above`; choose another id";
    Some(Diagnostic::error("declared-twice", facet.span, message).help(help))
}

fn values(section: &Section<'_>) -> Vec<FacetValue> {
    let value = |(key, node): (Key<'_>, Node<'_>)| {
        let id = Id::parse(key.text).ok()?;
        let path = format!("{}.{id}", section.path);
        match node.section(path.clone()) {
            Some(row) => {
                let weight = row.get("weight").and_then(Node::number).and_then(|weight| u32::try_from(weight).ok());
                Some(FacetValue { id, label: row.prose_or_empty("label"), weight: weight.unwrap_or(1) })
            }
            None => Some(FacetValue { id, label: Text::new(path, node.text()?), weight: 1 }),
        }
    };
    section.entries().filter_map(value).collect()
}

fn group(facet: &Facet, id: Id, key: Key<'_>, row: &Section<'_>, faults: &mut Vec<Diagnostic>) -> Option<Group> {
    let mut places = |node: Node<'_>| -> ValueSet {
        node.one_or_many().into_iter().filter_map(|item| place(facet, item, faults)).collect()
    };
    let members = match (row.get("of"), row.get("except")) {
        (Some(of), None) => places(of),
        (None, Some(except)) => {
            let except = places(except);
            (0..facet.values.len()).filter(|value| !except.contains(*value)).collect()
        }
        _ => {
            let fault =
                Diagnostic::error("wrong-form", key.span, format!("the group `{id}` needs `of` or `except`, not both"));
            faults.push(fault.help("`of = [\"a\", \"b\"]` names the members, `except = [\"c\"]` names all others"));
            return None;
        }
    };
    if facet.value(id.as_str()).is_some() {
        let message = format!("`{id}` is a value of `{}` already", facet.id);
        faults.push(Diagnostic::error("declared-twice", key.span, message).help("give the group another id"));
        return None;
    }
    Some(Group { id, label: row.prose_or_empty("label"), members, open: row.get("except").is_some() })
}

pub(super) fn place(facet: &Facet, node: Node<'_>, faults: &mut Vec<Diagnostic>) -> Option<usize> {
    let text = node.text()?;
    let place = facet.value(text);
    if place.is_none() {
        faults.push(no_value(node, facet, text));
    }
    place
}

/// Reports facets with too many values or none, and a rule that names each.
pub(super) fn sized(reader: &mut Reader<'_>) {
    for (id, span, count) in std::mem::take(&mut reader.sized) {
        let message = format!("the facet `{id}` has {count} values; one to {MOST_VALUES} are possible");
        let fault = Diagnostic::error("too-many", span, message);
        let attribute = format!("context.{}", id.as_str().replace('-', "_"));
        let names = |text: &str| {
            let mut found = text.split(attribute.as_str()).skip(1);
            found.any(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_'))
        };
        let rule = reader.pack.rules.iter().find(|rule| names(&rule.cedar));
        let fault = match rule {
            Some(rule) => fault.also(rule.span, format!("rule `{}` names it", rule.id)),
            None => fault,
        };
        reader
            .faults
            .push(fault.help("give it fewer values: name only those that rules tell apart, and put the rest together"));
    }
}
