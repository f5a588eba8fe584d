//! Profiles: everything that rules can observe of a subject or of a unit.

use super::{Environment, Value, Values};
use crate::ban_index::BanIndex;
use crate::entities::{UNLISTED, above};
use countersign_compiled::scope_node;
use countersign_diagram::{Arena, BudgetExceeded, Node};
use countersign_model::{Facts, Id, Listing, Pack, Scope, Subject, Unit, ValueSet};
use jiff::civil::Date;
use std::collections::HashMap;

/// Everything that rules can observe of a subject on a day, as numbers of values.
#[derive(Debug)]
pub(crate) struct SubjectProfile {
    /// Its entity.
    pub(crate) itself: u32,
    /// The entities that it is in, without itself, ascending.
    pub(crate) within: Vec<u32>,
    /// Whether a listing of it is in force.
    pub(crate) listed: bool,
    /// For each facet that its listing limits, by place, the set of permitted values.
    pub(crate) limited: Vec<(usize, u32)>,
    /// The set of its routes.
    pub(crate) routes: u32,
    /// The cases in which its listing gives another grade, with the profile for each.
    pub(crate) cases: Vec<(Node, SubjectProfile)>,
}

/// Everything that rules can observe of a unit.
#[derive(Debug)]
pub(crate) struct UnitProfile {
    /// Its entity.
    pub(crate) itself: u32,
    /// The entities that it is in, without itself, ascending.
    pub(crate) within: Vec<u32>,
    /// Whether it has its own rules that the pack does not contain.
    pub(crate) rules_elsewhere: bool,
}

/// Builds profiles.
pub(crate) struct Profiling<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) bans: BanIndex<'a>,
    pub(crate) at: Date,
    pub(crate) world: &'a Environment,
    pub(crate) routes: Routes,
    pub(crate) values: &'a mut Values,
    pub(crate) arena: &'a mut Arena,
}

impl<'a> Profiling<'a> {
    /// Returns the profile of a subject.
    ///
    /// # Errors
    /// Returns an error if the cases in which it has another grade do not fit into the arena.
    pub(crate) fn profile(&mut self, subject: &Subject) -> Result<SubjectProfile, BudgetExceeded> {
        let pack: &'a Pack = self.pack;
        let listing = pack.entry_of(subject).and_then(|tool| pack.standing(tool, self.at).listing);
        let mut whole = self.graded(subject, listing, None);
        for own in listing.iter().flat_map(|listing| &listing.grades) {
            let cases = scope_node(self.arena, &own.when)?;
            whole.cases.push((cases, self.graded(subject, listing, Some(&own.grade))));
        }
        Ok(whole)
    }

    /// Returns the profile with one of the grades of its listing.
    fn graded(&mut self, subject: &Subject, listing: Option<&Listing>, grade: Option<&'a Id>) -> SubjectProfile {
        let Self { pack, bans, at, world, routes, values, .. } = self;
        let tool = pack.entry_of(subject);
        let above = above(pack, bans, *at, subject, grade);
        let mut within: Vec<u32> = above.iter().map(|(kind, id)| values.entity(kind, id)).collect();
        within.sort_unstable();
        within.dedup();
        let limit = |limit: &countersign_model::Limit, values: &mut Values| {
            (limit.facet, admitted(world, limit.facet, Some(&limit.values), values))
        };
        SubjectProfile {
            itself: values.entity("Tool", tool.map_or(UNLISTED, |tool| tool.id.as_str())),
            within,
            listed: listing.is_some(),
            limited: listing.iter().flat_map(|listing| &listing.limits).map(|one| limit(one, values)).collect(),
            routes: routes.of(listing, values),
            cases: Vec::new(),
        }
    }
}

impl SubjectProfile {
    /// Returns the set of values of a facet that the listing permits.
    pub(crate) fn limit(&self, facet: usize) -> Option<u32> {
        self.limited.iter().find(|(limited, _)| *limited == facet).map(|(_, set)| *set)
    }

    /// Returns `resource.limits`: for each facet, the set of values that the listing permits.
    pub(crate) fn limits(&self, world: &Environment, values: &mut Values) -> u32 {
        let field = |(facet, name): (usize, &String)| {
            let set = self.limit(facet).unwrap_or_else(|| admitted(world, facet, None, values));
            (name.clone(), set)
        };
        let fields = world.names.iter().enumerate().map(field).collect();
        values.number(Value::Record(fields))
    }
}

/// Returns the set of permitted values of a facet. If nothing is stated, all values.
fn admitted(world: &Environment, facet: usize, stated: Option<&ValueSet>, values: &mut Values) -> u32 {
    let known = world.names.get(facet).and_then(|name| world.facet(name));
    let numbers = known.iter().flat_map(|known| known.numbers.iter().enumerate());
    let members = numbers.filter(|(value, _)| stated.is_none_or(|stated| stated.contains(*value)));
    values.number(Value::Set(members.map(|(_, number)| *number).collect()))
}

/// `resource.routes`, made once for all listings with equal routes.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    /// Every combination of the facets of routes: as facts, and as a record.
    rows: Vec<(Facts, u32)>,
    known: HashMap<Option<Vec<Scope>>, u32>,
}

impl Routes {
    pub(crate) fn new(pack: &Pack, world: &Environment, values: &mut Values) -> Self {
        let mut rows: Vec<Facts> = vec![vec![None; pack.facets.len()]];
        for facet in &world.routes {
            let size = pack.facets.at(*facet).map_or(0, |facet| facet.values.len());
            let with = |row: &Facts, value: usize| {
                let mut row = row.clone();
                if let Some(fact) = row.get_mut(*facet) {
                    *fact = Some(value);
                }
                row
            };
            rows = rows.iter().flat_map(|row| (0..size).map(|value| with(row, value)).collect::<Vec<_>>()).collect();
        }
        let record = |row: Facts| {
            let field = |facet: &usize| {
                let (name, value) = (world.names.get(*facet)?, row.get(*facet).copied().flatten()?);
                Some((name.clone(), world.facet(name)?.numbers.get(value).copied()?))
            };
            let fields = world.routes.iter().filter_map(field).collect();
            let number = values.number(Value::Record(fields));
            (row, number)
        };
        Self { rows: rows.into_iter().map(record).collect(), known: HashMap::new() }
    }

    /// Returns the set of combinations in which a tool is available. If its listing does not
    /// mention routes, all combinations.
    fn of(&mut self, listing: Option<&Listing>, values: &mut Values) -> u32 {
        let stated = listing.and_then(|listing| listing.routes.as_ref());
        let scopes = stated.map(|routes| routes.iter().map(|route| route.scope.clone()).collect::<Vec<Scope>>());
        if let Some(known) = self.known.get(&scopes) {
            return *known;
        }
        let open =
            |row: &&(Facts, u32)| scopes.as_ref().is_none_or(|scopes| scopes.iter().any(|scope| scope.meets(&row.0)));
        let number = values.number(Value::Set(self.rows.iter().filter(open).map(|(_, record)| *record).collect()));
        self.known.insert(scopes, number);
        number
    }
}

impl UnitProfile {
    pub(crate) fn new(unit: &Unit, world: &Environment, values: &mut Values) -> Self {
        let itself = values.entity("Unit", unit.id.as_str());
        Self { itself, within: world.above(itself), rules_elsewhere: unit.rules_elsewhere }
    }

    pub(crate) fn nameless(values: &mut Values) -> Self {
        Self { itself: values.entity("Unit", ""), within: Vec::new(), rules_elsewhere: false }
    }
}
