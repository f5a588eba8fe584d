use crate::deciding_rules::NONE;
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_model::{Effect, Pack, Verdict};

/// The outcome of the rules in one case: the definition of verdicts, spelled out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    /// The rules that decide. [`NONE`] if no rule does.
    pub(crate) rules: Vec<usize>,
}

/// Whether a rule on use applies with some approvals granted, one bit each.
pub(crate) type Holds<'a> = dyn Fn(usize, u64) -> bool + 'a;

/// Returns the outcome of these rules. `holds` says which ones apply, and `named` are the approvals
/// that they name, one bit each.
pub(crate) fn outcome(pack: &Pack, rules: &[usize], named: u64, approved: u64, holds: &Holds<'_>) -> Outcome {
    let of = |effect: Effect| {
        let own = rules.iter().copied();
        own.filter(|rule| pack.rules.at(*rule).is_some_and(|rule| rule.effect == effect)).collect::<Vec<usize>>()
    };
    let (permits, forbids) = (of(Effect::Permit), of(Effect::Forbid));
    let holding =
        |rules: &[usize], approved| rules.iter().copied().filter(|rule| holds(*rule, approved)).collect::<Vec<usize>>();
    let (now_permits, now_forbids) = (holding(&permits, approved), holding(&forbids, approved));
    if now_forbids.is_empty() && !now_permits.is_empty() {
        return Outcome { verdict: Verdict::Allowed, rules: now_permits };
    }
    let askable = pack.approvals.iter().enumerate().filter(|(_, approval)| approval.askable);
    let askable: Vec<u64> = askable.map(|(place, _)| 1 << place).filter(|bit| named & !approved & bit != 0).collect();
    let all = askable.iter().fold(approved, |bits, bit| bits | bit);
    let always = holding(&forbids, all);
    if !always.is_empty() {
        return Outcome { verdict: Verdict::NotAllowed, rules: always };
    }
    if holding(&permits, all).is_empty() {
        // No approval is enough. The answer still names the rules that forbid the use without an
        // approval.
        let rules = now_forbids.into_iter().chain([NONE]).collect();
        return Outcome { verdict: Verdict::AskFirst, rules };
    }
    let mut rules = now_forbids;
    if now_permits.is_empty() {
        // From all approvals down to the smallest sets that are still enough, in every way.
        let allowed = |set: u64| holding(&forbids, set).is_empty() && !holding(&permits, set).is_empty();
        let mut open = vec![all];
        let mut seen = vec![all];
        while let Some(set) = open.pop() {
            let smaller: Vec<u64> = askable
                .iter()
                .filter(|bit| set & *bit != 0)
                .map(|bit| set & !bit)
                .filter(|set| allowed(*set))
                .collect();
            if smaller.is_empty() {
                rules.extend(holding(&permits, set));
            }
            for set in smaller {
                if seen.len() < MOST_SETS && !seen.contains(&set) {
                    seen.push(set);
                    open.push(set);
                }
            }
        }
    }
    rules.sort_unstable();
    rules.dedup();
    Outcome { verdict: Verdict::AskFirst, rules }
}

/// The largest number of sets of approvals to try for one case.
const MOST_SETS: usize = 1 << 12;

/// Returns the outcome of a policy for a subject in a unit if every facet has a value.
pub(crate) fn outcome_at(
    policy: &Policy,
    subject: countersign_compiled::Subject,
    unit: usize,
    values: &[u8],
    approved: u64,
) -> Outcome {
    let rules = policy.decisions.rules(subject, unit);
    let on_use =
        |rule: usize| policy.pack.rules.at(rule).is_some_and(|rule| rule.action == countersign_model::Action::Use);
    let names: Vec<usize> = rules.iter().map(|(rule, _)| *rule).filter(|rule| on_use(*rule)).collect();
    let facets = policy.pack.facets.len();
    let nodes: Vec<Node> = rules.iter().map(|(_, node)| *node).collect();
    let support = policy.decisions.diagrams.support_of(&nodes).into_iter();
    let named = support.filter_map(|variable| variable.checked_sub(facets)).fold(0, |bits, place| bits | 1 << place);
    let holds = |rule: usize, approved: u64| {
        let mut point = values.to_vec();
        point.extend((0..policy.pack.approvals.len()).map(|place| u8::from(approved & (1 << place) != 0)));
        let node = rules.iter().find(|(known, _)| *known == rule).map(|(_, node)| *node);
        node.is_some_and(|node| policy.decisions.diagrams.at(node, &point) == 1)
    };
    outcome(&policy.pack, &names, named, approved, &holds)
}
