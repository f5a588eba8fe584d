use crate::TooLarge;
use crate::kind::Kinds;
use crate::residual::Residual;
use countersign_compiled::{IMPOSSIBLE, Policy, Subject};
use countersign_diagram::{Arena, Node, Strategy, VariableMapping, Weights};
use countersign_model::{Pack, Verdict};
use std::collections::HashMap;

/// The number of states of knowledge beyond which the order looks only one question ahead.
const BOUND: usize = 1 << 14;

/// The open facets on which the verdict still depends.
pub(crate) struct Open {
    /// The facets, by place. The first is the one to ask first, and the others follow by how likely
    /// they have to be asked.
    pub(crate) facets: Vec<usize>,
    /// The expected number of questions.
    pub(crate) expected: f64,
    /// A lower bound on the expected number for any order.
    pub(crate) lower_bound: f64,
}

/// Returns the questions that still matter, in the order that needs the fewest.
pub(crate) fn questions(laid: &mut Residual<'_>, plain: Node) -> Result<Open, TooLarge> {
    let weights = weights(&laid.policy.pack, Some(&laid.kinds));
    let plan = Strategy::new(&mut laid.arena, plain, &weights, IMPOSSIBLE, BOUND)?;
    let facets = plan.asked(&weights).into_iter().map(|(facet, _)| facet).collect();
    let expected = plan.state(Strategy::START).map_or(0.0, |state| state.expected);
    Ok(Open { facets, expected, lower_bound: plan.lower_bound })
}

/// Returns how often each value of each facet, and each kind, occurs. Approvals are never asked
/// for.
pub(crate) fn weights(pack: &Pack, kinds: Option<&Kinds>) -> Weights {
    let row = |facet: &countersign_model::Facet| {
        facet.values.iter().map(|value| f64::from(value.weight)).collect::<Vec<f64>>()
    };
    let approvals = pack.approvals.iter().map(|_| Vec::new());
    Weights::new(pack.facets.iter().map(row).chain(approvals).chain(kinds.map(Kinds::weights)).collect())
}

/// The plans for asking one question after another. Each is made once and then looked up.
pub struct Questions<'a> {
    policy: &'a Policy,
    weights: Weights,
    /// The facets with a default, by place, and the default. They are never asked for.
    defaults: Vec<(usize, u8)>,
    plans: HashMap<Node, Vec<Planned>>,
}

/// The plan for one function and these values of the facets with a default.
struct Planned {
    defaults: Vec<u8>,
    plan: Strategy,
}

/// The next question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Next {
    /// The facet to ask for, by its place. `None` if the verdict is known or the facts cannot occur
    /// together.
    pub ask: Option<usize>,
    /// The verdict, if it is known.
    pub verdict: Option<Verdict>,
    /// The expected number of questions, this one included.
    pub expected: f64,
}

impl<'a> Questions<'a> {
    /// Creates plans for a policy, each when it is first needed.
    pub fn new(policy: &'a Policy) -> Self {
        let default =
            |(place, facet): (usize, &countersign_model::Facet)| Some((place, u8::try_from(facet.default?).ok()?));
        let defaults = policy.pack.facets.iter().enumerate().filter_map(default).collect();
        Self { policy, weights: weights(&policy.pack, None), defaults, plans: HashMap::new() }
    }

    /// Returns the next question about a subject in a unit, given the known value of each facet and
    /// no approval.
    ///
    /// # Errors
    /// Returns an error if the policy is too large to plan for.
    pub fn next(&mut self, subject: Subject, unit: usize, known: &[Option<u8>]) -> Result<Next, TooLarge> {
        let Some(root) = self.policy.decisions.plain(subject, unit) else { return Err(TooLarge) };
        let value = |place: usize, default: u8| known.get(place).copied().flatten().unwrap_or(default);
        let fits = |planned: &&Planned| {
            let mut pairs = self.defaults.iter().zip(&planned.defaults);
            pairs.all(|((place, default), planned)| value(*place, *default) == *planned)
        };
        let found = self.plans.get(&root).and_then(|plans| plans.iter().find(fits));
        let (plan, exact) = match found {
            Some(planned) => (&planned.plan, planned.plan.exact),
            None => {
                let defaults: Vec<u8> = self.defaults.iter().map(|(place, default)| value(*place, *default)).collect();
                let plan = self.plan(root, |place| {
                    let at = self.defaults.iter().position(|(facet, _)| *facet == place)?;
                    defaults.get(at).map(|value| usize::from(*value))
                })?;
                let plans = self.plans.entry(root).or_default();
                plans.push(Planned { defaults, plan });
                match plans.last() {
                    Some(planned) => (&planned.plan, planned.plan.exact),
                    None => return Err(TooLarge),
                }
            }
        };
        if exact {
            let mut state = Strategy::START;
            for (place, value) in known.iter().enumerate() {
                if let Some(value) = value {
                    state = plan.after(state, place, usize::from(*value)).unwrap_or(state);
                }
            }
            return Ok(next_question(plan, state));
        }
        // There are too many states to keep, so plan again for what remains.
        let plan = self.plan(root, |place| {
            let default = self.defaults.iter().find(|(facet, _)| *facet == place).map(|(_, default)| *default);
            known.get(place).copied().flatten().or(default).map(usize::from)
        })?;
        Ok(next_question(&plan, Strategy::START))
    }

    fn plan(&self, root: Node, fixed: impl Fn(usize) -> Option<usize>) -> Result<Strategy, TooLarge> {
        let diagrams = &self.policy.decisions.diagrams;
        let mut arena = Arena::new(diagrams.shape().clone(), 1 << 22);
        let left = arena
            .import(diagrams, root, &|place| fixed(place).map_or(VariableMapping::Same, VariableMapping::Fixed))?;
        Ok(Strategy::new(&mut arena, left, &self.weights, IMPOSSIBLE, BOUND)?)
    }
}

fn next_question(plan: &Strategy, state: u32) -> Next {
    let state = plan.state(state);
    Next {
        ask: state.and_then(|state| state.ask),
        verdict: state.and_then(|state| state.number).and_then(countersign_compiled::verdict),
        expected: state.map_or(0.0, |state| state.expected),
    }
}
