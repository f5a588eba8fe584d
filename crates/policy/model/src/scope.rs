use crate::ValueSet;
use serde::{Deserialize, Serialize};

/// A part of the space of questions: for each facet it names, the values that
/// belong to it. A scope without clauses is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The facets it restricts, each at most once.
    pub clauses: Vec<Clause>,
}

/// The values that a scope admits of one facet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Clause {
    /// The facet, by its place in the pack.
    pub facet: usize,
    /// The values.
    pub values: ValueSet,
}

impl Scope {
    /// Whether the facts given so far can still lie in the scope.
    pub fn meets(&self, facts: &[Option<usize>]) -> bool {
        self.clauses.iter().all(|clause| match facts.get(clause.facet) {
            Some(Some(value)) => clause.values.contains(*value),
            _ => true,
        })
    }

    /// Whether the facts lie in the scope for certain, whatever the missing ones are.
    pub fn covers(&self, facts: &[Option<usize>]) -> bool {
        self.clauses.iter().all(|clause| match facts.get(clause.facet) {
            Some(Some(value)) => clause.values.contains(*value),
            _ => false,
        })
    }

    /// Whether some facts lie in both scopes.
    pub fn overlaps(&self, other: &Self) -> bool {
        let apart = |clause: &Clause| other.values(clause.facet).is_some_and(|values| !values.meets(&clause.values));
        !self.clauses.iter().any(apart)
    }

    /// The values admitted of a facet, if the scope restricts it.
    pub fn values(&self, facet: usize) -> Option<&ValueSet> {
        self.clauses.iter().find(|clause| clause.facet == facet).map(|clause| &clause.values)
    }
}
