//! Projections: what a rule can observe of a subject or unit. Subjects with equal projections get
//! the same condition, so each projection is lifted once.

use crate::rule_references::{RegisterField, RuleReferences};
use crate::symbolic::{SubjectProfile, UnitProfile, Values};
use rustc_hash::FxHashMap;

/// What a rule can distinguish subjects and units by.
#[derive(Debug)]
pub(crate) struct RuleProjection {
    entities: Vec<u32>,
    units: Vec<u32>,
    listed: bool,
    limits: Vec<usize>,
    routes: bool,
    rules_elsewhere: bool,
}

/// A projection: what the rule observes, as numbers.
pub(crate) type Projection = Vec<u32>;

impl RuleProjection {
    pub(crate) fn new(references: &RuleReferences, values: &mut Values) -> Self {
        let (mut entities, mut units) = (Vec::new(), Vec::new());
        for (kind, id) in &references.entities {
            match kind.as_str() {
                "Unit" => units.push(values.entity(kind, id)),
                "Tool" | "Kind" | "Developer" | "Grade" | "Ban" | "Listing" => entities.push(values.entity(kind, id)),
                _ => {}
            }
        }
        let reads = |field| references.fields.contains(&field);
        Self {
            entities,
            units,
            listed: reads(RegisterField::Listing),
            limits: references.limits.iter().copied().collect(),
            routes: reads(RegisterField::Routes),
            rules_elsewhere: reads(RegisterField::RulesElsewhere),
        }
    }

    /// Writes the projection of a subject.
    pub(crate) fn subject(&self, profile: &SubjectProfile, look: &mut Projection) {
        look.clear();
        let seen = |entity: &u32| *entity == profile.itself || profile.within.binary_search(entity).is_ok();
        look.extend(self.entities.iter().map(|entity| u32::from(seen(entity))));
        if self.listed {
            look.push(u32::from(profile.listed));
        }
        look.extend(self.limits.iter().map(|facet| profile.limit(*facet).map_or(0, |set| set + 1)));
        if self.routes {
            look.push(profile.routes);
        }
    }

    /// Writes the projection of a subject with each of its grades and their cases.
    pub(crate) fn subject_in_all_cases(&self, profile: &SubjectProfile, look: &mut Projection) {
        self.subject(profile, look);
        let mut there = Projection::new();
        let own = look.len();
        for (cases, graded) in &profile.cases {
            self.subject(graded, &mut there);
            if there.as_slice() != look.get(..own).unwrap_or_default() {
                look.push(cases.word());
                look.extend_from_slice(&there);
            }
        }
    }

    /// Writes the projection of a unit.
    pub(crate) fn unit(&self, profile: &UnitProfile, look: &mut Projection) {
        look.clear();
        // A rule can name a unit both for itself and for the units below it.
        let seen = |entity: &u32| match profile.within.binary_search(entity) {
            _ if *entity == profile.itself => 2,
            Ok(_) => 1,
            Err(_) => 0,
        };
        look.extend(self.units.iter().map(seen));
        if self.rules_elsewhere {
            look.push(u32::from(profile.rules_elsewhere));
        }
    }
}

/// Stores each different row of numbers once.
#[derive(Debug, Default)]
pub(crate) struct ClassInterner {
    known: FxHashMap<Vec<u32>, u32>,
    /// For each class, the place of its first member.
    pub(crate) first: Vec<usize>,
}

impl ClassInterner {
    /// Returns the class of a row. Remembers `place` if the row is new.
    pub(crate) fn class(&mut self, row: &[u32], place: usize) -> u32 {
        if let Some(known) = self.known.get(row) {
            return *known;
        }
        let class = self.first.len() as u32;
        self.known.insert(row.to_vec(), class);
        self.first.push(place);
        class
    }
}
