//! Parts of a small space as few boxes: for conditions that hold only sometimes.

use std::collections::BTreeSet;

#[cfg(test)]
#[path = "cover_tests.rs"]
mod tests;

/// What is known of a point of a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// It belongs to the part.
    In,
    /// It does not.
    Out,
    /// It does not matter.
    Free,
}

/// Covers the points that are in by boxes without any that is out: for each
/// axis of a box the values it spans. Each box is as wide as it can be.
pub(crate) fn boxes(sizes: &[usize], points: &[Point]) -> Vec<Vec<Vec<usize>>> {
    let mut open: BTreeSet<usize> =
        points.iter().enumerate().filter(|(_, point)| **point == Point::In).map(|(place, _)| place).collect();
    let mut boxes = Vec::new();
    while let Some(seed) = open.first().copied() {
        let mut sides: Vec<Vec<usize>> = values(sizes, seed).into_iter().map(|value| vec![value]).collect();
        for (axis, size) in sizes.iter().enumerate() {
            for value in 0..*size {
                let Some(side) = sides.get_mut(axis) else { continue };
                if side.contains(&value) {
                    continue;
                }
                side.push(value);
                let clean = places(sizes, &sides).into_iter().all(|place| points.get(place) != Some(&Point::Out));
                if let (false, Some(side)) = (clean, sides.get_mut(axis)) {
                    side.pop();
                }
            }
        }
        narrow(sizes, points, &mut sides);
        sides.iter_mut().for_each(|side| side.sort_unstable());
        for place in places(sizes, &sides) {
            open.remove(&place);
        }
        boxes.push(sides);
    }
    boxes
}

/// Takes values without any point that is in from sides that are not whole:
/// they are right to leave out and only make a condition longer to read.
fn narrow(sizes: &[usize], points: &[Point], sides: &mut [Vec<usize>]) {
    for (axis, size) in sizes.iter().enumerate() {
        let Some(side) = sides.get(axis).filter(|side| side.len() < *size).cloned() else { continue };
        let needed = |value: &usize| {
            let mut slab = sides.to_vec();
            if let Some(side) = slab.get_mut(axis) {
                *side = vec![*value];
            }
            places(sizes, &slab).into_iter().any(|place| points.get(place) == Some(&Point::In))
        };
        let kept: Vec<usize> = side.into_iter().filter(needed).collect();
        if let Some(side) = sides.get_mut(axis) {
            *side = kept;
        }
    }
}

fn values(sizes: &[usize], place: usize) -> Vec<usize> {
    let mut rest = place;
    let mut values: Vec<usize> = sizes
        .iter()
        .rev()
        .map(|size| {
            let value = rest % size;
            rest /= size;
            value
        })
        .collect();
    values.reverse();
    values
}

fn places(sizes: &[usize], sides: &[Vec<usize>]) -> Vec<usize> {
    sizes.iter().zip(sides).fold(vec![0], |places, (size, side)| {
        places.iter().flat_map(|place| side.iter().map(move |value| place * size + value)).collect()
    })
}

/// The fewest of `count` candidates that together meet every set: exact for what
/// a pack gives rise to, greedy where the search would grow too long.
pub(crate) fn fewest(sets: &[Vec<usize>]) -> Vec<usize> {
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
