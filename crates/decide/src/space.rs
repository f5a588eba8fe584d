use crate::{EngineError, RuleTable};
use countersign_model::{Facts, Pack};

/// The completions of a question: every combination of values of the open
/// facets that some rule names, as far as it can be met.
///
/// Facets that impossible combinations tie to those are part of the space, so
/// that a completion is in it just when it can be met.
pub(crate) struct Space {
    /// The open facets, by place, in the pack's order.
    pub(crate) facets: Vec<usize>,
    /// How many values each has.
    pub(crate) sizes: Vec<usize>,
    /// For each combination, whether it can be met.
    pub(crate) possible: Vec<bool>,
}

/// The largest space that is enumerated.
const MOST: usize = 1 << 22;

impl Space {
    /// The space of what `tables` name under `facts`.
    pub(crate) fn new(pack: &Pack, facts: &Facts, tables: &[RuleTable]) -> Result<Self, EngineError> {
        let open = |facet: &usize| facts.get(*facet).is_none_or(Option::is_none);
        let mut named = vec![false; pack.facets.len()];
        for facet in tables.iter().flat_map(RuleTable::facets) {
            mark(&mut named, facet);
        }
        tie(pack, &mut named, &open);
        let facets: Vec<usize> =
            (0..named.len()).filter(|facet| named.get(*facet) == Some(&true)).filter(open).collect();
        Self::over(pack, facts, facets)
    }

    /// The space of just these facets; those given must be open.
    pub(crate) fn over(pack: &Pack, facts: &Facts, facets: Vec<usize>) -> Result<Self, EngineError> {
        let sizes: Vec<usize> =
            facets.iter().map(|facet| pack.facets.at(*facet).map_or(1, |facet| facet.values.len())).collect();
        let size = sizes.iter().try_fold(1_usize, |size, next| size.checked_mul(*next)).filter(|size| *size <= MOST);
        let size = size.ok_or_else(|| EngineError {
            rule: None,
            message: format!("the rules for this tool leave more than {MOST} combinations open: state more facts"),
        })?;
        let mut space = Self { facets, sizes, possible: vec![true; size] };
        if !pack.impossible.is_empty() {
            let mut full = facts.clone();
            for place in 0..size {
                for (axis, facet) in space.facets.iter().enumerate() {
                    if let Some(fact) = full.get_mut(*facet) {
                        *fact = Some(space.value(place, axis));
                    }
                }
                let possible = pack.is_possible(&full);
                if let Some(slot) = space.possible.get_mut(place) {
                    *slot = possible;
                }
            }
        }
        Ok(space)
    }

    /// How many combinations there are, possible or not.
    pub(crate) fn len(&self) -> usize {
        self.possible.len()
    }

    /// The combinations that can be met.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(|place| self.possible.get(*place) == Some(&true))
    }

    /// The value on an axis, in a combination.
    pub(crate) fn value(&self, place: usize, axis: usize) -> usize {
        let below: usize = self.sizes.iter().skip(axis + 1).product();
        let size = self.sizes.get(axis).copied().unwrap_or(1);
        (place / below.max(1)) % size.max(1)
    }

    /// The values of all axes, in a combination; the last axis runs fastest.
    pub(crate) fn values(&self, place: usize, values: &mut [usize]) {
        let mut rest = place;
        for (size, value) in self.sizes.iter().zip(values.iter_mut()).rev() {
            *value = rest % size;
            rest /= size;
        }
    }

    /// The axis of a facet.
    pub(crate) fn axis(&self, facet: usize) -> Option<usize> {
        self.facets.iter().position(|open| *open == facet)
    }

    /// How often a combination is met, by the weights of the pack.
    pub(crate) fn weight(&self, pack: &Pack, place: usize) -> f64 {
        let weight = |(axis, facet): (usize, &usize)| {
            let value = pack.facets.at(*facet).and_then(|facet| facet.values.get(self.value(place, axis)));
            value.map_or(1.0, |value| f64::from(value.weight))
        };
        self.facets.iter().enumerate().map(weight).product()
    }
}

fn mark(named: &mut [bool], facet: usize) -> bool {
    match named.get_mut(facet) {
        Some(slot) if !*slot => {
            *slot = true;
            true
        }
        _ => false,
    }
}

/// Marks the open facets that an impossible combination ties to a marked one.
fn tie(pack: &Pack, named: &mut [bool], open: &impl Fn(&usize) -> bool) {
    let mut grew = true;
    while grew {
        grew = false;
        for impossible in &pack.impossible {
            let facets: Vec<usize> = impossible.when.clauses.iter().map(|clause| clause.facet).filter(open).collect();
            if facets.iter().any(|facet| named.get(*facet) == Some(&true)) {
                for facet in facets {
                    grew |= mark(named, facet);
                }
            }
        }
    }
}
