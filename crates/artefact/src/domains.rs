//! Domains of blocked tools.

use countersign_model::{Block, IdentityKind, Plan, in_both};
use ipnet::IpNet;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// A blocked domain with everything below it.
#[derive(Debug)]
pub(crate) struct Domain<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// The addresses that are exempt from every block that covers it.
    pub(crate) addresses: Vec<IpNet>,
}

/// The domains of a block.
pub(crate) fn of(block: &Block) -> impl Iterator<Item = &str> {
    block.identities.iter().filter(|one| one.kind == IdentityKind::Domain).map(|one| one.name.as_str())
}

/// The domains of some blocks, sorted, those below another one left out.
pub(crate) fn apexes<'a>(blocks: impl Iterator<Item = &'a Block>) -> Vec<&'a str> {
    let mut names: Vec<&str> = blocks.flat_map(of).collect();
    names.sort_unstable();
    uncovered(names)
}

/// Sorted names, each once, without those below another one.
pub(crate) fn uncovered(mut names: Vec<&str>) -> Vec<&str> {
    names.dedup();
    let known: FxHashSet<&str> = names.iter().copied().collect();
    names.retain(|name| !above(name).any(|above| known.contains(above)));
    names
}

/// Every domain of a plan with the addresses that are exempt from all that covers
/// it; those that the entry above them says already are left out.
pub(crate) fn effective(plan: &Plan) -> Vec<Domain<'_>> {
    let mut own: FxHashMap<&str, Cow<'_, [IpNet]>> = FxHashMap::default();
    for block in plan.blocks.iter() {
        for name in of(block) {
            let known = own.get(name).map(|addresses| in_both(addresses, &block.addresses));
            own.insert(name, known.map_or(Cow::Borrowed(block.addresses.as_slice()), Cow::Owned));
        }
    }
    let whole = |name: &str| {
        let first = own.get(name).cloned().unwrap_or_default();
        let covering = above(name).filter_map(|name| own.get(name));
        covering.fold(first, |some, others| Cow::Owned(in_both(&some, others)))
    };
    let mut domains = Vec::new();
    for name in own.keys() {
        let addresses = whole(name);
        let nearest = above(name).find(|above| own.contains_key(above));
        if nearest.is_none_or(|above| whole(above) != addresses) {
            domains.push(Domain { name, addresses: addresses.into_owned() });
        }
    }
    domains.sort_unstable_by_key(|domain| domain.name);
    domains
}

/// The domains above one, the nearest first.
pub(crate) fn above(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(name.split_once('.').map(|(_, rest)| rest), |name| name.split_once('.').map(|(_, rest)| rest))
}
