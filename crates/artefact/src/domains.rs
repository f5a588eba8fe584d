//! Domains of blocked tools.

use countersign_model::{Block, IdentityKind, Plan, in_both};
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet, HashSet};

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
    let all: BTreeSet<&str> = blocks.flat_map(of).collect();
    let known: HashSet<&str> = all.iter().copied().collect();
    all.into_iter().filter(|name| !above(name).any(|above| known.contains(above))).collect()
}

/// Every domain of a plan with the addresses that are exempt from all that covers
/// it; those that the entry above them says already are left out.
pub(crate) fn effective(plan: &Plan) -> Vec<Domain<'_>> {
    let mut own: BTreeMap<&str, Vec<IpNet>> = BTreeMap::new();
    for block in plan.blocks.iter() {
        for name in of(block) {
            own.entry(name)
                .and_modify(|addresses| *addresses = in_both(addresses, &block.addresses))
                .or_insert_with(|| block.addresses.clone());
        }
    }
    let whole = |name: &str| {
        let covering = std::iter::once(name).chain(above(name)).filter_map(|name| own.get(name));
        covering.cloned().reduce(|some, others| in_both(&some, &others)).unwrap_or_default()
    };
    let mut domains = Vec::new();
    for name in own.keys() {
        let addresses = whole(name);
        let nearest = above(name).find(|above| own.contains_key(above));
        if nearest.is_none_or(|above| whole(above) != addresses) {
            domains.push(Domain { name, addresses });
        }
    }
    domains
}

/// The domains above one, the nearest first.
pub(crate) fn above(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(name.split_once('.').map(|(_, rest)| rest), |name| name.split_once('.').map(|(_, rest)| rest))
}
