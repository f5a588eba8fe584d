use crate::Compiled;

/// Returns the order in which facets are asked. Those that most rules name come first, because they
/// settle the most. Ties keep the pack's order. Approvals come last, so that what remains below the
/// facets shows which approvals are missing.
pub(crate) fn order(compiled: &Compiled) -> Vec<usize> {
    let facets = compiled.pack.facets.len();
    let mut named = vec![0_usize; facets];
    for rule in &compiled.rules {
        for facet in &rule.references.facets {
            if let Some(count) = named.get_mut(*facet) {
                *count += 1;
            }
        }
    }
    let mut order: Vec<usize> = (0..facets).collect();
    order.sort_by_key(|facet| std::cmp::Reverse(named.get(*facet).copied()));
    order.extend(facets..facets + compiled.pack.approvals.len());
    order
}
