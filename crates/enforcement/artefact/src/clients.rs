//! Clients of resolvers and proxies, identified by address.

use crate::domains::Domains;
use crate::sha256;
use countersign_model::Block;
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};

/// Blocks from which the same addresses are exempt.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// A name that stays the same while the addresses do. `all` if there are none.
    pub(crate) name: String,
    /// The addresses that get the tools back.
    pub(crate) addresses: &'a [IpNet],
    /// The blocks.
    pub(crate) blocks: Vec<&'a Block>,
    /// The places of the blocks.
    pub(crate) places: Vec<usize>,
    /// Their domains, by the number of exceptions above them.
    pub(crate) layers: BTreeMap<usize, Layer<'a>>,
}

/// Domains of a group with the same number of exceptions above them. The deeper layer decides
/// first, because the nearest domain above a name counts.
#[derive(Debug, Default)]
pub(crate) struct Layer<'a> {
    /// The blocked domains, sorted, without those below another one.
    pub(crate) domains: Vec<&'a str>,
    /// The domains that stay open below them, sorted.
    pub(crate) open: Vec<&'a str>,
}

/// A layer of a group.
#[derive(Clone, Debug)]
pub(crate) struct Zone<'g, 'a> {
    /// The group's place.
    pub(crate) place: usize,
    /// The group.
    pub(crate) group: &'g Group<'a>,
    /// The layer's number.
    pub(crate) number: usize,
    /// The layer.
    pub(crate) layer: &'g Layer<'a>,
    /// The group's name, with the number of the layer if it is below exceptions.
    pub(crate) name: String,
}

/// Returns the layers of groups in the order in which they decide, the deeper ones first.
pub(crate) fn zones<'g, 'a>(groups: &'g [Group<'a>]) -> Vec<Zone<'g, 'a>> {
    let zone = |place, group: &'g Group<'a>, number, layer| {
        let name = if number == 0 { group.name.clone() } else { format!("{}-below-{number}", group.name) };
        Zone { place, group, number, layer, name }
    };
    let each = groups
        .iter()
        .enumerate()
        .flat_map(|(place, group)| group.layers.iter().map(move |(number, layer)| zone(place, group, *number, layer)));
    let mut zones: Vec<Zone<'g, 'a>> = each.collect();
    zones.sort_by_key(|zone| std::cmp::Reverse(zone.number));
    zones
}

/// Addresses for which the same groups are lifted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Client {
    /// The network.
    pub(crate) network: IpNet,
    /// The groups that are lifted for it, by place.
    pub(crate) lifted: BTreeSet<usize>,
}

/// Returns the blocks that have domains, grouped by the addresses that are exempt from them. Those
/// without exemptions come first.
pub(crate) fn groups<'a>(blocks: &'a [Block], domains: &Domains<'a>) -> Vec<Group<'a>> {
    let named: BTreeSet<usize> = domains.names().iter().flat_map(|name| domains.owners(name)).collect();
    let mut sets: BTreeMap<&[IpNet], Group<'a>> = BTreeMap::new();
    for (place, block) in named.into_iter().filter_map(|place| Some((place, blocks.get(place)?))) {
        let addresses = block.addresses.as_slice();
        let (name, blocks, places, layers) = Default::default();
        let group = sets.entry(addresses).or_insert(Group { name, addresses, blocks, places, layers });
        group.blocks.push(block);
        group.places.push(place);
    }
    let mut groups: Vec<Group<'a>> = sets.into_values().collect();
    name(&mut groups);
    let mut group_of: Vec<Option<usize>> = vec![None; blocks.len()];
    for (number, group) in groups.iter().enumerate() {
        group.places.iter().filter_map(|place| group_of.get_mut(*place).map(|own| *own = Some(number))).for_each(drop);
    }
    let of = |name| domains.owners(name).filter_map(|owner| *group_of.get(owner)?);
    for name in domains.names() {
        let is_open = name.exception.is_some();
        let above = || domains.above(name).flat_map(of);
        let own: BTreeSet<usize> = if is_open {
            above().collect()
        } else {
            of(name).filter(|own| !above().any(|other| other == *own)).collect()
        };
        for group in own {
            let Some(group) = groups.get_mut(group) else { continue };
            let layer = group.layers.entry(name.layer).or_default();
            let names = if is_open { &mut layer.open } else { &mut layer.domains };
            names.push(domains.text(name));
        }
    }
    groups
}

/// Names groups by a digest of their addresses, so that files and zones stay the same when another
/// group comes or goes. Equal names get different suffixes.
fn name(groups: &mut [Group<'_>]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for group in groups {
        let list: String = group.addresses.iter().map(|network| format!("{network} ")).collect();
        let digest: String = sha256(list.as_bytes()).chars().take(10).collect();
        let base = if group.addresses.is_empty() { "all".to_owned() } else { digest };
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        group.name =
            std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(group.name.clone());
    }
}

/// Returns the networks for which something is lifted, the narrower before the wider. The first one
/// that contains an address lists everything that is lifted for it.
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
