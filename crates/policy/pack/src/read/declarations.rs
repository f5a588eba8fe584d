use super::declare::{declare, is_no_attribute};
use super::node::Section;
use super::reader::Reader;
use super::scope::scope;
use super::{deployments, reviewed, service, tools};
use crate::Diagnostic;
use countersign_model::{
    Approval, Contact, Developer, Duty, FallbackRoute, Grade, Id, ImpossibleCombination, Kind, Layer, Precedence,
    PreferenceOrder, PreferenceStep, Source, Text, Uncovered, Unit, UnlistedKind,
};

/// The largest number of approvals in a pack, because sets of them are the bits of a word.
const MOST_APPROVALS: usize = 64;

/// Reads the settings of the whole pack. A child's value replaces its parent's.
pub(super) fn settings(reader: &mut Reader<'_>, section: &Section<'_>) {
    if !reader.decides() {
        return;
    }
    let pack = &mut reader.pack;
    if let (Some(name), Some(version)) = (section.prose("name"), section.line("version")) {
        let name = Text::new(format!("pack.{}.name", pack.layers.len()), name.text);
        pack.layers.push(Layer { name, version });
    }
    let settings = &mut pack.settings;
    if let Some(language) = section.line("language") {
        settings.language = language;
    }
    if let Some(zone) = section.line("time-zone") {
        settings.time_zone = zone;
    }
    for (key, contacts) in
        [("report", &mut settings.report), ("help", &mut settings.help), ("feedback", &mut settings.feedback)]
    {
        let stated = section.ids(key);
        if !stated.is_empty() {
            *contacts = stated;
        }
    }
    if let Some(unlisted) = section.child("unlisted") {
        settings.unlisted = Some(FallbackRoute {
            text: unlisted.prose_or_empty("text"),
            ask: unlisted.ids("ask"),
            checklists: unlisted.ids("checklist"),
            sources: unlisted.ids("source"),
            span: unlisted.span,
        });
    }
    if let Some(uncovered) = section.child("uncovered") {
        settings.uncovered = Some(Uncovered {
            text: uncovered.prose_or_empty("text"),
            ask: uncovered.ids("ask"),
            checklists: uncovered.ids("checklist"),
            sources: uncovered.ids("source"),
        });
    }
}

/// Reads the settings that name facets or units, once those are known.
pub(super) fn references(reader: &mut Reader<'_>, section: &Section<'_>) {
    if !reader.decides() {
        return;
    }
    let pack = &mut reader.pack;
    if let Some(unit) = section.id("unit") {
        pack.settings.unit = pack.units.position(unit.as_str());
    }
    if let Some(facet) = section.id("serves") {
        pack.settings.serves = pack.facets.position(facet.as_str());
    }
    let routes = section.ids("routes");
    if !routes.is_empty() {
        pack.settings.routes = routes.iter().filter_map(|id| pack.facets.position(id.as_str())).collect();
    }
}

/// Reads the tables of a section that refer only to ids.
pub(super) fn declarations(reader: &mut Reader<'_>, section: &Section<'_>) {
    sources(reader, section);
    contacts(reader, section);
    grades(reader, section);
    approvals(reader, section);
    units(reader, section);
    developers(reader, section);
    duties(reader, section);
}

fn sources(reader: &mut Reader<'_>, section: &Section<'_>) {
    for (id, key, row) in section.rows("sources") {
        let source = Source {
            id,
            title: row.prose_or_empty("title"),
            date: row.date("date"),
            standing: row.line("standing").unwrap_or_default(),
            publisher: row.line("publisher"),
            url: row.line("url"),
            licence: row.line("licence"),
            span: key.span,
        };
        declare(&mut reader.pack.sources, source, "source", |row| row.span, &mut reader.faults);
    }
}

fn contacts(reader: &mut Reader<'_>, section: &Section<'_>) {
    for (id, key, row) in section.rows("contacts") {
        let (name, subject) = (row.prose_or_empty("name"), row.prose_or_empty("subject"));
        let contact = Contact { id, name, subject, reach: row.lines("reach"), span: key.span };
        declare(&mut reader.pack.contacts, contact, "contact", |row| row.span, &mut reader.faults);
    }
}

fn grades(reader: &mut Reader<'_>, section: &Section<'_>) {
    for (id, key, row) in section.rows("grades") {
        let (name, meaning) = (row.prose_or_empty("name"), row.prose("meaning"));
        let grade = Grade { id, name, meaning, groups: row.ids("groups"), span: key.span };
        declare(&mut reader.pack.grades, grade, "grade", |row| row.span, &mut reader.faults);
    }
}

fn approvals(reader: &mut Reader<'_>, section: &Section<'_>) {
    let (pack, faults) = (&mut reader.pack, &mut reader.faults);
    for (id, key, row) in section.rows("approvals") {
        if is_no_attribute(&id) {
            let fault = Diagnostic::error("reserved-word", key.span, format!("`{id}` cannot name an approval"));
            faults.push(fault.help("choose another word that begins with a letter"));
        }
        if pack.approvals.len() >= MOST_APPROVALS {
            let fault =
                Diagnostic::error("too-many", key.span, format!("a pack has at most {MOST_APPROVALS} approvals"));
            faults.push(fault.help("leave out what no rule names"));
            continue;
        }
        let Some(by) = row.id("by") else { continue };
        let askable = row.flag("askable").unwrap_or(true);
        let approval = Approval { id, name: row.prose_or_empty("name"), by, askable, span: key.span };
        declare(&mut pack.approvals, approval, "approval", |row| row.span, faults);
    }
}

