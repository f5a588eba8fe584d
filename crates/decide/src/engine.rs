use countersign_model::{Action, Facts, Pack, Subject};
use jiff::civil::Date;
use std::fmt;

/// What rules say, however it is found out.
pub trait Engine {
    /// The pack, with the rules made from its register.
    fn pack(&self) -> &Pack;

    /// The day for which the engine answers.
    fn day(&self) -> Date;

    /// For each rule of an action that may hold for what is asked: where it holds.
    ///
    /// # Errors
    /// Where a rule errs or cannot be tabulated, which is a fault of the pack.
    fn tables(&self, action: Action, asked: &Asked<'_>) -> Result<Vec<RuleTable>, EngineError>;
}

/// What is asked of an engine: a subject in a unit, under the facts known so far.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The subject.
    pub subject: &'a Subject,
    /// The unit, by its place.
    pub unit: usize,
    /// The facts, defaults filled in.
    pub facts: &'a Facts,
}

/// One dimension of a rule's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// An open facet, by its place, and how many values it has.
    Facet(usize, usize),
    /// An approval, by its place: absent, then granted.
    Approval(usize),
}

/// Where a rule holds, over the open facets and the approvals that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTable {
    /// The rule, by its place in the pack.
    pub rule: usize,
    /// Its dimensions.
    pub axes: Vec<Axis>,
    /// Whether it holds, for each combination; the last axis runs fastest.
    pub holds: Vec<bool>,
    /// Whether the rule reads what a listing of the register says, so that an
    /// answer cites that listing's source.
    pub reads_listing: bool,
}

impl RuleTable {
    /// Whether the rule holds where `value` gives each open facet's value and
    /// `approved` the approvals granted, one bit each.
    pub fn holds(&self, value: impl Fn(usize) -> usize, approved: u64) -> bool {
        let place = self.axes.iter().fold(0, |place, axis| match *axis {
            Axis::Facet(facet, size) => place * size + value(facet),
            Axis::Approval(approval) => place * 2 + usize::from(approved & (1 << approval) != 0),
        });
        self.holds.get(place).copied().unwrap_or(false)
    }

    /// The open facets that the rule names.
    pub fn facets(&self) -> impl Iterator<Item = usize> + '_ {
        self.axes.iter().filter_map(|axis| match axis {
            Axis::Facet(facet, _) => Some(*facet),
            Axis::Approval(_) => None,
        })
    }

    /// The approvals that the rule names, one bit each.
    pub fn approvals(&self) -> u64 {
        self.axes.iter().fold(0, |bits, axis| match axis {
            Axis::Approval(approval) => bits | (1 << approval),
            Axis::Facet(..) => bits,
        })
    }
}

/// Why an engine cannot say what a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineError {
    /// The rule, where one is at fault.
    pub rule: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.rule {
            Some(rule) => write!(f, "rule `{rule}`: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for EngineError {}
