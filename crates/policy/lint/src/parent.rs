//! Compares the decisions of a pack with those of its parent, case by case.

mod example;

use countersign_compiled::{IMPOSSIBLE, Policy, Subject, number};
use countersign_diagram::{Arena, BudgetExceeded, Node, TransformMemo, VariableMapping};
use countersign_model::{Action, Effect, Pack, ReasonKind, Rule, Verdict};
use std::collections::{BTreeMap, HashMap};

/// The number of children that the diagrams of one comparison may have.
const BUDGET: usize = 1 << 23;

/// Cases in which a pack is looser than its parent.
pub(crate) struct Looser {
    /// The subject and unit.
    pub(crate) subject: Subject,
    pub(crate) unit: usize,
    /// The parent's minimum verdict, and the pack's verdict. The latter is `None` if the pack says
    /// that the case cannot occur.
    pub(crate) wanted: Verdict,
    pub(crate) found: Option<Verdict>,
    /// One of the cases: for some facets, their values.
    pub(crate) case: Vec<(usize, Vec<usize>)>,
    /// The approvals that are granted in the case, by place.
    pub(crate) approved: Vec<usize>,
    /// The parent's rule that requires the minimum, by its place in the parent's pack.
    pub(crate) lost: Option<usize>,
    /// A rule of the pack itself that permits the use, by its place.
    pub(crate) own: Option<usize>,
    /// The facet whose default causes it, by its place.
    pub(crate) default: Option<usize>,
}

/// The parent's minimum verdicts for a subject in a unit, where nothing more lenient is allowed.
#[derive(Clone, Copy)]
struct Demands {
    /// The cases in which it must be *not allowed*.
    no: Node,
    /// The cases in which it must be at least *ask first*.
    ask: Node,
    /// The cases that can occur under the parent.
    possible: Node,
}

/// Distinguishes subjects and units: the verdicts of the pack, and the rules of its parent that
/// require a minimum.
type Key = (Node, Vec<(usize, Node)>);

/// The comparison of a pack with its parent, in the words of the pack.
pub(crate) struct Comparison<'a> {
    pack: &'a Pack,
    own: &'a Policy,
    parent: &'a Policy,
    arena: Arena,
    of_own: TransformMemo,
    of_parent: TransformMemo,
    sources: Vec<VariableMapping>,
}

impl<'a> Comparison<'a> {
    /// Prepares the comparison. `None` if the two packs do not accept the same questions.
    pub(crate) fn new(own: &'a Policy, parent: &'a Policy) -> Option<Self> {
        let shape = own.decisions.diagrams.shape();
        if shape.sizes() != parent.decisions.diagrams.shape().sizes() {
            return None;
        }
        let arena = Arena::new(shape.clone(), BUDGET);
        let sources = vec![VariableMapping::Same; shape.len()];
        Some(Self {
            pack: &own.pack,
            own,
            parent,
            arena,
            of_own: TransformMemo::default(),
            of_parent: TransformMemo::default(),
            sources,
        })
    }

    /// Returns everything in which the pack is looser, by subject, unit and kind of loosening.
    /// Subjects and units that no rule distinguishes are compared once.
    ///
    /// # Errors
    /// Returns an error if the policies are too large to compare.
    pub(crate) fn looser(&mut self) -> Result<Vec<Looser>, BudgetExceeded> {
        let mut found = Vec::new();
        let mut known: HashMap<Key, Vec<Looser>> = HashMap::new();
        for subject in self.own.decisions.subjects() {
            for (unit, above) in self.units() {
                let Some(root) = self.own.decisions.verdicts(subject, unit) else { continue };
                let rules = self.demanding(subject, above);
                if rules.is_empty() {
                    continue;
                }
                let key = (root, rules);
                if !known.contains_key(&key) {
                    let parts = self.parts(subject, (unit, above), root, &key.1)?;
                    known.insert(key.clone(), parts);
                }
                let parts = known.get(&key).map(Vec::as_slice).unwrap_or_default();
                found.extend(parts.iter().map(|part| Looser {
                    subject,
                    unit,
                    case: part.case.clone(),
                    approved: part.approved.clone(),
                    ..*part
                }));
            }
        }
        Ok(found)
    }

