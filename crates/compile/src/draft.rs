//! A compiled pack and a day to the policy: every rule lifted for every look,
//! and what all of them come to for every class of subjects and units.

use crate::combine::Combiner;
use crate::from_register::{About, Made};
use crate::lift::{NoDiagram, Profile, Routes, UnitProfile, Values, World};
use crate::looks::{Classes, Look, Sight};
use crate::order::order;
use crate::policies::{Compiled, CompiledRule};
use crate::workshop::{OF_A_RULE, Workshop};
use countersign_diagram::{Full, Node, Shape};
use countersign_model::{Action, Effect, Pack, Rule, Scope, Subject};
use countersign_pack::Diagnostic;
use countersign_policy::{Conditions, Decisions, Drafted, Names, Period, Policy};
use jiff::civil::Date;

/// The policy of a compiled pack on a day, made in a workshop.
pub(crate) fn policy(
    compiled: &Compiled,
    at: Date,
    workshop: &mut Option<Workshop>,
) -> Result<Policy, Vec<Diagnostic>> {
    let mut own = prepared(compiled, workshop.take())?;
    let drafted = Drafting::new(compiled, at, &mut own).drafted()?;
    let decisions = Decisions::new(&own.arena, drafted);
    *workshop = Some(own);
    Ok(Policy { pack: compiled.pack.clone(), decisions })
}

/// The former workshop where it still fits, or a new one.
fn prepared(compiled: &Compiled, former: Option<Workshop>) -> Result<Workshop, Vec<Diagnostic>> {
    let pack = &compiled.pack;
    let sizes = pack.facets.iter().map(|facet| facet.values.len()).chain(pack.approvals.iter().map(|_| 2)).collect();
    let shape = Shape::new(sizes, order(compiled)).map_err(|error| {
        let fault = Diagnostic::error("too-large", Default::default(), format!("the facets and approvals: {error}"));
        vec![fault.nowhere()]
    })?;
    if let Some(mut former) = former.filter(Workshop::has_room) {
        let world = World::new(pack, &mut former.values);
        if world == former.world && *former.arena.shape() == shape {
            return Ok(former);
        }
    }
    let mut values = Values::default();
    let world = World::new(pack, &mut values);
    let mut workshop = Workshop::new(shape, world, values);
    workshop.possible = possible(pack, &mut workshop).map_err(|_| {
        let first = pack.impossible.first().map(|impossible| &impossible.why.text);
        let message = format!("the impossible combinations are too many, from `{}` on", first.map_or("", |why| why));
        vec![Diagnostic::error("too-large", Default::default(), message).nowhere()]
    })?;
    Ok(workshop)
}

fn possible(pack: &Pack, workshop: &mut Workshop) -> Result<Node, Full> {
    let mut possible = Node::TRUE;
    for impossible in &pack.impossible {
        let never = scope(workshop, &impossible.when)?;
        possible = workshop.arena.minus(possible, never)?;
    }
    Ok(possible)
}

/// Where a scope lies.
fn scope(workshop: &mut Workshop, scope: &Scope) -> Result<Node, Full> {
    let mut whole = Node::TRUE;
    for clause in &scope.clauses {
        let side = workshop.arena.variable(clause.facet, |value| u32::from(clause.values.contains(value)))?;
        whole = workshop.arena.and(whole, side)?;
    }
    Ok(whole)
}

struct Drafting<'a> {
    compiled: &'a Compiled,
    at: Date,
    workshop: &'a mut Workshop,
    subjects: Vec<Profile>,
    units: Vec<UnitProfile>,
    faults: Vec<Diagnostic>,
}

/// A rule that holds for many subjects.
struct Shared {
    rule: usize,
    /// The look of each subject and of each unit, then one of each that looks so.
    subjects: (Vec<u32>, Vec<usize>),
    units: (Vec<u32>, Vec<usize>),
    /// Where it holds, by look of a subject and, within, look of a unit.
    conditions: Vec<Node>,
}

impl<'a> Drafting<'a> {
    fn new(compiled: &'a Compiled, at: Date, workshop: &'a mut Workshop) -> Self {
        let pack = &compiled.pack;
        let Workshop { world, values, .. } = &mut *workshop;
        let mut routes = Routes::new(pack, world, values);
        let listed = (0..pack.tools.len()).map(Subject::Tool);
        let unlisted = |kind| Subject::Unlisted { name: String::new(), kind };
        let kinds = (0..pack.kinds.len()).map(|kind| unlisted(Some(kind)));
        let subjects = listed.chain([unlisted(None)]).chain(kinds);
        let subjects = subjects.map(|subject| Profile::new(pack, at, &subject, world, &mut routes, values)).collect();
        let mut units: Vec<UnitProfile> = pack.units.iter().map(|unit| UnitProfile::new(unit, world, values)).collect();
        if units.is_empty() {
            // Whoever asks where there are no units is in one that no rule can name.
            units.push(UnitProfile::nameless(values));
        }
        Self { compiled, at, workshop, subjects, units, faults: Vec::new() }
    }

