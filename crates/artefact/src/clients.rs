//! Clients of resolvers and proxies, told apart by address.

use countersign_model::{Block, IdentityKind, Plan};
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};

/// Blocks from which the same addresses are exempt.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// The addresses that have the tools back.
    pub(crate) addresses: Vec<IpNet>,
    /// The blocks.
    pub(crate) blocks: Vec<&'a Block>,
}

/// Addresses for which the same groups are lifted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Client {
    /// The network.
    pub(crate) network: IpNet,
    /// The groups that are lifted for it, by place.
    pub(crate) lifted: BTreeSet<usize>,
}

/// The blocks of a plan that have domains, by the addresses that are exempt from
/// them; those without exemptions come first.
pub(crate) fn groups(plan: &Plan) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<&[IpNet], Vec<&Block>> = BTreeMap::new();
    let named = |block: &&Block| block.identities.iter().any(|one| one.kind == IdentityKind::Domain);
    for block in plan.blocks.iter().filter(named) {
        groups.entry(&block.addresses).or_default().push(block);
    }
    groups.into_iter().map(|(addresses, blocks)| Group { addresses: addresses.to_vec(), blocks }).collect()
}

/// The networks for which something is lifted, the narrower before the wider: the
/// first that holds an address tells all that is lifted for it.
pub(crate) fn clients(groups: &[Group<'_>]) -> Vec<Client> {
    let networks: BTreeSet<IpNet> = groups.iter().flat_map(|group| group.addresses.iter().copied()).collect();
    let holders: Vec<(IpNet, usize)> = groups
        .iter()
        .enumerate()
        .flat_map(|(place, group)| group.addresses.iter().map(move |network| (*network, place)))
        .collect();
    let lifted = |network: IpNet| {
        let within = holders.iter().filter(|(own, _)| own.contains(&network));
        Client { network, lifted: within.map(|(_, group)| *group).collect() }
    };
    let mut clients: Vec<Client> = networks.into_iter().map(lifted).collect();
    clients.sort_by_key(|client| (std::cmp::Reverse(client.network.prefix_len()), client.network));
    clients
}

impl Group<'_> {
    /// The domains of the blocks, sorted, those below another one left out.
    pub(crate) fn domains(&self) -> Vec<&str> {
        crate::domains::apexes(self.blocks.iter().copied())
    }
}
