use super::Reader;
use crate::Diagnostic;
use crate::format::Refers;
use countersign_model::{Id, Span, fold};
use std::collections::BTreeMap;

/// Looks up every reference, and what can only be seen when all is read: trees
/// without circles, names that mean two tools, exemptions without their approvals.
pub(super) fn check(reader: &mut Reader<'_>) {
    for reference in std::mem::take(&mut reader.references) {
        let id = reference.id.as_str();
        let known: Vec<&str> = known(reader, reference.to);
        if !known.contains(&id) && reference.to != Refers::Rule {
            let what = reference.to.as_str();
            let fault = Diagnostic::error("unknown-reference", reference.span, format!("there is no {what} `{id}`"));
            let fault = fault.nearest(id, known.iter().copied());
            let fault = match (&fault.help, known.as_slice()) {
                (Some(_), _) => fault,
                (None, []) => fault.help(format!("this pack declares no {what} yet")),
                (None, few) if few.len() <= 12 => fault.help(format!("there are {}", few.join(", "))),
                _ => fault,
            };
            reader.faults.push(fault);
        }
    }
    circles(reader);
    names(reader);
    exemptions(reader);
    zone(reader);
}

fn known<'a>(reader: &'a Reader<'_>, to: Refers) -> Vec<&'a str> {
    let pack = &reader.pack;
    match to {
        Refers::Source => pack.sources.ids().collect(),
        Refers::Contact => pack.contacts.ids().collect(),
        Refers::Facet => pack.facets.ids().collect(),
        Refers::Grade => pack.grades.ids().collect(),
        Refers::Approval => pack.approvals.ids().collect(),
        Refers::Unit => pack.units.ids().collect(),
        Refers::Kind => pack.kinds.ids().collect(),
        Refers::Tool => pack.tools.ids().collect(),
        Refers::Ban => pack.bans.ids().collect(),
        Refers::Checklist => pack.checklists.ids().collect(),
        Refers::Duty => pack.duties.ids().collect(),
        Refers::Rule => pack.rules.ids().collect(),
    }
}

/// Trees of units and kinds that bite their own tail.
fn circles(reader: &mut Reader<'_>) {
    let units: Vec<(Id, Option<Id>, Span)> =
        reader.pack.units.iter().map(|unit| (unit.id.clone(), unit.parent.clone(), unit.span)).collect();
    let kinds: Vec<(Id, Option<Id>, Span)> =
        reader.pack.kinds.iter().map(|kind| (kind.id.clone(), kind.parent.clone(), kind.span)).collect();
    for (what, rows) in [("unit", units), ("kind", kinds)] {
        let parents: BTreeMap<&Id, &Id> =
            rows.iter().filter_map(|(id, parent, _)| Some((id, parent.as_ref()?))).collect();
        for (id, _, span) in &rows {
            let mut at = id;
            let mut steps = 0;
            while let Some(parent) = parents.get(at) {
                at = parent;
                steps += 1;
                if at == id || steps > rows.len() {
                    break;
                }
            }
            if steps > 0 && at == id {
                let message = format!("the {what} `{id}` is its own ancestor");
                reader
                    .faults
                    .push(Diagnostic::error("circle", *span, message).help("take out one `parent` of the circle"));
            }
        }
    }
}

/// Names that could mean two tools.
fn names(reader: &mut Reader<'_>) {
    let mut first: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for tool in &reader.pack.tools {
        let aliases = tool.aliases.iter().map(|alias| alias.name.as_str());
        for name in [tool.id.as_str(), tool.name.as_str()].into_iter().chain(aliases) {
            let folded = fold(name);
            match first.get(&folded) {
                Some((owner, span)) if *owner != tool.id.as_str() => {
                    let fault = Diagnostic::error(
                        "ambiguous-name",
                        tool.span,
                        format!("`{name}` means two tools: `{owner}` and `{}`", tool.id),
                    );
                    reader.faults.push(
                        fault
                            .also(*span, format!("`{owner}` has it already"))
                            .help("people compare names without case, spaces and signs; tell the two apart"),
                    );
                }
                Some(_) => {}
                None => {
                    first.insert(folded, (tool.id.as_str(), tool.span));
                }
            }
        }
    }
}

/// Exemptions from bans that allow none, or without the approvals they take.
fn exemptions(reader: &mut Reader<'_>) {
    for exemption in &reader.pack.exemptions {
        let Some(ban) = reader.pack.bans.get(exemption.ban.as_str()) else { continue };
        if ban.lifted.is_none() {
            let fault =
                Diagnostic::error("no-exemption", exemption.span, format!("the ban `{}` allows no exemption", ban.id));
            reader.faults.push(fault.also(ban.span, "the ban is here"));
        }
        for approval in ban.approvals.iter().filter(|approval| !exemption.approvals.contains(approval)) {
            let message = format!("the approval `{approval}` is not on the record of this exemption");
            let fault = Diagnostic::error("missing-approval", exemption.span, message);
            reader.faults.push(
                fault
                    .also(ban.span, "the ban asks for it")
                    .help(format!("add `{approval}` to `approvals` once it is granted")),
            );
        }
    }
}

fn zone(reader: &mut Reader<'_>) {
    let zone = &reader.pack.settings.time_zone;
    if jiff::tz::TimeZone::get(zone).is_err() {
        let fault = Diagnostic::error("unknown-zone", Span::default(), format!("`{zone}` is no time zone")).nowhere();
        reader.faults.push(fault.help("use a name of the IANA list, as in `Europe/London`"));
    }
}
