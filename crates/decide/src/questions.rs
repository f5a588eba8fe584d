use crate::outcome::Outcomes;
use countersign_model::{Pack, Verdict};

/// The open facets on which the verdict still depends, the most telling first.
///
/// Facets are taken out one by one, the least telling first, as long as the
/// rest still decides; what is left cannot spare any one of them.
pub(crate) fn questions(pack: &Pack, outcomes: &Outcomes) -> Vec<usize> {
    let space = &outcomes.space;
    let weights: Vec<f64> = (0..space.len()).map(|place| space.weight(pack, place)).collect();
    let mut axes: Vec<(usize, f64)> =
        (0..space.facets.len()).map(|axis| (axis, doubt(outcomes, &weights, axis))).collect();
    axes.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
    let mut kept: Vec<usize> = axes.iter().map(|(axis, _)| *axis).collect();
    for (axis, _) in axes.iter().rev() {
        let without: Vec<usize> = kept.iter().copied().filter(|other| other != axis).collect();
        if decides(outcomes, &without) {
            kept = without;
        }
    }
    kept.iter().filter_map(|axis| space.facets.get(*axis).copied()).collect()
}

/// Whether the verdict follows from the values on these axes alone.
fn decides(outcomes: &Outcomes, axes: &[usize]) -> bool {
    let space = &outcomes.space;
    let cells: usize = axes.iter().filter_map(|axis| space.sizes.get(*axis)).product();
    let mut seen: Vec<Option<Verdict>> = vec![None; cells];
    let mut values = vec![0; space.facets.len()];
    for place in space.places() {
        space.values(place, &mut values);
        let cell = axes.iter().fold(0, |cell, axis| {
            cell * space.sizes.get(*axis).copied().unwrap_or(1) + values.get(*axis).copied().unwrap_or(0)
        });
        let verdict = outcomes.get(place).map(|outcome| outcome.verdict);
        match seen.get_mut(cell) {
            Some(slot @ None) => *slot = verdict,
            Some(known) if *known != verdict => return false,
            _ => {}
        }
    }
    true
}

/// How much doubt is left on average once the facet on an axis is known: the
/// chance that two draws among the completions differ in their verdict.
fn doubt(outcomes: &Outcomes, weights: &[f64], axis: usize) -> f64 {
    let space = &outcomes.space;
    let mut tally = vec![[0.0_f64; Verdict::ALL.len()]; space.sizes.get(axis).copied().unwrap_or(1)];
    for place in space.places() {
        let Some(outcome) = outcomes.get(place) else { continue };
        let slot = Verdict::ALL.iter().position(|verdict| *verdict == outcome.verdict);
        let row = tally.get_mut(space.value(place, axis));
        if let Some(count) = row.and_then(|row| row.get_mut(slot?)) {
            *count += weights.get(place).copied().unwrap_or(0.0);
        }
    }
    let left = |row: &[f64; Verdict::ALL.len()]| {
        let sum: f64 = row.iter().sum();
        if sum > 0.0 { sum - row.iter().map(|count| count * count / sum).sum::<f64>() } else { 0.0 }
    };
    tally.iter().map(left).sum()
}
