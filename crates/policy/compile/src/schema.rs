use crate::cedar_names::{attribute, entity_type};
use countersign_model::Pack;
use std::fmt::Write;

/// Returns the Cedar schema of a pack, as text.
///
/// A question is a request: the unit is the principal, the tool is the resource, and facts and
/// approvals are the context. Values of a facet are entities, and groups are their parents.
pub fn schema(pack: &Pack) -> String {
    let mut text = String::new();
    let out = &mut text;
    let facets: Vec<(String, String)> =
        pack.facets.iter().map(|facet| (attribute(&facet.id), entity_type(&facet.id))).collect();
    for (_, kind) in &facets {
        let _ = writeln!(out, "entity {kind} in [{kind}];");
    }
    let _ = writeln!(out, "entity Unit in [Unit] {{ rules_elsewhere: Bool }};");
    for kind in ["Kind", "Developer", "Grade"] {
        let _ = writeln!(out, "entity {kind} in [{kind}];");
    }
    let _ = writeln!(out, "entity Ban, Listing;");
    let _ = writeln!(out, "entity Tool in [Kind, Developer, Grade, Ban, Listing] {{");
    let _ = writeln!(out, "  listed: Bool,");
    let _ = writeln!(out, "  limits: {{");
    for (name, kind) in &facets {
        let _ = writeln!(out, "    {name}: Set<{kind}>,");
    }
    let _ = writeln!(out, "  }},");
    if !pack.settings.routes.is_empty() {
        let _ = writeln!(out, "  routes: Set<{{");
        for (name, kind) in pack.settings.routes.iter().filter_map(|facet| facets.get(*facet)) {
            let _ = writeln!(out, "    {name}: {kind},");
        }
        let _ = writeln!(out, "  }}>,");
    }
    let _ = writeln!(out, "}};");
    let _ = writeln!(out, "type Question = {{");
    for (name, kind) in &facets {
        let _ = writeln!(out, "  {name}: {kind},");
    }
    let _ = writeln!(out, "  approved: {{");
    for approval in &pack.approvals {
        let _ = writeln!(out, "    {}: Bool,", attribute(&approval.id));
    }
    let _ = writeln!(out, "  }},");
    let _ = writeln!(out, "}};");
    let _ = writeln!(out, "action use, advise appliesTo {{ principal: [Unit], resource: [Tool], context: Question }};");
    text
}
