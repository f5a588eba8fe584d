//! The fewest rules that explain every case.

use crate::TooLarge;
use crate::residual::Residual;
use countersign_diagram::{Counter, Memo, Node};
use std::collections::BTreeMap;

/// The number of different sets of deciding rules beyond which the result is approximate.
const MOST: usize = 1 << 11;

/// Returns the fewest of these regions that together cover all cases. The result is exact up to
/// [`MOST`] different sets, and beyond that takes the largest gain first.
pub(crate) fn fewest(laid: &mut Residual<'_>, possible: Node, regions: &[Node]) -> Result<Vec<usize>, TooLarge> {
    match sets(laid, possible, regions)? {
        Some(sets) => Ok(hitting(&sets)),
        None => largest_gain(laid, possible, regions),
    }
}

/// Returns the different sets of regions that contain a case. `None` if there are too many.
fn sets(laid: &mut Residual<'_>, possible: Node, regions: &[Node]) -> Result<Option<Vec<Vec<usize>>>, TooLarge> {
    let outside = u32::MAX >> 1;
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    let mut labels = laid.arena.map(possible, &mut |possible| if possible == 1 { 0 } else { outside })?;
    for (place, region) in regions.iter().enumerate() {
        let mut grown: BTreeMap<u32, u32> = BTreeMap::new();
        labels = laid.arena.apply(&mut Memo::default(), labels, *region, &mut |label, region| {
            if region == Node::FALSE || label.number() == Some(outside) {
                return Some(label);
            }
            let (label, _) = (label.number()?, region.number()?);
            let next = *grown.entry(label).or_insert_with(|| {
                let mut set = sets.get(label as usize).cloned().unwrap_or_default();
                set.push(place);
                sets.push(set);
                sets.len() as u32 - 1
            });
            Some(Node::terminal(next))
        })?;
        if laid.arena.numbers(labels).len() > MOST {
            return Ok(None);
        }
    }
    let met = laid.arena.numbers(labels).into_iter().filter(|label| *label != outside);
    Ok(Some(met.filter_map(|label| sets.get(label as usize).cloned()).collect()))
}

fn largest_gain(laid: &mut Residual<'_>, possible: Node, regions: &[Node]) -> Result<Vec<usize>, TooLarge> {
    let open: Vec<usize> = laid.facets_and_kind().collect();
    let mut left = possible;
    let mut chosen = Vec::new();
    while left != Node::FALSE {
        let mut best: Option<(u128, usize)> = None;
        for (place, region) in regions.iter().enumerate() {
            let gain = laid.arena.and(left, *region)?;
            let count = Counter::new(&laid.arena, &|variable| open.contains(&variable)).count(&laid.arena, gain, 1);
            if count > 0 && best.is_none_or(|(most, _)| count > most) {
                best = Some((count, place));
            }
        }
        let Some((_, place)) = best else { break };
        left = laid.arena.minus(left, regions.get(place).copied().unwrap_or(Node::FALSE))?;
        chosen.push(place);
    }
    chosen.sort_unstable();
    Ok(chosen)
}

/// Returns the fewest members that together are in every set, or the best result so far if the
/// search would take too long.
fn hitting(sets: &[Vec<usize>]) -> Vec<usize> {
    let mut budget = 20_000_usize;
    let mut best: Option<Vec<usize>> = None;
    search(sets, &mut Vec::new(), &mut best, &mut budget);
    let mut best = best.unwrap_or_default();
    best.sort_unstable();
    best
}

fn search(sets: &[Vec<usize>], chosen: &mut Vec<usize>, best: &mut Option<Vec<usize>>, budget: &mut usize) {
    if best.as_ref().is_some_and(|best| chosen.len() >= best.len()) {
        return;
    }
    let unmet = sets.iter().filter(|set| !set.is_empty() && !set.iter().any(|member| chosen.contains(member)));
    let Some(hardest) = unmet.clone().min_by_key(|set| set.len()) else {
        *best = Some(chosen.clone());
        return;
    };
    let mut candidates = hardest.clone();
    candidates.sort_by_key(|candidate| std::cmp::Reverse(unmet.clone().filter(|set| set.contains(candidate)).count()));
    for candidate in candidates {
        if *budget == 0 && best.is_some() {
            return;
        }
        *budget = budget.saturating_sub(1);
        chosen.push(candidate);
        search(sets, chosen, best, budget);
        chosen.pop();
    }
}
