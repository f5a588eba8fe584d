use crate::space::Space;
use crate::sweep::Sweep;
use crate::{EngineError, RuleTable};
use countersign_model::{Effect, Pack, Verdict};
use std::collections::{BTreeMap, HashMap};

/// What the rules come to in one combination of facts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    /// The rules that decide; none where no rule does, which is the route of the unlisted.
    pub(crate) rules: Vec<usize>,
    /// The smallest sets of approvals that would turn it to allowed, one bit each.
    pub(crate) missing: Vec<u64>,
}

/// The outcomes over a space: each distinct one once, and for every possible
/// combination which one it has.
pub(crate) struct Outcomes {
    pub(crate) space: Space,
    pub(crate) distinct: Vec<Outcome>,
    /// For each combination the place of its outcome; none where it cannot be met.
    pub(crate) at: Vec<Option<u32>>,
}

impl Outcomes {
    /// Works out every outcome of a question.
    pub(crate) fn new(pack: &Pack, space: Space, tables: &[RuleTable], approved: u64) -> Result<Self, EngineError> {
        let rules = Rules::new(pack, tables, approved)?;
        let mut found: BTreeMap<Outcome, u32> = BTreeMap::new();
        let mut known: HashMap<Vec<u64>, u32> = HashMap::new();
        let mut at = vec![None; space.len()];
        let mut sweep = Sweep::new(&space, tables);
        for (place, slot) in at.iter_mut().enumerate() {
            if place > 0 {
                sweep.step();
            }
            if space.possible.get(place) != Some(&true) {
                continue;
            }
            let id = known.get(sweep.words()).copied().unwrap_or_else(|| {
                let value = |facet| space.axis(facet).map_or(0, |axis| space.value(place, axis));
                let next = u32::try_from(found.len()).unwrap_or(u32::MAX);
                let id = *found.entry(rules.outcome(value)).or_insert(next);
                known.insert(sweep.words().to_vec(), id);
                id
            });
            *slot = Some(id);
        }
        let mut distinct: Vec<(Outcome, u32)> = found.into_iter().collect();
        distinct.sort_by_key(|(_, id)| *id);
        Ok(Self { space, distinct: distinct.into_iter().map(|(outcome, _)| outcome).collect(), at })
    }

    /// The outcome of a combination that can be met.
    pub(crate) fn get(&self, place: usize) -> Option<&Outcome> {
        self.distinct.get((*self.at.get(place)?)? as usize)
    }

    /// The verdict, where every combination has the same.
    pub(crate) fn verdict(&self) -> Verdict {
        let mut verdicts = self.distinct.iter().map(|outcome| outcome.verdict);
        match verdicts.next() {
            Some(first) if verdicts.all(|verdict| verdict == first) => first,
            _ => Verdict::Undecided,
        }
    }
}

/// The rules on `use`, parted by effect, with the approvals that count.
pub(crate) struct Rules<'a> {
    permits: Vec<&'a RuleTable>,
    forbids: Vec<&'a RuleTable>,
    approved: u64,
    /// Approvals that can be asked for, that some rule names and that are not granted.
    askable: Vec<u64>,
}

/// The most approvals that the rules for one tool may name: all their sets are tried.
const MOST_APPROVALS: usize = 12;

impl<'a> Rules<'a> {
    pub(crate) fn new(pack: &Pack, tables: &'a [RuleTable], approved: u64) -> Result<Self, EngineError> {
        let effect = |table: &&RuleTable| pack.rules.at(table.rule).is_some_and(|rule| rule.effect == Effect::Permit);
        let (permits, forbids) = tables.iter().partition::<Vec<_>, _>(effect);
        let named = tables.iter().fold(0, |bits, table| bits | table.approvals());
        let askable: Vec<u64> = pack
            .approvals
            .iter()
            .enumerate()
            .filter(|(_, approval)| approval.askable)
            .map(|(place, _)| 1 << place)
            .filter(|bit| named & bit != 0 && approved & bit == 0)
            .collect();
        if askable.len() > MOST_APPROVALS {
            let message = format!("the rules for this tool name more than {MOST_APPROVALS} approvals");
            return Err(EngineError { rule: None, message });
        }
        Ok(Self { permits, forbids, approved, askable })
    }

    /// What the rules come to where `value` gives each open facet's value.
    pub(crate) fn outcome(&self, value: impl Fn(usize) -> usize) -> Outcome {
        let holding = |tables: &[&RuleTable], approved| -> Vec<usize> {
            tables.iter().filter(|table| table.holds(&value, approved)).map(|table| table.rule).collect()
        };
        let forbids = holding(&self.forbids, self.approved);
        let permits = holding(&self.permits, self.approved);
        let decided = |verdict, rules| Outcome { verdict, rules, missing: Vec::new() };
        if forbids.is_empty() && !permits.is_empty() {
            return decided(Verdict::Allowed, permits);
        }
        let all = self.askable.iter().fold(self.approved, |bits, bit| bits | bit);
        let final_forbids = holding(&self.forbids, all);
        if !final_forbids.is_empty() {
            return decided(Verdict::NotAllowed, final_forbids);
        }
        if holding(&self.permits, all).is_empty() {
            return decided(Verdict::AskFirst, Vec::new());
        }
        let mut missing: Vec<u64> = Vec::new();
        let mut rules = forbids;
        for set in self.sets() {
            let approved = self.approved | set;
            let larger = missing.iter().any(|smaller| set & smaller == *smaller);
            if larger || self.forbids.iter().any(|table| table.holds(&value, approved)) {
                continue;
            }
            let granted = holding(&self.permits, approved);
            if !granted.is_empty() {
                missing.push(set);
                if permits.is_empty() {
                    rules.extend(granted);
                }
            }
        }
        rules.sort_unstable();
        rules.dedup();
        Outcome { verdict: Verdict::AskFirst, rules, missing }
    }

    /// Every set of askable approvals but the empty one, smaller ones first.
    fn sets(&self) -> Vec<u64> {
        let mut sets: Vec<u64> = (1_u64..1 << self.askable.len())
            .map(|chosen| {
                let picked = self.askable.iter().enumerate().filter(|(place, _)| chosen & (1 << place) != 0);
                picked.fold(0, |bits, (_, bit)| bits | bit)
            })
            .collect();
        sets.sort_by_key(|set| (set.count_ones(), *set));
        sets
    }
}
