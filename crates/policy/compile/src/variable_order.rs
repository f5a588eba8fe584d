use crate::Compiled;

/// The order in which facets are asked: those that the most rules name first,
/// since they settle the most; of equals the pack's own order. Approvals come
/// last, so that what is left below the facets says which approvals are missing.
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
