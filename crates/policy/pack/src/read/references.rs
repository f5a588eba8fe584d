use super::exemptions;
use super::reader::Reader;
use crate::Diagnostic;
use crate::format::RefTarget;
use countersign_model::{HasId, Id, Pack, Span, Table, fold};
use std::collections::BTreeMap;

/// Looks up every reference, and checks what needs the whole pack: trees without cycles, names that
/// mean two tools, exemptions without their approvals.
pub(super) fn check(reader: &mut Reader<'_>) {
    for reference in std::mem::take(&mut reader.references) {
        let id = reference.id.as_str();
        let declared = ids(&reader.pack, reference.to);
        if !declared.has(id) && reference.to != RefTarget::Rule {
            let known = declared.all();
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
    exemptions::check(reader);
    zone(reader);
}

/// The ids of one type.
trait Ids {
    fn has(&self, id: &str) -> bool;
    fn all(&self) -> Vec<&str>;
}

impl<T: HasId> Ids for Table<T> {
    fn has(&self, id: &str) -> bool {
        self.position(id).is_some()
    }

    fn all(&self) -> Vec<&str> {
        self.ids().collect()
    }
}

fn ids(pack: &Pack, of: RefTarget) -> &dyn Ids {
    match of {
        RefTarget::Source => &pack.sources,
        RefTarget::Contact => &pack.contacts,
        RefTarget::Facet => &pack.facets,
        RefTarget::Grade => &pack.grades,
        RefTarget::Approval => &pack.approvals,
        RefTarget::Unit => &pack.units,
        RefTarget::Kind => &pack.kinds,
        RefTarget::Developer => &pack.developers,
        RefTarget::Tool => &pack.tools,
        RefTarget::Ban => &pack.bans,
        RefTarget::Exemption => &pack.exemptions,
        RefTarget::Checklist => &pack.checklists,
        RefTarget::Duty => &pack.duties,
        RefTarget::Rule => &pack.rules,
    }
}

/// Reports cycles among units, kinds and developers.
fn circles(reader: &mut Reader<'_>) {
    let units: Vec<(Id, Option<Id>, Span)> =
        reader.pack.units.iter().map(|unit| (unit.id.clone(), unit.parent.clone(), unit.span)).collect();
    let kinds: Vec<(Id, Option<Id>, Span)> =
        reader.pack.kinds.iter().map(|kind| (kind.id.clone(), kind.parent.clone(), kind.span)).collect();
    let developers: Vec<(Id, Option<Id>, Span)> = reader
        .pack
        .developers
        .iter()
        .map(|developer| (developer.id.clone(), developer.owner.clone(), developer.span))
        .collect();
    for (what, key, rows) in [("unit", "parent", units), ("kind", "parent", kinds), ("developer", "owner", developers)]
    {
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
                reader.faults.push(
                    Diagnostic::error("circle", *span, message).help(format!("take out one `{key}` of the circle")),
                );
            }
        }
    }
}

/// Reports names that could mean two tools.
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

fn zone(reader: &mut Reader<'_>) {
    let zone = &reader.pack.settings.time_zone;
    if jiff::tz::TimeZone::get(zone).is_err() {
        let fault = Diagnostic::error("unknown-zone", Span::default(), format!("`{zone}` is no time zone")).nowhere();
        reader.faults.push(fault.help("use a name of the IANA list, as in `Europe/London`"));
    }
}
