use super::bans::backwards;
use super::node::{Key, Node, Section};
use super::reader::Reader;
use super::scope::scope;
use crate::{Diagnostic, SharedDomain};
use countersign_model::{
    Alias, CaseGrade, Condition, Id, Identity, IdentityKind, Limit, Listing, Route, SharedUse, SourcedIdentity, Span,
    Strength, Tool, ToolOrigin,
};

/// Reads a tool of the register. `None` if it has no name, which is already reported as an error.
pub(super) fn tool(reader: &mut Reader<'_>, id: Id, section: &Section<'_>) -> Option<Tool> {
    let name = section.line("name")?;
    let span = section.get("name").map_or(section.span, Node::span);
    let serves = reader.serves(section);
    let mut identities = Vec::new();
    for row in section.list("identities") {
        identities.extend(known_as(&row, &mut reader.faults));
    }
    let listings = section.list("listings").iter().filter_map(|row| listing(reader, row)).collect();
    Some(Tool {
        id,
        layer: reader.layer,
        origin: if reader.in_catalogue() { ToolOrigin::Catalogue } else { ToolOrigin::Register },
        name,
        aliases: aliases(section),
        about: section.prose("about"),
        kinds: section.ids("kinds"),
        developer: section.id("developer"),
        types: section.proses("types"),
        serves,
        listings,
        identities,
        span,
    })
}

fn aliases(section: &Section<'_>) -> Vec<Alias> {
    let nodes = section.get("aliases").map(Node::one_or_many).unwrap_or_default();
    let alias = |(place, node): (usize, Node<'_>)| {
        let row = node.section(format!("{}.aliases.{}", section.path, place + 1));
        match row {
            Some(row) => Some(Alias { name: row.line("name")?, note: row.prose("note") }),
            None => Some(Alias { name: node.text()?.trim().to_owned(), note: None }),
        }
    };
    nodes.into_iter().enumerate().filter_map(alias).collect()
}

fn listing(reader: &mut Reader<'_>, row: &Section<'_>) -> Option<Listing> {
    let limits = scope(row.get("limits"), &reader.pack.facets, &mut reader.faults);
    let limits = limits.clauses.into_iter().map(|clause| Limit { facet: clause.facet, values: clause.values });
    let limits = limits.collect();
    let routes = row.get("routes").map(|_| row.list("routes").iter().map(|row| route(reader, row)).collect::<Vec<_>>());
    reader.faults.extend(backwards(row));
    let conditions = row.list("conditions").iter().filter_map(|row| condition(reader, row)).collect();
    let grades: Vec<CaseGrade> = row.list("grades").iter().filter_map(|row| case_grade(reader, row)).collect();
    reader.faults.extend(meeting(&grades));
    Some(Listing {
        source: row.id("source")?,
        grade: row.id("grade")?,
        grades,
        date: row.date("date"),
        from: row.day("from"),
        until: row.day("until"),
        review: row.day("review"),
        note: row.prose("note"),
        limits,
        routes,
        conditions,
        span: row.get("source").map_or(row.span, Node::span),
    })
}

fn case_grade(reader: &mut Reader<'_>, row: &Section<'_>) -> Option<CaseGrade> {
    let given = row.get("when")?;
    let known = reader.faults.len();
    let when = scope(Some(given), &reader.pack.facets, &mut reader.faults);
    if when.clauses.is_empty() && reader.faults.len() == known {
        let fault = Diagnostic::error("grade-everywhere", given.span(), "this grade holds in every case")
            .help("name the facets on which it depends, as in `when = { device = \"laptop\" }`; the grade of all other cases is the listing's own `grade`");
        reader.faults.push(fault);
    }
    Some(CaseGrade {
        grade: row.id("grade")?,
        when,
        note: row.prose("note"),
        span: row.get("grade").map_or(row.span, Node::span),
    })
}

/// Reports two grades from one source for the same case.
fn meeting(grades: &[CaseGrade]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (place, own) in grades.iter().enumerate() {
        let earlier = grades.iter().take(place);
        for other in earlier.filter(|other| other.grade != own.grade && other.when.overlaps(&own.when)) {
            let message = format!("`{}` and `{}` are both given in some cases", other.grade, own.grade);
            faults.push(
                Diagnostic::error("two-grades", own.span, message)
                    .label("meets the other")
                    .help("narrow one `when`, so that no case lies in both"),
            );
        }
    }
    faults
}

