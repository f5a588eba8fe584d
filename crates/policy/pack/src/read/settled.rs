//! Facets that a pack leaves open and a child settles.

use super::facets::place;
use super::node::{Key, Section};
use super::reader::Reader;
use crate::Diagnostic;
use countersign_model::{Clause, Facet, Id, ImpossibleCombination, Scope, Settled};

/// Reads the values that a pack settles. Everybody then has that value, and no other is possible.
pub(super) fn settled(reader: &mut Reader<'_>, section: &Section<'_>) {
    if !reader.decides() {
        return;
    }
    for (id, key, row) in section.rows("settled") {
        if let Some(facet) = one(reader, &id, key, &row) {
            reader.pack.facets.replace(facet);
        }
    }
}

fn one(reader: &mut Reader<'_>, id: &Id, key: Key<'_>, row: &Section<'_>) -> Option<Facet> {
    let Some(facet) = reader.pack.facets.get(id.as_str()) else {
        let fault = Diagnostic::error("unknown-facet", key.span, format!("`{id}` is no facet of this pack"));
        reader.faults.push(fault.nearest(id.as_str(), reader.pack.facets.ids()));
        return None;
    };
    let mut facet = facet.clone();
    if let Some(fault) = forbidden(reader, &facet, key) {
        reader.faults.push(fault);
        return None;
    }
    let node = row.get("value")?;
    let value = place(&facet, node, &mut reader.faults)?;
    let open = reader.left_open.get(id).map(|(_, values)| values.as_slice()).unwrap_or_default();
    if !open.iter().any(|known| known == facet.value_id(value)) {
        let own = facet.value_id(value);
        let message = format!("`{own}` is a value of this pack only, and the parent left others to choose from");
        let values = open.join(", ");
        let fault = Diagnostic::error("not-left-open", node.span(), message);
        reader.faults.push(fault.also(facet.span, "declared here").help(format!("choose one of {values}")));
        return None;
    }
    let text = row.prose_or_empty("text");
    let others = (0..facet.values.len()).filter(|other| *other != value).collect();
    if facet.values.len() > 1 {
        let place = reader.pack.facets.position(id.as_str())?;
        let when = Scope { clauses: vec![Clause { facet: place, values: others }] };
        reader.pack.impossible.push(ImpossibleCombination { when, why: text.clone() });
    }
    facet.default = Some(value);
    facet.settled = Some(Settled { value, text, sources: row.ids("source"), span: key.span });
    Some(facet)
}

/// Reports why this pack may not settle a facet.
fn forbidden(reader: &Reader<'_>, facet: &Facet, key: Key<'_>) -> Option<Diagnostic> {
    let fault = |message: String| Diagnostic::error("not-left-open", key.span, message);
    if let Some(settled) = &facet.settled {
        let fault = fault(format!("`{}` is settled already", facet.id)).also(settled.span, "settled here");
        return Some(fault.help("take this one out: what a parent settled holds for the packs that extend it"));
    }
    if reader.left_open.get(&facet.id).is_none_or(|(layer, _)| *layer >= reader.layer) {
        let fault =
            fault(format!("`{}` is not left to this pack to settle", facet.id)).also(facet.span, "declared here");
        return Some(fault.help(
            "the pack that this one extends marks such a facet `settled-by = \"child\"`; a facet of a pack's own can have a `default`",
        ));
    }
    None
}
