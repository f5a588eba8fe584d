//! Two versions of a policy aligned: one set of subjects, units and facets for both.

use super::tool_matching::{ToolPair, twins};
use countersign_compiled::{Policy, Subject};
use countersign_diagram::{TooManyVariables, VariableMapping, Variables};
use countersign_model::{Id, Pack, Tool};

/// The variables that both versions share, and the mapping of each version's own variables.
pub(crate) struct Alignment {
    /// The tools, and their places in each version.
    pub(crate) twins: Vec<ToolPair>,
    renamed: Vec<(String, String)>,
    /// The subjects: their names, and what they are in each version.
    pub(crate) subjects: Vec<Pair<Subject>>,
    /// The units, in each version.
    pub(crate) units: Vec<Pair<usize>>,
    /// The facets, the new version's first.
    pub(crate) facets: Vec<SharedFacet>,
    /// The variables: subject, unit, the facets, then the approvals.
    pub(crate) shape: Variables,
    /// The variable of the first approval.
    pub(crate) approvals: usize,
    /// Maps each version's variables to the shared ones.
    pub(crate) sources: [Vec<VariableMapping>; 2],
}

/// An item that both versions know, or that one version takes for the other's.
#[derive(Clone, Debug)]
pub(crate) struct Pair<T> {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) old: T,
    pub(crate) new: T,
}

/// A facet, with the values that both versions can be asked about.
#[derive(Clone, Debug)]
pub(crate) struct SharedFacet {
    pub(crate) id: String,
    /// The values by id.
    pub(crate) values: Vec<String>,
    /// Its place in the new version, or else in the old one.
    pub(crate) place: (usize, bool),
}

/// The variable of the subject.
pub(crate) const SUBJECT: usize = 0;
/// The variable of the unit.
pub(crate) const UNIT: usize = 1;
/// The variable of the first facet.
pub(crate) const FACETS: usize = 2;

impl Alignment {
    pub(crate) fn new(old: &Policy, new: &Policy) -> Result<Self, TooManyVariables> {
        let facets = facets(&old.pack, &new.pack);
        let twins = twins(&old.pack, &new.pack);
        let subjects = subjects(old, new, &twins);
        let units = units(&old.pack, &new.pack);
        let mut sizes = vec![subjects.len().max(1), units.len().max(1)];
        sizes.extend(facets.iter().map(|facet| facet.values.len()));
        let approvals = sizes.len();
        let gone = old.pack.approvals.ids().filter(|id| new.pack.approvals.get(id).is_none());
        let ids: Vec<&str> = new.pack.approvals.ids().chain(gone).collect();
        sizes.extend(ids.iter().map(|_| 2));
        // The facets in the order of the new policy, then those that it does not have.
        let levels = new.decisions.diagrams.shape();
        let level = |facet: &SharedFacet| match facet.place {
            (place, true) => levels.level(place),
            (_, false) => usize::MAX,
        };
        let mut order: Vec<usize> = (0..facets.len()).collect();
        order.sort_by_key(|place| facets.get(*place).map(level));
        let order = [SUBJECT, UNIT].into_iter().chain(order.into_iter().map(|place| place + FACETS));
        let order = order.chain(approvals..sizes.len()).collect();
        let shape = Variables::new(sizes, order)?;
        let sources = [&old.pack, &new.pack].map(|pack| sources(pack, &facets, approvals, &ids));
        let renamed = renamed(&old.pack, &new.pack, &twins);
        Ok(Self { twins, renamed, subjects, units, facets, shape, approvals, sources })
    }

    /// Returns the id by which the new version knows a rule of a version. Rules derived from a
    /// tool's entry contain the tool's id, which may have changed.
    pub(crate) fn later(&self, version: usize, rule: &str) -> String {
        let moved = self.renamed.iter().filter(|_| version == OLD).find_map(|(before, after)| {
            let rest = rule.strip_prefix(before.as_str())?;
            rest.starts_with(|first: char| first.is_ascii_digit()).then(|| format!("{after}{rest}"))
        });
        moved.unwrap_or_else(|| rule.to_owned())
    }
}

/// Returns id prefixes of derived rules for tools whose ids have changed: the old prefix and the
/// new one.
fn renamed(old: &Pack, new: &Pack, twins: &[ToolPair]) -> Vec<(String, String)> {
    let start = |tool: &Tool| format!("tool-{}-", tool.id);
    let both = |twin: &ToolPair| Some((start(old.tools.at(twin.old?)?), start(new.tools.at(twin.new?)?)));
    twins.iter().filter_map(both).filter(|(before, after)| before != after).collect()
}

fn facets(old: &Pack, new: &Pack) -> Vec<SharedFacet> {
    let shared = |other: &Pack, place: usize, facet: &countersign_model::Facet, of_new: bool| {
        let twin = other.facets.get(facet.id.as_str());
        let values = facet.values.iter().map(|value| value.id.to_string());
        let values = values.filter(|value| twin.is_none_or(|twin| twin.value(value).is_some())).collect::<Vec<_>>();
        SharedFacet { id: facet.id.to_string(), values, place: (place, of_new) }
    };
    let of_new = new.facets.iter().enumerate().map(|(place, facet)| shared(old, place, facet, true));
    let gone = old.facets.iter().enumerate().filter(|(_, facet)| new.facets.get(facet.id.as_str()).is_none());
    let of_old = gone.map(|(place, facet)| shared(new, place, facet, false));
    // A facet that lost all its values cannot be asked about with either version's values.
    of_new.chain(of_old).filter(|facet| !facet.values.is_empty()).collect()
}

