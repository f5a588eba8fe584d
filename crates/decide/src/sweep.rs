use crate::space::Space;
use crate::{Axis, RuleTable};

/// Walks a space and keeps, for each combination, all that its outcome depends
/// on, as a few words: for a table without approvals whether it holds, for one
/// with approvals which of its rows is met. Combinations with the same words have
/// the same outcome, so that it is worked out once.
pub(crate) struct Sweep<'a> {
    tables: &'a [RuleTable],
    sizes: &'a [usize],
    /// For each axis, the tables that name it, with the step of their rows.
    touching: Vec<Vec<(usize, usize)>>,
    /// For each table, how many rows of approvals each of its rows of facets has.
    approvals: Vec<usize>,
    values: Vec<usize>,
    rows: Vec<usize>,
    words: Vec<u64>,
}

impl<'a> Sweep<'a> {
    /// A sweep that stands at the first combination.
    pub(crate) fn new(space: &'a Space, tables: &'a [RuleTable]) -> Self {
        let mut touching = vec![Vec::new(); space.facets.len()];
        let mut approvals = Vec::with_capacity(tables.len());
        for (place, table) in tables.iter().enumerate() {
            let mut step = 1;
            approvals.push(table.axes.iter().filter(|axis| matches!(axis, Axis::Approval(_))).map(|_| 2).product());
            for axis in table.axes.iter().rev() {
                if let Axis::Facet(facet, size) = axis {
                    if let Some(tables) = space.axis(*facet).and_then(|axis| touching.get_mut(axis)) {
                        tables.push((place, step));
                    }
                    step *= size;
                }
            }
        }
        let bits = tables.len().div_ceil(64);
        let values = vec![0; space.facets.len()];
        let rows = vec![0; tables.len()];
        let words = vec![0; bits + tables.len()];
        let mut sweep = Self { tables, sizes: &space.sizes, touching, approvals, values, rows, words };
        (0..tables.len()).for_each(|table| sweep.note(table));
        sweep
    }

    /// All that the outcome of this combination depends on.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Goes on to the next combination; the last axis runs fastest.
    pub(crate) fn step(&mut self) {
        for axis in (0..self.sizes.len()).rev() {
            let size = self.sizes.get(axis).copied().unwrap_or(1);
            let Some(value) = self.values.get_mut(axis) else { return };
            let before = *value;
            *value = if before + 1 < size { before + 1 } else { 0 };
            let after = *value;
            for (table, step) in self.touching.get(axis).cloned().unwrap_or_default() {
                if let Some(row) = self.rows.get_mut(table) {
                    *row = *row + after * step - before * step;
                }
                self.note(table);
            }
            if after != 0 {
                return;
            }
        }
    }

    /// Brings the words up to date with the row of a table.
    fn note(&mut self, place: usize) {
        let (Some(table), Some(row), Some(approvals)) =
            (self.tables.get(place), self.rows.get(place), self.approvals.get(place))
        else {
            return;
        };
        let bits = self.tables.len().div_ceil(64);
        if *approvals > 1 {
            if let Some(word) = self.words.get_mut(bits + place) {
                *word = *row as u64;
            }
        } else if let Some(word) = self.words.get_mut(place / 64) {
            let holds = table.holds.get(*row).copied().unwrap_or(false);
            *word = (*word & !(1 << (place % 64))) | (u64::from(holds) << (place % 64));
        }
    }
}
