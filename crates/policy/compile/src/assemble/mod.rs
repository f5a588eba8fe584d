//! From a compiled pack and a day to the policy: lifts every rule for every projection, and
//! combines them for every class of subjects and units.

mod classes;
mod rules;

use crate::ban_index::BanIndex;
use crate::cache::{CompileCache, OF_A_RULE};
use crate::compiled::Compiled;
use crate::derived_rules::RuleTarget;
use crate::projection::ClassInterner;
use crate::symbolic::{Environment, Profiling, Routes, SubjectProfile, UnitProfile, Values};
use crate::variable_order::order;
use countersign_compiled::{Conditions, Decisions, Period, Policy, Symbols, UnfrozenDecisions, scope_node};
use countersign_diagram::{BudgetExceeded, Node, Variables};
use countersign_model::{Pack, Subject, UnlistedKind};
use countersign_pack::Diagnostic;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Returns the policy of a compiled pack on a day, made with a cache.
pub(crate) fn policy(
    compiled: &Compiled,
    at: Date,
    workshop: &mut Option<CompileCache>,
) -> Result<Policy, Vec<Diagnostic>> {
    let mut own = prepared(compiled, workshop.take())?;
    let drafted = Assembler::new(compiled, at, &mut own)?.drafted()?;
    let decisions = Decisions::new(&own.arena, drafted);
    *workshop = Some(own);
    Ok(Policy { pack: compiled.pack.clone(), decisions })
}

/// Returns the previous cache if it still fits, or a new one.
fn prepared(compiled: &Compiled, former: Option<CompileCache>) -> Result<CompileCache, Vec<Diagnostic>> {
    let pack = &compiled.pack;
    let sizes = pack.facets.iter().map(|facet| facet.values.len()).chain(pack.approvals.iter().map(|_| 2)).collect();
    let shape = Variables::new(sizes, order(compiled)).map_err(|error| {
        let fault = Diagnostic::error("too-large", Default::default(), format!("the facets and approvals: {error}"));
        vec![fault.nowhere()]
    })?;
    if let Some(mut former) = former.filter(CompileCache::has_room) {
        let world = Environment::new(pack, &mut former.values);
        if world == former.world && *former.arena.shape() == shape {
            return Ok(former);
        }
    }
    let mut values = Values::default();
    let world = Environment::new(pack, &mut values);
    let mut workshop = CompileCache::new(shape, world, values);
    workshop.possible = possible(pack, &mut workshop).map_err(|_| {
        let first = pack.impossible.first().map(|impossible| &impossible.why.text);
        let message = format!("the impossible combinations are too many, from `{}` on", first.map_or("", |why| why));
        vec![Diagnostic::error("too-large", Default::default(), message).nowhere()]
    })?;
    Ok(workshop)
}

fn possible(pack: &Pack, workshop: &mut CompileCache) -> Result<Node, BudgetExceeded> {
    let mut possible = Node::TRUE;
    for impossible in &pack.impossible {
        let never = scope_node(&mut workshop.arena, &impossible.when)?;
        possible = workshop.arena.minus(possible, never)?;
    }
    Ok(possible)
}

/// Returns the first and the last days of everything that has a period.
fn changes(pack: &Pack) -> (Vec<Date>, Vec<Date>) {
    let rules = pack.rules.iter().map(|rule| (rule.from, rule.until));
    let bans = pack.bans.iter().map(|ban| (ban.from, ban.until));
    let listings = pack.tools.iter().flat_map(|tool| &tool.listings).map(|listing| (listing.from, listing.until));
    let exemptions = pack.exemptions.iter().map(|exemption| (Some(exemption.from), Some(exemption.until)));
    let (begins, ends): (Vec<Option<Date>>, Vec<Option<Date>>) =
        rules.chain(bans).chain(listings).chain(exemptions).unzip();
    (begins.into_iter().flatten().collect(), ends.into_iter().flatten().collect())
}

struct Assembler<'a> {
    compiled: &'a Compiled,
    at: Date,
    workshop: &'a mut CompileCache,
    subjects: Vec<SubjectProfile>,
    /// The class of each subject, and the first subject of each class. No rule distinguishes
    /// subjects of one class.
    alike: (Vec<u32>, Vec<usize>),
    units: Vec<UnitProfile>,
    faults: Vec<Diagnostic>,
}

/// A rule that applies to many subjects.
struct SharedRule {
    rule: usize,
    /// The projection of each subject and of each unit, then one example of each projection.
    subjects: (Vec<u32>, Vec<usize>),
    units: (Vec<u32>, Vec<usize>),
    /// Its condition for each projection of a subject and, within it, each projection of a unit.
    conditions: Vec<Node>,
}

