//! A table for fast look-up of verdicts.

use crate::conditions::Conditions;
use countersign_diagram::{Frozen, LookupTable};
use std::sync::OnceLock;

/// The table for fast look-up, made with the first verdict. `None` if it would be too large. It
/// adds nothing to the decisions.
#[derive(Clone, Debug, Default)]
pub(crate) struct LazyLookup(OnceLock<Option<FastLookup>>);

impl PartialEq for LazyLookup {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for LazyLookup {}

impl LazyLookup {
    pub(crate) fn get(&self, make: impl FnOnce() -> Option<FastLookup>) -> Option<&FastLookup> {
        self.0.get_or_init(make).as_ref()
    }
}

/// A copy of the verdicts without approvals, for fast look-up.
#[derive(Clone, Debug)]
pub(crate) struct FastLookup {
    merged: LookupTable,
    /// The row of verdicts for each tool and, within it, each unit.
    rows: Vec<u16>,
    units: usize,
}

impl FastLookup {
    /// Makes the table. `None` if there are too many facets, or too many tools and units.
    pub(crate) fn new(tools: usize, diagrams: &Frozen, conditions: &Conditions) -> Option<Self> {
        let units = conditions.units.len();
        if tools.checked_mul(units)? > MOST_ROOTS {
            return None;
        }
        let (merged, of_classes) = LookupTable::new(diagrams, &conditions.plain, STEP)?;
        let mut rows = Vec::with_capacity(tools * units);
        for class in conditions.subjects.get(..tools)? {
            for unit in &conditions.units {
                let place = *class as usize * conditions.unit_classes + *unit as usize;
                rows.push(*of_classes.get(place)?);
            }
        }
        Some(Self { merged, rows, units })
    }

    pub(crate) fn verdict(&self, tool: usize, unit: usize, values: &[u8]) -> Option<u32> {
        if unit >= self.units {
            return None;
        }
        self.merged.at(*self.rows.get(tool * self.units + unit)?, values)
    }

    /// Returns its size in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.merged.bytes() + 2 * self.rows.len()
    }
}

/// The largest number of tools times units for which to make a table.
const MOST_ROOTS: usize = 1 << 20;

/// The largest number of combinations of values in one step of a fast look-up.
const STEP: usize = 256;
