use super::Values;
use crate::cedar_names::{attribute, entity_type};
use countersign_model::{Pack, Scope, UnlistedKind};
use std::collections::{BTreeSet, HashMap};

/// Everything in a pack that the condition of a rule depends on, except the subject and the unit:
/// facets, approvals, and which entity is below which.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Environment {
    facets: HashMap<String, FacetWorld>,
    approvals: HashMap<String, usize>,
    /// For each entity, the entities above it, without itself.
    above: HashMap<u32, BTreeSet<u32>>,
    /// The facets that separate routes, by place.
    pub(crate) routes: Vec<usize>,
    /// For each approval, whether a person can ask for it.
    pub(crate) askable: Vec<bool>,
    /// The combinations that cannot occur.
    pub(crate) impossible: Vec<Scope>,
    /// Attribute names of the facets, in the pack's order.
    pub(crate) names: Vec<String>,
}

/// A facet as rules see it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FacetWorld {
    /// Its variable.
    pub(crate) place: usize,
    /// The entity of each of its values, as a number.
    pub(crate) numbers: Vec<u32>,
}

impl Environment {
    pub(crate) fn new(pack: &Pack, values: &mut Values) -> Self {
        let mut world = Self {
            routes: pack.settings.routes.clone(),
            askable: pack.approvals.iter().map(|approval| approval.askable).collect(),
            impossible: pack.impossible.iter().map(|impossible| impossible.when.clone()).collect(),
            ..Self::default()
        };
        for (place, facet) in pack.facets.iter().enumerate() {
            let kind = entity_type(&facet.id);
            let numbers: Vec<u32> = facet.values.iter().map(|value| values.entity(&kind, value.id.as_str())).collect();
            let groups = facet.all_groups();
            for (value, number) in numbers.iter().enumerate() {
                let above = groups.iter().filter(|(_, members)| members.contains(value));
                let above: BTreeSet<u32> = above.map(|(group, _)| values.entity(&kind, group)).collect();
                world.above.insert(*number, above);
            }
            world.names.push(attribute(&facet.id));
            world.facets.insert(attribute(&facet.id), FacetWorld { place, numbers });
        }
        for (place, approval) in pack.approvals.iter().enumerate() {
            world.approvals.insert(attribute(&approval.id), pack.facets.len() + place);
        }
        for (place, kind) in pack.kinds.iter().enumerate() {
            let subject =
                countersign_model::Subject::Unlisted { name: String::new(), kind: Some(UnlistedKind::Kind(place)) };
            let above = pack.kinds_of(&subject).into_iter().filter(|above| above.id != kind.id);
            let above = above.map(|above| values.entity("Kind", above.id.as_str())).collect();
            world.above.insert(values.entity("Kind", kind.id.as_str()), above);
        }
        for developer in &pack.developers {
            let above = pack.with_owners(&developer.id).into_iter().filter(|above| above.id != developer.id);
            let above = above.map(|above| values.entity("Developer", above.id.as_str())).collect();
            world.above.insert(values.entity("Developer", developer.id.as_str()), above);
        }
        for grade in &pack.grades {
            let above = grade.groups.iter().map(|group| values.entity("Grade", group.as_str())).collect();
            world.above.insert(values.entity("Grade", grade.id.as_str()), above);
        }
        for unit in &pack.units {
            let mut above = BTreeSet::new();
            let mut next = unit.parent.as_ref();
            while let Some(parent) = next {
                if !above.insert(values.entity("Unit", parent.as_str())) {
                    break;
                }
                next = pack.units.get(parent.as_str()).and_then(|unit| unit.parent.as_ref());
            }
            world.above.insert(values.entity("Unit", unit.id.as_str()), above);
        }
        world
    }

    /// Returns the facet with an attribute name.
    pub(crate) fn facet(&self, attribute: &str) -> Option<&FacetWorld> {
        self.facets.get(attribute)
    }

    /// Returns the variable of the approval with an attribute name.
    pub(crate) fn approval(&self, attribute: &str) -> Option<usize> {
        self.approvals.get(attribute).copied()
    }

    /// Returns true if an entity is below another one. For tools, only their own profile knows
    /// this.
    pub(crate) fn is_below(&self, one: u32, other: u32) -> bool {
        self.above.get(&one).is_some_and(|above| above.contains(&other))
    }

    /// Returns the entities above one, ascending.
    pub(crate) fn above(&self, one: u32) -> Vec<u32> {
        self.above.get(&one).map(|above| above.iter().copied().collect()).unwrap_or_default()
    }
}