    /// Returns the units, each with the unit as which the parent judges it. The default unit is
    /// listed again as the parent's own.
    fn units(&self) -> Vec<(usize, usize)> {
        let mut units: Vec<(usize, usize)> = (0..self.pack.units.len().max(1)).map(|unit| (unit, unit)).collect();
        let default = (self.pack.settings.unit, self.parent.pack.settings.unit);
        if let (Some(own), Some(above)) = default
            && own != above
        {
            units.push((own, above));
        }
        units
    }

    /// Returns the parent's rules that require a minimum of a subject, with their conditions. These
    /// are the rules on use that a pack may not replace. The fact that a tool is unlisted requires
    /// nothing.
    fn demanding(&self, subject: Subject, unit: usize) -> Vec<(usize, Node)> {
        let layers = self.parent.pack.layers.len();
        let demands = |rule: &Rule| {
            let silent = rule.effect == Effect::Permit && rule.kind == ReasonKind::Unlisted;
            rule.action == Action::Use && !rule.overridable && !silent && rule.layer < layers
        };
        let rules = self.parent.decisions.rules(subject, unit).into_iter();
        rules.filter(|(rule, _)| self.parent.pack.rules.at(*rule).is_some_and(demands)).collect()
    }

    fn import(&mut self, of_parent: bool, node: Node) -> Result<Node, BudgetExceeded> {
        let (policy, done) = if of_parent { (self.parent, &mut self.of_parent) } else { (self.own, &mut self.of_own) };
        self.arena.importing(&policy.decisions.diagrams, node, &self.sources, done)
    }

    /// Returns a function with every approval granted that people can ask for.
    fn granted(&mut self, node: Node) -> Result<Node, BudgetExceeded> {
        let (facets, pack) = (self.pack.facets.len(), self.pack);
        let askable = |place: usize| pack.approvals.at(place).is_some_and(|approval| approval.askable);
        self.arena.restrict(node, &|variable| variable.checked_sub(facets).filter(|place| askable(*place)).map(|_| 1))
    }

    fn demands(&mut self, subject: Subject, unit: usize, rules: &[(usize, Node)]) -> Result<Demands, BudgetExceeded> {
        let none = Node::terminal(IMPOSSIBLE);
        let verdicts = self.parent.decisions.verdicts(subject, unit).unwrap_or(none);
        let verdicts = self.import(true, verdicts)?;
        let possible = self.arena.map(verdicts, &mut |number| u32::from(number != IMPOSSIBLE))?;
        let (mut no, mut ask) = (Node::FALSE, Node::FALSE);
        for (rule, node) in rules {
            let here = self.import(true, *node)?;
            let always = self.granted(here)?;
            if self.parent.pack.rules.at(*rule).is_some_and(|rule| rule.effect == Effect::Forbid) {
                no = self.arena.or(no, always)?;
                ask = self.arena.or(ask, here)?;
            } else {
                ask = self.arena.or(ask, always)?;
            }
        }
        let allowed = self.arena.is(verdicts, number(Verdict::Allowed))?;
        let ask = self.arena.minus(ask, allowed)?;
        let no = self.arena.and(no, possible)?;
        let ask = self.arena.and(ask, possible)?;
        let ask = self.arena.minus(ask, no)?;
        Ok(Demands { no, ask, possible })
    }

