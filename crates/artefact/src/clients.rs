//! Clients of resolvers and proxies, told apart by address.

use crate::Sheet;
use countersign_model::Block;
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};

/// Blocks from which the same addresses are exempt.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// The addresses that have the tools back.
    pub(crate) addresses: &'a [IpNet],
    /// The blocks.
    pub(crate) blocks: Vec<&'a Block>,
    /// Their domains, sorted, those below another one left out.
    pub(crate) domains: Vec<&'a str>,
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
pub(crate) fn groups<'a>(sheet: &Sheet<'a>) -> Vec<Group<'a>> {
    let blocks = &sheet.plan().blocks;
    let domains = sheet.domains();
    let owners = || domains.names().iter().flat_map(|name| domains.owners(name));
    let named: BTreeSet<usize> = owners().copied().collect();
    let mut sets: BTreeMap<&[IpNet], Vec<usize>> = BTreeMap::new();
    for (place, block) in named.iter().filter_map(|place| Some((*place, blocks.get(*place)?))) {
        sets.entry(&block.addresses).or_default().push(place);
    }
    let (mut groups, mut group_of) = (Vec::new(), vec![usize::MAX; blocks.len()]);
    for (addresses, places) in sets {
        let own: Vec<&Block> = places.iter().filter_map(|place| blocks.get(*place)).collect();
        for place in places {
            group_of.get_mut(place).into_iter().for_each(|group| *group = groups.len());
        }
        groups.push(Group { addresses, blocks: own, domains: Vec::new() });
    }
    let of = |name| domains.owners(name).iter().filter_map(|owner| group_of.get(*owner).copied());
    for name in domains.names() {
        let mut own: Vec<usize> = of(name).collect();
        own.dedup();
        own.retain(|group| !domains.above(name).any(|above| of(above).any(|other| other == *group)));
        own.sort_unstable();
        own.dedup();
        for group in own {
            groups.get_mut(group).into_iter().for_each(|group: &mut Group<'_>| group.domains.push(name.text));
        }
    }
    groups
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
