//! Which rules decide, and in which cases.

use crate::TooLarge;
use crate::residual::Residual;
use countersign_compiled::number;
use countersign_diagram::{Arena, Node};
use countersign_model::{Effect, Pack, Verdict};
use std::collections::BTreeMap;

/// The place that means "no rule decides".
pub(crate) const NONE: usize = usize::MAX;

/// The rules that decide, each with its region of the open facts.
pub(crate) struct DecidingRules {
    /// The verdicts over the open facets.
    pub(crate) plain: Node,
    /// The cases in which the facts can occur together.
    pub(crate) possible: Node,
    /// For each rule that decides somewhere, its region. [`NONE`] is for the region where no rule
    /// decides.
    pub(crate) regions: Vec<(usize, Node)>,
    /// The smallest sets of approvals that change some case to allowed, one bit each, the smallest
    /// first.
    pub(crate) missing: Vec<u64>,
}

impl DecidingRules {
    /// Finds which of the rules on use decide for a subject, and in which cases.
    pub(crate) fn new(laid: &mut Residual<'_>, verdicts: Node, rules: &[(usize, Node)]) -> Result<Self, TooLarge> {
        let plain = laid.plain(verdicts)?;
        let possible = laid.possible(plain)?;
        let (allowed, denied) = (laid.is(plain, Verdict::Allowed)?, laid.is(plain, Verdict::NotAllowed)?);
        let ask = laid.is(plain, Verdict::AskFirst)?;
        let waiting = ApprovalSets::new(laid, verdicts)?;
        let helpless = waiting.helpless(laid)?;
        let helpless = laid.arena.and(ask, helpless)?;
        let helped = laid.arena.minus(ask, helpless)?;
        let mut permitted = Node::FALSE;
        for (_, node) in rules.iter().filter(|(rule, _)| effect(&laid.policy.pack, *rule) == Some(Effect::Permit)) {
            let now = laid.plain(*node)?;
            permitted = laid.arena.or(permitted, now)?;
        }
        let unpermitted = laid.arena.minus(helped, permitted)?;
        let mut regions = Vec::new();
        for (rule, node) in rules {
            let now = laid.plain(*node)?;
            let region = if effect(&laid.policy.pack, *rule) == Some(Effect::Permit) {
                let here = laid.arena.and(allowed, now)?;
                let granted = waiting.granting(laid, *node, unpermitted)?;
                laid.arena.or(here, granted)?
            } else {
                let always = laid.granted(*node)?;
                let here = laid.arena.and(denied, always)?;
                let now = laid.arena.and(ask, now)?;
                laid.arena.or(here, now)?
            };
            if region != Node::FALSE {
                regions.push((*rule, region));
            }
        }
        if helpless != Node::FALSE {
            regions.push((NONE, helpless));
        }
        let missing = waiting.missing(laid, helped)?;
        Ok(Self { plain, possible, regions, missing })
    }

    /// Returns true if a rule decides in every case.
    pub(crate) fn everywhere(&self, laid: &mut Residual<'_>, region: Node) -> Result<bool, TooLarge> {
        Ok(laid.arena.implies(self.possible, region)?)
    }

    /// Splits a region by verdict, the strictest first.
    pub(crate) fn parted(&self, laid: &mut Residual<'_>, region: Node) -> Result<Vec<(Verdict, Node)>, TooLarge> {
        let mut parts = Vec::new();
        for verdict in [Verdict::NotAllowed, Verdict::AskFirst, Verdict::Allowed] {
            let here = laid.is(self.plain, verdict)?;
            let here = laid.arena.and(here, region)?;
            if here != Node::FALSE {
                parts.push((verdict, here));
            }
        }
        Ok(parts)
    }

    /// Returns the strictest verdict in a region where a rule decides.
    pub(crate) fn gravest(&self, laid: &mut Residual<'_>, region: Node) -> Result<Verdict, TooLarge> {
        let mut gravest = Verdict::Allowed;
        for verdict in [Verdict::AskFirst, Verdict::NotAllowed] {
            let here = laid.is(self.plain, verdict)?;
            if laid.arena.and(here, region)? != Node::FALSE {
                gravest = verdict;
            }
        }
        Ok(gravest)
    }
}

fn effect(pack: &Pack, rule: usize) -> Option<Effect> {
    pack.rules.at(rule).map(|rule| rule.effect)
}

