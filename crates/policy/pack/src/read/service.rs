use super::node::{Key, Node, Section};
use super::reader::Reader;
use crate::Diagnostic;
use countersign_model::{Colour, FacetMapping, IdentityKind, Property, ResourceType, SubjectType};

/// The lowest contrast of text with its background (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;

/// Reads how the organisation's pages look.
pub(super) fn site(reader: &mut Reader<'_>, section: &Section<'_>) {
    let Some(row) = section.child("site") else { return };
    let site = &mut reader.pack.settings.site;
    site.title = row.prose("title").or(site.title.take());
    let (Some(text), Some(node)) = (row.line("colour"), row.get("colour")) else { return };
    let (message, help) = match Colour::parse(&text) {
        Some(colour) if colour.contrast_with_white() >= CONTRAST => {
            site.colour = Some(colour);
            return;
        }
        Some(colour) => (
            format!("white text on `{text}` has a contrast of {:.1} to 1", colour.contrast_with_white()),
            "WCAG 2.2 asks for 4.5 to 1: choose a darker colour",
        ),
        None => {
            (format!("`{}` is no colour", text.escape_debug()), "write `#` and six hexadecimal digits, as in `#1d70b8`")
        }
    };
    reader.faults.push(Diagnostic::error("bad-colour", node.span(), message).help(help));
}

/// Reads how requests of the Authorization API name tools, units and facets. A child's entry for a
/// type replaces its parent's.
pub(super) fn authzen(reader: &mut Reader<'_>, section: &Section<'_>) {
    let Some(row) = section.child("authzen") else { return };
    for row in row.list("subjects") {
        let Some(name) = row.line("type") else { continue };
        let id = row.child("id").and_then(|row| stated(reader, &row));
        let unit = row.line("unit").unwrap_or_else(|| "unit".into());
        let properties = properties(reader, &row, "facets");
        let subjects = &mut reader.pack.settings.authzen.subjects;
        subjects.retain(|known| known.name != name);
        subjects.push(SubjectType { name, id, unit, properties });
    }
    for row in row.list("resources") {
        let Some(name) = row.line("type") else { continue };
        let known_as = row.line("known-as").unwrap_or_default();
        let identity = IdentityKind::ALL.into_iter().find(|kind| kind.as_str() == known_as);
        let properties = properties(reader, &row, "facets");
        let resources = &mut reader.pack.settings.authzen.resources;
        resources.retain(|known| known.name != name);
        resources.push(ResourceType { name, identity, properties });
    }
    if let Some(action) = row.child("action") {
        let name = action.child("name").and_then(|row| stated(reader, &row));
        let properties = properties(reader, &action, "facets");
        let authzen = &mut reader.pack.settings.authzen;
        (authzen.action, authzen.action_properties) = (name, properties);
        authzen.action_names = action.lines("names");
    }
    let context = properties(reader, &row, "context");
    if !context.is_empty() {
        reader.pack.settings.authzen.context = context;
    }
}

fn stated(reader: &mut Reader<'_>, row: &Section<'_>) -> Option<FacetMapping> {
    let place = reader.pack.facets.position(row.id("facet")?.as_str())?;
    Some(FacetMapping { facet: place, otherwise: otherwise(reader, row, place) })
}

/// Reads facets, each with the property that gives it a value.
fn properties(reader: &mut Reader<'_>, section: &Section<'_>, key: &str) -> Vec<Property> {
    let Some(table) = section.child(key) else { return Vec::new() };
    table.entries().filter_map(|(key, node)| property(reader, &table, key, node)).collect()
}

fn property(reader: &mut Reader<'_>, table: &Section<'_>, key: Key<'_>, node: Node<'_>) -> Option<Property> {
    let Some(facet) = reader.pack.facets.position(key.text) else {
        let message = format!("`{}` is no facet of this pack", key.text);
        let fault = Diagnostic::error("unknown-facet", key.span, message);
        reader.faults.push(fault.nearest(key.text, reader.pack.facets.ids()));
        return None;
    };
    match table.child(key.text) {
        Some(row) => {
            let says = FacetMapping { facet, otherwise: otherwise(reader, &row, facet) };
            Some(Property { name: row.line("property")?, says })
        }
        None => Some(Property { name: node.text()?.trim().to_owned(), says: FacetMapping { facet, otherwise: None } }),
    }
}

/// Reads the value for words that the facet does not have.
fn otherwise(reader: &mut Reader<'_>, row: &Section<'_>, facet: usize) -> Option<usize> {
    let node = row.get("otherwise")?;
    let (text, facet) = (node.text()?, reader.pack.facets.at(facet)?);
    let value = facet.value(text);
    if value.is_none() {
        let known = facet.values.iter().map(|value| value.id.as_str());
        let fault = Diagnostic::error("unknown-value", node.span(), format!("`{text}` is no value of `{}`", facet.id));
        reader.faults.push(fault.nearest(text, known));
    }
    value
}
