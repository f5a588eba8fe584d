//! Counts changed questions by walking both versions at once. If both have the same facets, nothing
//! has to be imported.

use super::comparison::Count;
use countersign_compiled::{Policy, Subject};
use countersign_diagram::{Frozen, Node};
use countersign_model::Verdict;
use rustc_hash::FxHashMap;

/// The changes of a verdict, in the order of their counts.
const CHANGES: [(Verdict, Verdict); 6] = [
    (Verdict::Allowed, Verdict::AskFirst),
    (Verdict::Allowed, Verdict::NotAllowed),
    (Verdict::AskFirst, Verdict::Allowed),
    (Verdict::AskFirst, Verdict::NotAllowed),
    (Verdict::NotAllowed, Verdict::Allowed),
    (Verdict::NotAllowed, Verdict::AskFirst),
];

/// The number of points for each change.
type Sums = [u128; CHANGES.len()];

/// Returns the counts of two versions of one pack. `None` if their facets, tools, units and kinds
/// differ, so that they have to be aligned first.
pub(crate) fn counts(old: &Policy, new: &Policy) -> Option<Vec<Count>> {
    let (before, after) = (&old.decisions, &new.decisions);
    let (names, other) = (&before.names, &after.names);
    let same = names.tools == other.tools && names.units == other.units && names.kinds == other.kinds;
    let facets =
        names.facets.iter().zip(&other.facets).all(|(one, other)| one.id == other.id && one.values == other.values);
    let order = before.diagrams.shape() == after.diagrams.shape();
    if !same || !facets || !order || names.facets.len() != other.facets.len() {
        return None;
    }
    let mut pairs = Pairs::new(&before.diagrams, &after.diagrams, names.facets.len());
    let mut times: FxHashMap<(Node, Node), u128> = FxHashMap::default();
    for subject in before.subjects() {
        for unit in 0..names.units.len().max(1) {
            *times.entry(roots(old, new, subject, unit)?).or_default() += 1;
        }
    }
    let mut sums: Sums = [0; CHANGES.len()];
    for ((one, other), times) in times {
        pairs.add(one, other, 0, times, &mut sums);
    }
    let count = |((from, to), questions): ((Verdict, Verdict), u128)| Count { from, to, questions };
    let mut counts: Vec<Count> = CHANGES.into_iter().zip(sums).filter(|(_, sum)| *sum > 0).map(count).collect();
    counts.sort_by_key(|count| (count.from, count.to));
    Some(counts)
}

fn roots(old: &Policy, new: &Policy, subject: Subject, unit: usize) -> Option<(Node, Node)> {
    Some((old.decisions.plain(subject, unit)?, new.decisions.plain(subject, unit)?))
}

struct Pairs<'a> {
    old: &'a Frozen,
    new: &'a Frozen,
    /// The sizes of the facets by level.
    sizes: Vec<usize>,
    /// For each pair of functions, the place of its sums over the facets from its own level on.
    known: FxHashMap<(Node, Node), u32>,
    sums: Vec<Sums>,
}

impl<'a> Pairs<'a> {
    fn new(old: &'a Frozen, new: &'a Frozen, facets: usize) -> Self {
        let shape = old.shape();
        // Approvals come last and do not matter here.
        let sizes = shape.order().iter().filter(|variable| **variable < facets).map(|variable| shape.size(*variable));
        Self { old, new, sizes: sizes.collect(), known: FxHashMap::default(), sums: Vec::new() }
    }

    fn level(&self, node: Node) -> usize {
        node.variable().map_or(self.sizes.len(), |variable| self.old.shape().level(variable))
    }

    /// Adds the changes from one function to another over the facets from a level on, `times`
    /// times.
    fn add(&mut self, one: Node, other: Node, level: usize, times: u128, sums: &mut Sums) {
        let own = self.level(one).min(self.level(other));
        let skipped = self.sizes.get(level..own).unwrap_or_default();
        let times = skipped.iter().fold(times, |times, size| times.saturating_mul(*size as u128));
        if let (Some(from), Some(to)) = (one.number(), other.number()) {
            let change = CHANGES.iter().position(|(before, after)| {
                countersign_compiled::number(*before) == from && countersign_compiled::number(*after) == to
            });
            if let Some(sum) = change.and_then(|change| sums.get_mut(change)) {
                *sum = sum.saturating_add(times);
            }
            return;
        }
        let place = self.place(one, other, own);
        let Some(found) = self.sums.get(place as usize) else { return };
        for (sum, found) in sums.iter_mut().zip(found) {
            *sum = sum.saturating_add(found.saturating_mul(times));
        }
    }

    fn place(&mut self, one: Node, other: Node, level: usize) -> u32 {
        if let Some(known) = self.known.get(&(one, other)) {
            return *known;
        }
        let mut sums: Sums = [0; CHANGES.len()];
        let (old, new) = (self.old, self.new);
        let asks = |node: Node, own: &Self| own.level(node) == level;
        let (of_one, of_other) = (asks(one, self), asks(other, self));
        for value in 0..self.sizes.get(level).copied().unwrap_or(0) {
            let child = |frozen: &Frozen, node: Node, asks: bool| {
                if asks { frozen.children(node).get(value).copied().unwrap_or(node) } else { node }
            };
            self.add(child(old, one, of_one), child(new, other, of_other), level + 1, 1, &mut sums);
        }
        let place = self.sums.len() as u32;
        self.sums.push(sums);
        self.known.insert((one, other), place);
        place
    }
}