impl<'a> Assembler<'a> {
    fn new(compiled: &'a Compiled, at: Date, workshop: &'a mut CompileCache) -> Result<Self, Vec<Diagnostic>> {
        let pack = &compiled.pack;
        let CompileCache { world, values, arena, .. } = &mut *workshop;
        let routes = Routes::new(pack, world, values);
        let listed = (0..pack.tools.len()).map(Subject::Tool);
        let unlisted = |kind| Subject::Unlisted { name: String::new(), kind: Some(kind) };
        let kinds = (0..pack.kinds.len()).map(|kind| unlisted(UnlistedKind::Kind(kind)));
        let subjects = listed.chain([unlisted(UnlistedKind::NoneOfThese)]).chain(kinds);
        arena.allow(OF_A_RULE);
        let bans = BanIndex::new(pack, at);
        let mut profiling = Profiling { pack, bans, at, world, routes, values, arena };
        let profile =
            |subject| profiling.profile(&subject).map_err(|BudgetExceeded| vec![too_many_grades(pack, &subject)]);
        let subjects = subjects.map(profile).collect::<Result<Vec<SubjectProfile>, Vec<Diagnostic>>>()?;
        let alike = subject_classes(compiled, &subjects, values);
        let mut units: Vec<UnitProfile> = pack.units.iter().map(|unit| UnitProfile::new(unit, world, values)).collect();
        if units.is_empty() {
            // If the pack has no units, the asker is in one that no rule can name.
            units.push(UnitProfile::nameless(values));
        }
        Ok(Self { compiled, at, workshop, subjects, alike, units, faults: Vec::new() })
    }

    fn drafted(mut self) -> Result<UnfrozenDecisions, Vec<Diagnostic>> {
        let compiled = self.compiled;
        let mut shared: Vec<SharedRule> = compiled.rules.iter().map(|rule| self.written(rule)).collect();
        let (mut own_starts, mut own) = (Vec::new(), Vec::new());
        let mut of_tools: Vec<Vec<(u32, Node)>> = vec![Vec::new(); self.subjects.len()];
        for (number, made) in compiled.made.iter().enumerate() {
            let rule = compiled.first_made + number;
            let node = self.derived_rule(rule, made);
            match made.about {
                RuleTarget::Ban(ban) => shared.push(self.ban(rule, ban, node)),
                RuleTarget::Listing(tool, listing) if self.holds(tool, listing) => {
                    if let Some(rules) = of_tools.get_mut(tool).filter(|_| node != Node::FALSE) {
                        rules.push((rule as u32, node));
                    }
                }
                RuleTarget::Listing(..) => {}
            }
        }
        for rules in &of_tools {
            own_starts.push(own.len() as u32);
            own.extend_from_slice(rules);
        }
        own_starts.push(own.len() as u32);
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let conditions = self.combined(&shared, &of_tools)?;
        let pack = &compiled.pack;
        let (begins, ends) = changes(pack);
        Ok(UnfrozenDecisions {
            names: Symbols::of(pack),
            at: self.at,
            period: Period::around(self.at, begins, ends),
            conditions: Conditions { own_starts, own, ..conditions },
        })
    }

    fn holds(&self, tool: usize, listing: usize) -> bool {
        let pack = &self.compiled.pack;
        let Some(tool) = pack.tools.at(tool) else { return false };
        let own = tool.listings.get(listing);
        pack.standing(tool, self.at).listing.zip(own).is_some_and(|(holding, own)| std::ptr::eq(holding, own))
    }
}

fn too_many_grades(pack: &Pack, subject: &Subject) -> Diagnostic {
    let span = pack.entry_of(subject).map(|tool| tool.span).unwrap_or_default();
    let message = format!("{} has grades in too many different cases to compile", pack.name_of(subject));
    Diagnostic::error("too-large", span, message).help("name fewer facets in `when`")
}

/// Returns classes of subjects with equal profiles. A catalogue has many products of few kinds, so
/// rules do not have to look at each product.
fn subject_classes(compiled: &Compiled, subjects: &[SubjectProfile], values: &mut Values) -> (Vec<u32>, Vec<usize>) {
    let entities = compiled.rules.iter().flat_map(|rule| &rule.references.entities);
    let tools = entities.filter(|(kind, _)| kind == "Tool");
    let named: BTreeSet<u32> = tools.map(|(kind, id)| values.entity(kind, id)).collect();
    let (mut classes, mut row) = (ClassInterner::default(), Vec::new());
    let class = |(place, profile): (usize, &SubjectProfile)| {
        row.clear();
        row.extend([u32::from(profile.listed), profile.routes]);
        row.extend(named.get(&profile.itself).map_or([0, 0], |itself| [1, *itself]));
        row.extend(profile.limited.iter().flat_map(|(facet, set)| [*facet as u32 + 1, *set]));
        row.push(0);
        row.extend(&profile.within);
        for (cases, there) in &profile.cases {
            row.extend([0, cases.word()]);
            row.extend(&there.within);
        }
        classes.class(&row, place)
    };
    let of_each = subjects.iter().enumerate().map(class).collect();
    (of_each, classes.first)
}
