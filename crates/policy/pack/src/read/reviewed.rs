use super::facets::place;
use super::node::{Node, Section};
use super::reader::Reader;
use crate::Diagnostic;
use countersign_model::{Reviewed, Text};

/// Reads the findings of lint that an author has confirmed. Lint itself looks up their tools,
/// because a tool that no longer exists needs no confirmation.
pub(super) fn reviewed(reader: &mut Reader<'_>, section: &Section<'_>) {
    for row in section.list("reviewed") {
        let facet = row.id("facet").and_then(|id| reader.pack.facets.position(id.as_str()));
        let check = row.line("check").unwrap_or_default();
        let mut values = Vec::new();
        if let Some(facet) = facet.and_then(|place| reader.pack.facets.at(place)) {
            let nodes = row.get("value").map(Node::one_or_many).unwrap_or_default();
            values.extend(nodes.into_iter().filter_map(|node| place(facet, node, &mut reader.faults)));
        }
        if check == "highest-allowed" && (row.get("facet").is_none() || row.get("value").is_none()) {
            let message = "`highest-allowed` is about a value of a facet, and this does not say which";
            let fault = Diagnostic::error("missing-key", row.span, message);
            reader.faults.push(fault.help("add `facet` and `value`, as the note of `countersign lint` names them"));
        }
        let number = reader.pack.reviewed.len() + 1;
        let why = row.prose("why").map(|why| why.text).unwrap_or_default();
        let why = Text::new(format!("reviewed.{number}.why"), why);
        let tools = row.lines("tools");
        reader.pack.reviewed.push(Reviewed { check, facet, values, tools, why, span: row.span });
    }
}