fn units(reader: &mut Reader<'_>, section: &Section<'_>) {
    for (id, key, row) in section.rows("units") {
        let unit = Unit {
            id,
            name: row.prose_or_empty("name"),
            aliases: row.lines("aliases"),
            parent: row.id("parent"),
            rules_elsewhere: row.flag("rules-elsewhere").unwrap_or(false),
            span: key.span,
        };
        declare(&mut reader.pack.units, unit, "unit", |row| row.span, &mut reader.faults);
    }
}

fn developers(reader: &mut Reader<'_>, section: &Section<'_>) {
    let in_catalogue = reader.catalogues.get(reader.layer).copied().unwrap_or_default();
    for (id, key, row) in section.rows("developers") {
        let developer = Developer {
            id,
            name: row.line("name").unwrap_or_default(),
            aliases: row.lines("aliases"),
            owner: row.id("owner"),
            country: country(&row, &mut reader.faults),
            source: row.line("source"),
            identities: tools::known_as(&row, &mut reader.faults),
            span: key.span,
        };
        reader.products.developer(&mut reader.pack, developer, in_catalogue, &mut reader.faults);
    }
}

fn duties(reader: &mut Reader<'_>, section: &Section<'_>) {
    for (id, key, row) in section.rows("duties") {
        let duty = Duty {
            id,
            text: row.prose_or_empty("text"),
            deadline: row.duration("deadline"),
            keep_for: row.duration("keep-for"),
            sources: row.ids("source"),
            ask: row.ids("ask"),
            span: key.span,
        };
        declare(&mut reader.pack.duties, duty, "duty", |row| row.span, &mut reader.faults);
    }
}

/// Reads the country of a developer: two letters.
fn country(row: &Section<'_>, faults: &mut Vec<Diagnostic>) -> Option<String> {
    let (line, node) = (row.line("country")?, row.get("country")?);
    if line.len() == 2 && line.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(line);
    }
    let message = format!("`{}` is no country: write two capital letters, as in `GB`", line.escape_debug());
    faults.push(Diagnostic::error("bad-text", node.span(), message).help("the codes are those of ISO 3166-1 alpha-2"));
    None
}

/// Reads the tables of a section that refer to facets.
pub(super) fn faceted(reader: &mut Reader<'_>, section: &Section<'_>) {
    let decides = reader.decides();
    if let Some(node) = section.get("reach").filter(|_| decides) {
        reader.pack.settings.reach = scope(Some(node), &reader.pack.facets, &mut reader.faults);
    }
    for row in section.list("impossible").into_iter().filter(|_| decides) {
        let when = scope(row.get("when"), &reader.pack.facets, &mut reader.faults);
        let place = reader.pack.impossible.len() + 1;
        let why = row.prose("why").map(|why| why.text).unwrap_or_default();
        reader
            .pack
            .impossible
            .push(ImpossibleCombination { when, why: Text::new(format!("impossible.{place}.why"), why) });
    }
    for (id, key, row) in section.rows("kinds") {
        let kind = Kind {
            id,
            name: row.prose_or_empty("name"),
            aliases: row.lines("aliases"),
            parent: row.id("parent"),
            in_catalogue: reader.in_catalogue(),
            serves: reader.serves(&row),
            span: key.span,
        };
        if kind.id.as_str() == UnlistedKind::NONE {
            let message = "`none` cannot name a kind: it says that a tool is of none of them";
            reader.faults.push(Diagnostic::error("reserved-word", key.span, message).help("choose another word"));
            continue;
        }
        reader.kind(kind);
    }
    for (id, key, row) in section.rows("ladders") {
        let rung = |rung: Section<'_>| PreferenceStep { tools: rung.ids("tools"), text: rung.prose_or_empty("text") };
        let ladder = PreferenceOrder {
            id,
            name: row.prose_or_empty("name"),
            when: scope(row.get("when"), &reader.pack.facets, &mut reader.faults),
            rungs: row.list("rungs").into_iter().map(rung).collect(),
            sources: row.ids("source"),
            span: key.span,
        };
        declare(&mut reader.pack.ladders, ladder, "ladder", |row| row.span, &mut reader.faults);
    }
    reviewed::reviewed(reader, section);
    deployments::identities(reader, section);
    deployments::deployments(reader, section);
    deployments::protected(reader, section);
    service::site(reader, section);
    service::authzen(reader, section);
    for row in section.list("precedence") {
        let (Some(winner), Some(loser)) = (row.id("winner"), row.id("loser")) else { continue };
        let (tools, why) = (row.ids("tools"), row.prose_or_empty("why"));
        let layer = |id: &Id| reader.pack.sources.get(id.as_str()).map(|source| reader.layer_of(source.span.file));
        if !decides && layer(&winner) != Some(reader.layer) && layer(&loser) != Some(reader.layer) {
            continue;
        }
        reader.pack.precedence.push(Precedence { winner, loser, tools, why, span: row.span });
    }
}
