use crate::TooLarge;
use crate::kind::Kinds;
use crate::residual::Residual;
use countersign_compiled::{IMPOSSIBLE, Policy, Subject};
use countersign_diagram::{Arena, Node, Strategy, VariableMapping, Weights};
use countersign_model::{Pack, Verdict};
use std::collections::HashMap;

/// Past this many different states of knowledge the order of questions looks one
/// question ahead.
const BOUND: usize = 1 << 14;

/// The open facets on which the verdict still depends.
pub(crate) struct Open {
    /// The facets, by place, the one to ask first at the front, the others by how
    /// likely it is that they have to be asked.
    pub(crate) facets: Vec<usize>,
    /// How many questions are to be expected.
    pub(crate) expected: f64,
    /// No order can be expected to need fewer.
    pub(crate) lower_bound: f64,
}

/// The questions that still matter, in the order that needs the fewest.
pub(crate) fn questions(laid: &mut Residual<'_>, plain: Node) -> Result<Open, TooLarge> {
    let weights = weights(&laid.policy.pack, Some(&laid.kinds));
    let plan = Strategy::new(&mut laid.arena, plain, &weights, IMPOSSIBLE, BOUND)?;
    let facets = plan.asked(&weights).into_iter().map(|(facet, _)| facet).collect();
    let expected = plan.state(Strategy::START).map_or(0.0, |state| state.expected);
    Ok(Open { facets, expected, lower_bound: plan.lower_bound })
}

/// How often each value of each facet, and each kind, is met; approvals are never asked
/// for.
pub(crate) fn weights(pack: &Pack, kinds: Option<&Kinds>) -> Weights {
    let row = |facet: &countersign_model::Facet| {
        facet.values.iter().map(|value| f64::from(value.weight)).collect::<Vec<f64>>()
    };
    let approvals = pack.approvals.iter().map(|_| Vec::new());
    Weights::new(pack.facets.iter().map(row).chain(approvals).chain(kinds.map(Kinds::weights)).collect())
}

/// What to ask next, for whoever asks one question after the other: plans are
/// made once and then looked up.
pub struct Questions<'a> {
    policy: &'a Policy,
    weights: Weights,
    /// The facets that have a default, by place, with it: they are never asked for.
    defaults: Vec<(usize, u8)>,
    plans: HashMap<Node, Vec<Planned>>,
}

/// The plan for one function, where the facets with a default have these values.
struct Planned {
    defaults: Vec<u8>,
    plan: Strategy,
}

/// What to ask next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Next {
    /// The facet to ask for, by its place; none where the verdict is known or the
    /// facts cannot be met together.
    pub ask: Option<usize>,
    /// The verdict, where it is known.
    pub verdict: Option<Verdict>,
    /// How many questions are to be expected, this one included.
    pub expected: f64,
}

impl<'a> Questions<'a> {
    /// Plans the questions of a policy as they come up.
    pub fn new(policy: &'a Policy) -> Self {
        let default =
            |(place, facet): (usize, &countersign_model::Facet)| Some((place, u8::try_from(facet.default?).ok()?));
        let defaults = policy.pack.facets.iter().enumerate().filter_map(default).collect();
        Self { policy, weights: weights(&policy.pack, None), defaults, plans: HashMap::new() }
    }

    /// What to ask next about a subject in a unit, with what is known of each facet
    /// and no approval granted.
    ///
    /// # Errors
    /// Where the policy is too large to plan for.
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
        // Too many states to keep: planned anew for what is left.
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
