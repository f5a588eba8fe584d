use crate::ValueSet;
use serde::{Deserialize, Serialize};

/// A set of questions: for each facet that it names, the values that belong to it. A scope without
/// clauses contains all questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The facets it restricts, each at most once.
    pub clauses: Vec<Clause>,
}

/// The values of one facet that belong to a scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Clause {
    /// The facet, by its place in the pack.
    pub facet: usize,
    /// The values.
    pub values: ValueSet,
}

impl Scope {
    /// Returns true if the facts given so far can still be in the scope.
    pub fn meets(&self, facts: &[Option<usize>]) -> bool {
        self.clauses.iter().all(|clause| match facts.get(clause.facet) {
            Some(Some(value)) => clause.values.contains(*value),
            _ => true,
        })
    }

    /// Returns true if the facts are certainly in the scope, whatever the missing ones are.
    pub fn covers(&self, facts: &[Option<usize>]) -> bool {
        self.clauses.iter().all(|clause| match facts.get(clause.facet) {
            Some(Some(value)) => clause.values.contains(*value),
            _ => false,
        })
    }

    /// Returns true if the two scopes have a question in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        let apart = |clause: &Clause| other.values(clause.facet).is_some_and(|values| !values.meets(&clause.values));
        !self.clauses.iter().any(apart)
    }

    /// Returns the values of a facet that belong to the scope, if the scope restricts it.
    pub fn values(&self, facet: usize) -> Option<&ValueSet> {
        self.clauses.iter().find(|clause| clause.facet == facet).map(|clause| &clause.values)
    }
}