/// Maps each variable of a version. A facet without common values takes its default or its first
/// value.
fn sources(pack: &Pack, facets: &[SharedFacet], first: usize, approvals: &[&str]) -> Vec<VariableMapping> {
    let source = |facet: &countersign_model::Facet| {
        let found = facets.iter().position(|aligned| aligned.id == facet.id.as_str());
        let values = |aligned: &SharedFacet| aligned.values.iter().filter_map(|value| facet.value(value)).collect();
        match found.and_then(|place| Some((place, facets.get(place)?))) {
            Some((place, aligned)) => VariableMapping::Variable(place + FACETS, values(aligned)),
            None => VariableMapping::Fixed(facet.default.unwrap_or(0)),
        }
    };
    let approval = |approval: &countersign_model::Approval| {
        let place = approvals.iter().position(|id| *id == approval.id.as_str());
        place.map_or(VariableMapping::Fixed(0), |place| VariableMapping::Variable(first + place, vec![0, 1]))
    };
    pack.facets.iter().map(source).chain(pack.approvals.iter().map(approval)).collect()
}

/// Returns the tools of both versions, and unlisted tools by kind. If a version does not know a
/// tool, its answers are those for an unlisted one.
fn subjects(old: &Policy, new: &Policy, twins: &[ToolPair]) -> Vec<Pair<Subject>> {
    let unlisted = |pack: &Pack, kinds: &[Id]| match kinds {
        [kind] => pack.kinds.position(kind.as_str()).map_or(Subject::Unlisted, Subject::Kind),
        _ => Subject::Unlisted,
    };
    let mut subjects = Vec::new();
    for twin in twins {
        let later = twin.new.and_then(|place| new.pack.tools.at(place));
        let Some(tool) = later.or_else(|| twin.old.and_then(|place| old.pack.tools.at(place))) else { continue };
        subjects.push(Pair {
            id: tool.id.to_string(),
            name: tool.name.clone(),
            old: twin.old.map_or_else(|| unlisted(&old.pack, &tool.kinds), Subject::Tool),
            new: twin.new.map_or_else(|| unlisted(&new.pack, &tool.kinds), Subject::Tool),
        });
    }
    let both = |id: &str, name: &str, old, new| Pair { id: id.to_owned(), name: name.to_owned(), old, new };
    subjects.push(both("?", "tools that no list names", Subject::Unlisted, Subject::Unlisted));
    for (place, kind) in new.pack.kinds.iter().enumerate() {
        if let Some(before) = old.pack.kinds.position(kind.id.as_str()) {
            // A catalogue's kind that no rule distinguishes is one of many.
            let plain = |policy: &Policy, place: usize| {
                let units = 0..policy.pack.units.len().max(1);
                let kind = countersign_compiled::Subject::Kind(place);
                let unlisted = countersign_compiled::Subject::Unlisted;
                units
                    .into_iter()
                    .all(|unit| policy.decisions.rules(kind, unit) == policy.decisions.rules(unlisted, unit))
            };
            if kind.in_catalogue && plain(old, before) && plain(new, place) {
                continue;
            }
            let name = format!("unlisted tools of the kind “{}”", kind.name.text);
            subjects.push(both(&format!("?{}", kind.id), &name, Subject::Kind(before), Subject::Kind(place)));
        }
    }
    subjects
}

/// Returns the units of both versions. If a version does not know a unit, its answers are those for
/// the nearest body above it that it knows.
fn units(old: &Pack, new: &Pack) -> Vec<Pair<usize>> {
    fn nearest(known: &Pack, knowing: &Pack, id: &str) -> usize {
        let mut next = Some(id.to_owned());
        // A chain of parents is no longer than the number of units.
        for _ in 0..=knowing.units.len() {
            let Some(id) = next else { break };
            if let Some(place) = known.units.position(&id) {
                return place;
            }
            next = knowing.units.get(&id).and_then(|unit| unit.parent.as_ref()).map(ToString::to_string);
        }
        known.settings.unit.unwrap_or(0)
    }
    let gone = old.units.iter().filter(|unit| new.units.get(unit.id.as_str()).is_none());
    let mut units: Vec<Pair<usize>> = new
        .units
        .iter()
        .chain(gone)
        .map(|unit| Pair {
            id: unit.id.to_string(),
            name: unit.name.text.clone(),
            old: nearest(old, new, unit.id.as_str()),
            new: nearest(new, old, unit.id.as_str()),
        })
        .collect();
    if units.is_empty() {
        units.push(Pair { id: String::new(), name: String::new(), old: 0, new: 0 });
    }
    units
}

/// The place of the old version in pairs.
pub(crate) const OLD: usize = 0;

/// The place of the new version in pairs.
pub(crate) const NEW: usize = 1;