    fn parts(
        &mut self,
        subject: Subject,
        (unit, above): (usize, usize),
        root: Node,
        rules: &[(usize, Node)],
    ) -> Result<Vec<Looser>, BudgetExceeded> {
        let demands = self.demands(subject, above, rules)?;
        let verdicts = self.import(false, root)?;
        let mut parts = Vec::new();
        let mut add = |this: &mut Self, region, wanted, found, default: Option<usize>| -> Result<(), BudgetExceeded> {
            if region != Node::FALSE {
                let part = this.example(region, subject, (unit, above), rules)?;
                parts.push(Looser { wanted, found, default, ..part });
            }
            Ok(())
        };
        for (wanted, found, region) in self.milder(verdicts, demands)? {
            add(self, region, wanted, Some(found), None)?;
        }
        let (wanted, region) = self.vanished(verdicts, demands)?;
        add(self, region, wanted, None, None)?;
        for facet in self.defaulted() {
            let value = self.pack.facets.at(facet).and_then(|facet| facet.default);
            let given = self.arena.restrict(verdicts, &|variable| value.filter(|_| variable == facet))?;
            let worst = Demands {
                no: self.arena.exists(demands.no, &|variable| variable == facet)?,
                ask: self.arena.exists(demands.ask, &|variable| variable == facet)?,
                ..demands
            };
            for (wanted, found, region) in self.milder(given, worst)? {
                add(self, region, wanted, Some(found), Some(facet))?;
            }
        }
        Ok(parts)
    }

    /// Returns where a function of verdicts is more lenient than the minimum.
    fn milder(&mut self, verdicts: Node, demands: Demands) -> Result<Vec<(Verdict, Verdict, Node)>, BudgetExceeded> {
        let mut milder = Vec::new();
        for (wanted, found, demanded) in [
            (Verdict::NotAllowed, Verdict::Allowed, demands.no),
            (Verdict::NotAllowed, Verdict::AskFirst, demands.no),
            (Verdict::AskFirst, Verdict::Allowed, demands.ask),
        ] {
            let here = self.arena.is(verdicts, number(found))?;
            milder.push((wanted, found, self.arena.and(here, demanded)?));
        }
        Ok(milder)
    }

    /// Returns where the parent sets a minimum for a case that the pack says cannot occur, whatever
    /// the facts are that the parent does not look at.
    fn vanished(&mut self, verdicts: Node, demands: Demands) -> Result<(Verdict, Node), BudgetExceeded> {
        let strict = self.arena.or(demands.no, demands.ask)?;
        let looked_at = self.arena.support(strict);
        let met = self.arena.map(verdicts, &mut |number| u32::from(number != IMPOSSIBLE))?;
        let pack = self.pack;
        let left = |place: usize| pack.facets.at(place).is_some_and(|facet| facet.settled_by_child);
        let met = self.arena.exists(met, &|variable| !looked_at.contains(&variable) || left(variable))?;
        let gone = self.arena.minus(strict, met)?;
        let gone = self.arena.and(gone, demands.possible)?;
        let banned = self.arena.and(gone, demands.no)?;
        Ok(if banned == Node::FALSE { (Verdict::AskFirst, gone) } else { (Verdict::NotAllowed, banned) })
    }

    /// Returns the facets to which the pack gives a default that its parent does not.
    fn defaulted(&self) -> Vec<usize> {
        let facets = self.pack.facets.iter().zip(self.parent.pack.facets.iter()).enumerate();
        let added = facets.filter(|(_, (own, parent))| own.default != parent.default && !own.settled_by_child);
        added.map(|(place, _)| place).collect()
    }
}

/// Returns the verdict as a word for messages.
pub(crate) fn word(found: Option<Verdict>) -> &'static str {
    found.map_or("impossible to ask about", Verdict::as_str)
}

/// Groups looser cases that have the same cause, in the order of the rules.
pub(crate) fn grouped(parts: Vec<Looser>) -> Vec<Vec<Looser>> {
    type Cause = (Option<usize>, Option<usize>, Option<usize>, Verdict, Option<Verdict>);
    let mut groups: BTreeMap<Cause, Vec<Looser>> = BTreeMap::new();
    for part in parts {
        let key = (part.default, part.lost, part.own, part.wanted, part.found);
        groups.entry(key).or_default().push(part);
    }
    groups.into_values().collect()
}
