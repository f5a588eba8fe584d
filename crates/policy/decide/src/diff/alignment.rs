//! Two versions of a policy laid side by side: one set of subjects, units and
//! facets for both.

use super::tool_matching::{ToolPair, twins};
use countersign_compiled::{Policy, Subject};
use countersign_diagram::{TooManyVariables, VariableMapping, Variables};
use countersign_model::{Id, Pack, Tool};

/// The variables that both versions share, and how each version's own come to them.
pub(crate) struct Alignment {
    /// The tools, and which they are in each version.
    pub(crate) twins: Vec<ToolPair>,
    renamed: Vec<(String, String)>,
    /// What can be asked about: how people call it, and what it is in each version.
    pub(crate) subjects: Vec<Pair<Subject>>,
    /// The units, in each version.
    pub(crate) units: Vec<Pair<usize>>,
    /// The facets, those of the new version first.
    pub(crate) facets: Vec<SharedFacet>,
    /// The variables: subject, unit, the facets, then the approvals.
    pub(crate) shape: Variables,
    /// The variable of the first approval.
    pub(crate) approvals: usize,
    /// For the variables of each version where they come to.
    pub(crate) sources: [Vec<VariableMapping>; 2],
}

/// Something that both versions know, or take for what it was or will be.
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
        // The facets in the order of the new policy; what it does not have comes last.
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

    /// The id by which the new version knows a rule of a version: rules that are
    /// made from a tool's entry bear the tool's id, which may be another now.
    pub(crate) fn later(&self, version: usize, rule: &str) -> String {
        let moved = self.renamed.iter().filter(|_| version == OLD).find_map(|(before, after)| {
            let rest = rule.strip_prefix(before.as_str())?;
            rest.starts_with(|first: char| first.is_ascii_digit()).then(|| format!("{after}{rest}"))
        });
        moved.unwrap_or_else(|| rule.to_owned())
    }
}

/// How the ids of the rules begin that are made from the entries of tools with
/// another id than before, before and now.
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
    // A facet whose values were all exchanged can be asked about in neither words.
    of_new.chain(of_old).filter(|facet| !facet.values.is_empty()).collect()
}

/// For each variable of a version where it comes to; a facet that has no value in
/// common takes its default or its first.
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

/// The tools of both versions, and what no list names, by kind. Where a version
/// does not know a tool, it answered as for one that no list names.
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
            // A kind of a catalogue that no rule tells from others is one of many.
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

/// The units of both versions. Where a version does not know one, it answered as
/// for the nearest body above it that it knows.
fn units(old: &Pack, new: &Pack) -> Vec<Pair<usize>> {
    fn nearest(known: &Pack, knowing: &Pack, id: &str) -> usize {
        let mut next = Some(id.to_owned());
        // A chain of parents is no longer than there are units.
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

/// The place of the old version where there is something for each.
pub(crate) const OLD: usize = 0;

/// The place of the new version.
pub(crate) const NEW: usize = 1;