fn route(reader: &mut Reader<'_>, row: &Section<'_>) -> Route {
    let when = scope(row.get("when"), &reader.pack.facets, &mut reader.faults);
    for (key, _) in row.child("when").iter().flat_map(Section::entries) {
        let apart =
            reader.pack.facets.position(key.text).is_none_or(|facet| reader.pack.settings.routes.contains(&facet));
        if !apart {
            reader.faults.push(not_for_routes(reader, key));
        }
    }
    Route {
        scope: when,
        how: row.prose_or_empty("how"),
        // Which approval a route needs is for the pack that lists it to decide.
        approval: row.id("approval").filter(|_| reader.decides()),
        span: row.get("how").map_or(row.span, Node::span),
    }
}

fn not_for_routes(reader: &Reader<'_>, key: Key<'_>) -> Diagnostic {
    let facets = reader.pack.settings.routes.iter().filter_map(|facet| reader.pack.facets.at(*facet));
    let known: Vec<&str> = facets.map(|facet| facet.id.as_str()).collect();
    let message = format!("routes are not told apart by `{}`", key.text);
    Diagnostic::error("unknown-facet", key.span, message)
        .help(format!("`routes` in `pack.toml` names the facets for it; now it has [{}]", known.join(", ")))
}

fn condition(reader: &mut Reader<'_>, row: &Section<'_>) -> Option<Condition> {
    let when = scope(row.get("when"), &reader.pack.facets, &mut reader.faults);
    Some(Condition {
        text: row.prose("text")?,
        strength: Strength::parse(&row.line("strength")?)?,
        when,
        span: row.get("text").map_or(row.span, Node::span),
    })
}

/// Returns who else uses a domain. That is an error unless the row says why it is right to list it.
fn shared_use(identity: &Identity, row: &Section<'_>, span: Span, faults: &mut Vec<Diagnostic>) -> Option<SharedUse> {
    if identity.kind != IdentityKind::Domain {
        return None;
    }
    let name = &identity.name;
    let why = row.line("why-shared").filter(|why| !why.trim().is_empty());
    let shared = SharedDomain::of(name);
    match (shared, why) {
        (Some(SharedDomain::PublicSuffix), _) => {
            let message = format!("`{name}` is a public suffix: blocking it would block every domain below it");
            let fault = Diagnostic::error("public-suffix", span, message);
            faults.push(fault.help("name the tool's own domain below it, as in `example.co.uk`"));
            None
        }
        (Some(shared), None) => {
            let message = format!("`{name}` is shared by others: it holds {}", shared.users());
            let fault = Diagnostic::error("shared-domain", span, message);
            faults.push(fault.help(
                "name the tool's own domain below it; or put it into an `[[identities]]` of its own and say why it is right: `why-shared = \"…\"`",
            ));
            None
        }
        (shared, why) => Some(SharedUse { users: shared.map_or("", SharedDomain::users).to_owned(), why: why? }),
    }
}

/// Reads the machine names of a tool, or of everything that a developer makes.
pub(super) fn known_as(row: &Section<'_>, faults: &mut Vec<Diagnostic>) -> Vec<SourcedIdentity> {
    let Some(source) = row.line("source") else { return Vec::new() };
    let mut known = Vec::new();
    for kind in IdentityKind::ALL {
        for node in row.get(kind.as_str()).map(Node::one_or_many).unwrap_or_default() {
            let Some(name) = node.text() else { continue };
            match Identity::parse(kind, name) {
                Ok(identity) => {
                    let shared = shared_use(&identity, row, node.span(), faults);
                    known.push(SourcedIdentity { identity, source: source.clone(), shared, span: node.span() });
                }
                Err(bad) => {
                    let message = format!("`{}` is no {} identity", name.escape_debug(), kind.as_str());
                    faults.push(Diagnostic::error("bad-identity", node.span(), message).help(bad.to_string()));
                }
            }
        }
    }
    known
}
