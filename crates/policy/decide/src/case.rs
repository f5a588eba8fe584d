use countersign_model::{Clause, Pack, Scope};
use std::collections::BTreeMap;

/// One case: for each facet that it restricts, its values.
pub type Case = BTreeMap<String, Vec<String>>;

/// Returns a scope of the pack as a case.
pub fn case_of(pack: &Pack, scope: &Scope) -> Case {
    let side = |clause: &Clause| {
        let facet = pack.facets.at(clause.facet)?;
        Some((facet.id.to_string(), facet.value_ids(&clause.values).into_iter().map(str::to_owned).collect()))
    };
    scope.clauses.iter().filter_map(side).collect()
}
