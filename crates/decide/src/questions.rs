use crate::TooLarge;
use crate::laid::Laid;
use countersign_diagram::{Node, Plan, Weights};
use countersign_model::Pack;
use countersign_policy::IMPOSSIBLE;

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
pub(crate) fn questions(laid: &mut Laid<'_>, plain: Node) -> Result<Open, TooLarge> {
    let weights = weights(&laid.policy.pack);
    let plan = Plan::new(&mut laid.arena, plain, &weights, IMPOSSIBLE, BOUND)?;
    let facets = plan.asked(&weights).into_iter().map(|(facet, _)| facet).collect();
    let expected = plan.state(Plan::START).map_or(0.0, |state| state.expected);
    Ok(Open { facets, expected, lower_bound: plan.lower_bound })
}

/// How often each value of each facet is met; approvals are never asked for.
pub(crate) fn weights(pack: &Pack) -> Weights {
    let row = |facet: &countersign_model::Facet| {
        facet.values.iter().map(|value| f64::from(value.weight)).collect::<Vec<f64>>()
    };
    Weights::new(pack.facets.iter().map(row).collect())
}
