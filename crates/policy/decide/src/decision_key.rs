use crate::defaults::ready;
use countersign_compiled::{IMPOSSIBLE, Policy, Subject, number};
use countersign_diagram::{Frozen, Node};
use countersign_model::{Action, Effect, Question, Verdict};

/// A cache key. Questions with equal keys have the same verdict, reasons, binding conditions,
/// missing approvals and open facets under one policy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DecisionKey {
    subject: Subject,
    unit: usize,
    /// The open facets, and the supposed approvals, one bit each.
    open: u128,
    approved: u64,
    /// For each way to fill in the open facets, the verdict and what it rests on.
    words: Box<[u32]>,
}

/// The largest number of ways to fill in open facets that are checked one by one.
const MOST_WAYS: usize = 64;

/// Separates the words of one way from the next.
const END: u32 = u32::MAX;

/// Returns the key of a question. `None` if its facts cannot occur together, because the answer
/// repeats them, or if it leaves too many cases open. Both kinds are answered without a cache.
pub fn decision_key(policy: &Policy, question: &Question) -> Option<DecisionKey> {
    let (facts, approved) = ready(&policy.pack, question);
    let ways = Assignments::new(policy, &facts)?;
    let (subject, unit) = (policy.subject(&question.subject), question.unit);
    let may_be = policy.decisions.may_be(subject);
    let cases = may_be.into_iter().map(|subject| Case::new(policy, subject, unit, approved));
    let cases = cases.collect::<Option<Vec<Case<'_>>>>()?;
    if cases.len() * ways.number > MOST_WAYS {
        return None;
    }
    let mut words = Vec::with_capacity(8 * ways.number);
    let mut point = Vec::with_capacity(policy.decisions.diagrams.shape().len());
    let mut possible = false;
    for way in 0..ways.number {
        for case in &cases {
            ways.fill(way, &mut point);
            possible |= case.say(&mut point, &mut words);
            words.push(END);
        }
    }
    possible.then(|| DecisionKey { subject, unit, open: ways.bits(), approved, words: words.into() })
}

/// The ways to fill in the open facets.
struct Assignments {
    facts: Vec<u8>,
    /// The places of open facets, and the number of values of each.
    open: Vec<(usize, usize)>,
    number: usize,
}

impl Assignments {
    /// Lists the ways. `None` if there are too many, or a fact is not a value of its facet.
    fn new(policy: &Policy, facts: &[Option<usize>]) -> Option<Self> {
        let sizes = policy.decisions.diagrams.shape().sizes().get(..facts.len())?;
        let open: Vec<(usize, usize)> =
            sizes.iter().copied().enumerate().filter(|(place, _)| facts.get(*place) == Some(&None)).collect();
        let number = open.iter().try_fold(1_usize, |ways, (_, size)| ways.checked_mul(*size))?;
        let value = |(fact, size): (&Option<usize>, &usize)| match fact {
            None => Some(0),
            Some(value) if value < size => u8::try_from(*value).ok(),
            Some(_) => None,
        };
        let facts = facts.iter().zip(sizes).map(value).collect::<Option<Vec<u8>>>()?;
        (number <= MOST_WAYS).then_some(Self { facts, open, number })
    }

    /// Writes the values of all facets.
    fn fill(&self, way: usize, point: &mut Vec<u8>) {
        point.clear();
        point.extend_from_slice(&self.facts);
        let mut way = way;
        for (place, size) in &self.open {
            if let Some(value) = point.get_mut(*place) {
                *value = (way % size) as u8;
            }
            way /= size;
        }
    }

    fn bits(&self) -> u128 {
        self.open.iter().fold(0, |bits, (place, _)| bits | 1 << place)
    }
}

/// A rule that may apply to a subject in a unit, with its condition.
struct RuleRegion {
    place: u32,
    action: Action,
    effect: Effect,
    node: Node,
}

struct Case<'a> {
    diagrams: &'a Frozen,
    verdicts: Node,
    rules: Vec<RuleRegion>,
    /// The approvals that are granted, and those that are granted once all have been asked for.
    now: Vec<u8>,
    granted: Vec<u8>,
}

impl<'a> Case<'a> {
    fn new(policy: &'a Policy, subject: Subject, unit: usize, approved: u64) -> Option<Self> {
        let decisions = &policy.decisions;
        let known = |(place, node): (usize, Node)| {
            let rule = policy.pack.rules.at(place)?;
            Some(RuleRegion { place: place as u32, action: rule.action, effect: rule.effect, node })
        };
        let rules = decisions.rules(subject, unit).into_iter().filter_map(known).collect();
        let (mut now, mut granted) = (Vec::new(), Vec::new());
        for (place, approval) in policy.pack.approvals.iter().enumerate() {
            let there = approved & (1 << place) != 0;
            now.push(u8::from(there));
            granted.push(u8::from(there || approval.askable));
        }
        Some(Self { diagrams: &decisions.diagrams, verdicts: decisions.verdicts(subject, unit)?, rules, now, granted })
    }

    /// Writes what the answer rests on at a point over the facets. Returns false if its values
    /// cannot occur together.
    fn say(&self, point: &mut Vec<u8>, words: &mut Vec<u32>) -> bool {
        let facets = point.len();
        point.extend_from_slice(&self.now);
        let verdict = self.diagrams.at(self.verdicts, point);
        words.push(verdict);
        if verdict == IMPOSSIBLE {
            return false;
        }
        if verdict == number(Verdict::NotAllowed) {
            point.truncate(facets);
            point.extend_from_slice(&self.granted);
            self.holding(words, point, |rule| rule.action == Action::Use && rule.effect == Effect::Forbid);
            return true;
        }
        if verdict == number(Verdict::Allowed) {
            self.holding(words, point, |rule| rule.action == Action::Use && rule.effect == Effect::Permit);
        } else {
            // Which approvals help, and what they achieve: what remains once the facts are known.
            let facts = point.get(..facets).unwrap_or_default();
            words.push(self.diagrams.rest(self.verdicts, facts).word());
            let own = self.rules.iter().filter(|rule| rule.action == Action::Use);
            words.extend(own.map(|rule| self.diagrams.rest(rule.node, facts).word()));
        }
        words.push(END);
        self.holding(words, point, |rule| rule.action == Action::Advise);
        true
    }

    fn holding(&self, words: &mut Vec<u32>, point: &[u8], wanted: impl Fn(&RuleRegion) -> bool) {
        let holds = |rule: &&RuleRegion| wanted(rule) && self.diagrams.at(rule.node, point) == 1;
        words.extend(self.rules.iter().filter(holds).map(|rule| rule.place));
    }
}