    fn drafted(mut self) -> Result<Drafted, Vec<Diagnostic>> {
        let compiled = self.compiled;
        let mut shared: Vec<Shared> = compiled.rules.iter().map(|rule| self.written(rule)).collect();
        let (mut own_starts, mut own) = (Vec::new(), Vec::new());
        let mut of_tools: Vec<Vec<(u32, Node)>> = vec![Vec::new(); self.subjects.len()];
        for (number, made) in compiled.made.iter().enumerate() {
            let rule = compiled.first_made + number;
            let node = self.made(rule, made);
            match made.about {
                About::Ban(ban) => shared.push(self.ban(rule, ban, node)),
                About::Listing(tool, listing) if self.holds(tool, listing) => {
                    if let Some(rules) = of_tools.get_mut(tool).filter(|_| node != Node::FALSE) {
                        rules.push((rule as u32, node));
                    }
                }
                About::Listing(..) => {}
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
        let begins = pack.bans.iter().filter_map(|ban| ban.from);
        let begins = begins.chain(pack.exemptions.iter().map(|exemption| exemption.from));
        let listings = pack.tools.iter().flat_map(|tool| &tool.listings);
        let ends = listings.filter_map(|listing| listing.until).chain(pack.bans.iter().filter_map(|ban| ban.until));
        let ends = ends.chain(pack.exemptions.iter().map(|exemption| exemption.until));
        Ok(Drafted {
            names: Names::of(pack),
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

    /// Lifts a rule that somebody wrote, for every look that there is.
    fn written(&mut self, rule: &CompiledRule) -> Shared {
        let sight = Sight::new(&rule.facts, &mut self.workshop.values);
        let mut look = Look::new();
        let (mut of_subjects, mut of_units) = (Classes::default(), Classes::default());
        let (mut subjects, mut units) = (Vec::new(), Vec::new());
        for (place, profile) in self.subjects.iter().enumerate() {
            sight.subject(profile, &mut look);
            subjects.push(of_subjects.class(&look, place));
        }
        for (place, profile) in self.units.iter().enumerate() {
            sight.unit(profile, &mut look);
            units.push(of_units.class(&look, place));
        }
        let mut conditions = Vec::new();
        let mut unit_look = Look::new();
        self.workshop.arena.allow(OF_A_RULE);
        for subject in of_subjects.first.iter().filter_map(|place| self.subjects.get(*place)) {
            sight.subject(subject, &mut look);
            for unit in of_units.first.iter().filter_map(|place| self.units.get(*place)) {
                sight.unit(unit, &mut unit_look);
                let text = self.compiled.pack.rules.at(rule.place).map_or("", |rule| rule.cedar.as_str());
                match self.workshop.lift(text, &rule.tree, (&look, &unit_look), subject, unit) {
                    Ok(node) => conditions.push(node),
                    Err(none) => {
                        self.faults.extend(fault(&self.compiled.pack, rule.place, &none));
                        let (subjects, units) = ((subjects, Vec::new()), (units, Vec::new()));
                        return Shared { rule: rule.place, subjects, units, conditions: Vec::new() };
                    }
                }
            }
        }
        Shared { rule: rule.place, subjects: (subjects, of_subjects.first), units: (units, of_units.first), conditions }
    }

    /// Where a rule of the register holds, for those that it is about.
    fn made(&mut self, rule: usize, made: &Made) -> Node {
        self.workshop.arena.allow(OF_A_RULE);
        match self.holding(made) {
            Ok(node) => node,
            Err(_) => {
                self.faults.extend(fault(&self.compiled.pack, rule, &NoDiagram::Full));
                Node::FALSE
            }
        }
    }

    fn holding(&mut self, made: &Made) -> Result<Node, Full> {
        let mut whole = Node::TRUE;
        for part in &made.all {
            let part = scope(self.workshop, part)?;
            whole = self.workshop.arena.and(whole, part)?;
        }
        if let Some(unless) = &made.unless {
            let unless = scope(self.workshop, unless)?;
            whole = self.workshop.arena.minus(whole, unless)?;
        }
        if let Some(approval) = made.unless_approved {
            let place = self.compiled.pack.facets.len() + approval;
            let granted = self.workshop.arena.variable(place, |granted| granted as u32)?;
            whole = self.workshop.arena.minus(whole, granted)?;
        }
        Ok(whole)
    }

    /// A rule of a ban: two looks, out of its reach and in it.
    fn ban(&mut self, rule: usize, ban: usize, node: Node) -> Shared {
        let id = self.compiled.pack.bans.at(ban).map_or("", |ban| ban.id.as_str());
        let entity = self.workshop.values.entity("Ban", id);
        let within = |profile: &Profile| u32::from(profile.within.binary_search(&entity).is_ok());
        let subjects = self.subjects.iter().map(within).collect();
        let units = (vec![0; self.units.len()], vec![0]);
        Shared { rule, subjects: (subjects, Vec::new()), units, conditions: vec![Node::FALSE, node] }
    }

    /// The classes of subjects and units, and what all rules come to for each.
    fn combined(&mut self, shared: &[Shared], of_tools: &[Vec<(u32, Node)>]) -> Result<Conditions, Vec<Diagnostic>> {
        let pack = &self.compiled.pack;
        let (mut of_subjects, mut of_units) = (Classes::default(), Classes::default());
        let (mut subject_looks, mut unit_looks) = (Vec::new(), Vec::new());
        let use_rule = |rule: u32| pack.rules.at(rule as usize).is_some_and(|rule| rule.action == Action::Use);
        let mut row = Vec::new();
        let mut subjects = Vec::new();
        for (place, own) in of_tools.iter().enumerate() {
            row.clear();
            row.extend(shared.iter().map(|rule| rule.subjects.0.get(place).copied().unwrap_or(0)));
            row.extend(own.iter().filter(|(rule, _)| use_rule(*rule)).map(|(_, node)| node.word()));
            let before = of_subjects.first.len();
            subjects.push(of_subjects.class(&row, place));
            if of_subjects.first.len() > before {
                subject_looks.extend(row.iter().take(shared.len()));
            }
        }
        let mut units = Vec::new();
        for place in 0..self.units.len() {
            row.clear();
            row.extend(shared.iter().map(|rule| rule.units.0.get(place).copied().unwrap_or(0)));
            let before = of_units.first.len();
            units.push(of_units.class(&row, place));
            if of_units.first.len() > before {
                unit_looks.extend_from_slice(&row);
            }
        }
        let (mut starts, mut shared_conditions) = (Vec::new(), Vec::new());
        for rule in shared {
            starts.push((shared_conditions.len() as u32, rule.units.1.len().max(1) as u32));
            shared_conditions.extend_from_slice(&rule.conditions);
        }
        let mut conditions = Conditions {
            subjects,
            units,
            unit_classes: of_units.first.len(),
            shared: shared.iter().map(|rule| rule.rule as u32).collect(),
            subject_looks,
            unit_looks,
            starts,
            shared_conditions,
            cites_listing: self.cites_listing(),
            ..Conditions::default()
        };
        let mut combiner = Combiner::new(pack, self.workshop);
        for subject in &of_subjects.first {
            for unit in &of_units.first {
                let of_shared = shared.iter().map(|rule| {
                    let look = rule.subjects.0.get(*subject).copied().unwrap_or(0) as usize;
                    let unit_look = rule.units.0.get(*unit).copied().unwrap_or(0) as usize;
                    let at = look * rule.units.1.len().max(1) + unit_look;
                    (rule.rule, rule.conditions.get(at).copied().unwrap_or(Node::FALSE))
                });
                let own = of_tools.get(*subject).into_iter().flatten().map(|(rule, node)| (*rule as usize, *node));
                let (verdicts, plain) = combiner
                    .verdicts(of_shared.chain(own))
                    .map_err(|rule| fault(pack, rule, &NoDiagram::Full).into_iter().collect::<Vec<_>>())?;
                conditions.verdicts.push(verdicts);
                conditions.plain.push(plain);
            }
        }
        Ok(conditions)
    }

    fn cites_listing(&self) -> Vec<u32> {
        let written = self.compiled.rules.iter().filter(|rule| rule.reads_listing()).map(|rule| rule.place);
        let made = self.compiled.made.iter().enumerate();
        let made = made.filter(|(_, made)| matches!(made.about, About::Listing(..)));
        let mut cites: Vec<u32> =
            written.chain(made.map(|(number, _)| self.compiled.first_made + number)).map(|rule| rule as u32).collect();
        cites.sort_unstable();
        cites
    }
}

fn fault(pack: &Pack, rule: usize, none: &NoDiagram) -> Option<Diagnostic> {
    let rule: &Rule = pack.rules.at(rule)?;
    let effect = if rule.effect == Effect::Permit { "permit" } else { "forbid" };
    Some(match none {
        NoDiagram::Full => {
            let message = format!("with rule `{}` the policy has too many different cases to compile", rule.id);
            Diagnostic::error("too-large", rule.span, message)
                .label(format!("this {effect}"))
                .help("let it name fewer facets, or facets with fewer values")
        }
        NoDiagram::Unknown(what) => {
            let message = format!("rule `{}` has {what}, which cannot be compiled", rule.id);
            Diagnostic::error("not-in-packs", rule.span, message)
        }
    })
}