/// What remains of the verdicts below the facets: functions of approvals alone.
struct ApprovalSets {
    /// For each point over the open facets, which of `below` remains.
    cut: Node,
    /// The smallest sets of approvals that change it to allowed. If only the empty set is needed,
    /// that.
    sets: Vec<Vec<u64>>,
}

/// The largest number of sets to distinguish in one case.
const MOST_SETS: usize = 1 << 10;

impl ApprovalSets {
    fn new(laid: &mut Residual<'_>, verdicts: Node) -> Result<Self, TooLarge> {
        let facets = laid.approvals().start;
        let open: Vec<usize> = laid.facets_and_kind().collect();
        let mut below: Vec<Node> = Vec::new();
        let cut = cut(&mut laid.arena, verdicts, &open, &mut below, &mut BTreeMap::new())?;
        let mut known = BTreeMap::new();
        let sets = below.iter().map(|node| smallest(&laid.arena, *node, facets, &mut known)).collect();
        Ok(Self { cut, sets })
    }

    /// Returns the cases in which no approval helps.
    fn helpless(&self, laid: &mut Residual<'_>) -> Result<Node, TooLarge> {
        let helps = |place: u32| self.sets.get(place as usize).is_some_and(|sets| !sets.is_empty());
        Ok(laid.arena.map(self.cut, &mut |place| u32::from(!helps(place)))?)
    }

    /// Returns the cases in which a permit applies after some smallest set of approvals.
    fn granting(&self, laid: &mut Residual<'_>, permit: Node, within: Node) -> Result<Node, TooLarge> {
        let mut all = Node::FALSE;
        if within == Node::FALSE {
            return Ok(all);
        }
        for (place, sets) in self.sets.iter().enumerate() {
            let here = laid.arena.is(self.cut, place as u32)?;
            let here = laid.arena.and(here, within)?;
            if here == Node::FALSE {
                continue;
            }
            for set in sets {
                let granted = laid.with(permit, *set)?;
                let granted = laid.arena.and(granted, here)?;
                all = laid.arena.or(all, granted)?;
            }
        }
        Ok(all)
    }

    /// Returns the smallest sets of all cases, the smallest first.
    fn missing(&self, laid: &mut Residual<'_>, within: Node) -> Result<Vec<u64>, TooLarge> {
        let mut missing = Vec::new();
        for (place, sets) in self.sets.iter().enumerate() {
            let here = laid.arena.is(self.cut, place as u32)?;
            if laid.arena.and(here, within)? != Node::FALSE {
                missing.extend_from_slice(sets);
            }
        }
        missing.sort_by_key(|set| (set.count_ones(), *set));
        missing.dedup();
        Ok(missing)
    }
}

/// Returns the function of the open facts that says which function of approvals remains.
fn cut(
    arena: &mut Arena,
    node: Node,
    open: &[usize],
    below: &mut Vec<Node>,
    done: &mut BTreeMap<Node, Node>,
) -> Result<Node, TooLarge> {
    if let Some(known) = done.get(&node) {
        return Ok(*known);
    }
    let made = match node.variable().filter(|variable| open.contains(variable)) {
        Some(variable) => {
            let mut parts = Vec::new();
            for child in arena.children(node).to_vec() {
                parts.push(cut(arena, child, open, below, done)?);
            }
            arena.node(variable, &parts)?
        }
        None => {
            below.push(node);
            Node::terminal(below.len() as u32 - 1)
        }
    };
    done.insert(node, made);
    Ok(made)
}

/// Returns the smallest sets of approvals that change a function of approvals to allowed. A further
/// approval never makes it stricter.
fn smallest(arena: &Arena, node: Node, facets: usize, known: &mut BTreeMap<Node, Vec<u64>>) -> Vec<u64> {
    let Some(variable) = node.variable() else {
        return if node.number() == Some(number(Verdict::Allowed)) { vec![0] } else { Vec::new() };
    };
    if let Some(known) = known.get(&node) {
        return known.clone();
    }
    let bit = variable.checked_sub(facets).map_or(0, |place| 1_u64 << place);
    let (mut sets, mut granted) = (Vec::new(), Vec::new());
    if let [absent, present] = arena.children(node).to_vec().as_slice() {
        sets = smallest(arena, *absent, facets, known);
        granted = smallest(arena, *present, facets, known);
    }
    let without = sets.clone();
    let more = granted.into_iter().filter(|set| without.iter().all(|smaller| set & smaller != *smaller));
    sets.extend(more.map(|set| set | bit));
    sets.truncate(MOST_SETS);
    known.insert(node, sets.clone());
    sets
}
