//! Domains of blocked tools: all of a plan's, looked through once for all consumers.

use countersign_model::{Block, IdentityKind, in_both};
use ipnet::IpNet;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

/// The domains of some blocks, sorted.
#[derive(Debug)]
pub(crate) struct Domains<'a> {
    names: Vec<Name<'a>>,
    /// The blocks of each name, by place.
    owners: Vec<usize>,
}

/// A domain that one or several blocks name.
#[derive(Debug)]
pub(crate) struct Name<'a> {
    /// Its text.
    pub(crate) text: &'a str,
    owners: Range<usize>,
    /// The nearest domain above it that some block names, by place.
    above: Option<usize>,
}

impl<'a> Domains<'a> {
    /// The domains of blocks.
    pub(crate) fn new(blocks: &'a [Block]) -> Self {
        let of = |(place, block): (usize, &'a Block)| {
            let domains = block.identities.iter().filter(|one| one.kind == IdentityKind::Domain);
            domains.map(move |one| (one.name.as_str(), place))
        };
        let mut all: Vec<(&str, usize)> = blocks.iter().enumerate().flat_map(of).collect();
        all.sort_unstable();
        all.dedup();
        let mut names: Vec<Name<'_>> = Vec::with_capacity(all.len());
        for (place, (text, _)) in all.iter().enumerate() {
            match names.last_mut() {
                Some(last) if last.text == *text => last.owners.end = place + 1,
                _ => names.push(Name { text, owners: place..place + 1, above: None }),
            }
        }
        let places: FxHashMap<&str, usize> = names.iter().enumerate().map(|(place, name)| (name.text, place)).collect();
        for name in &mut names {
            name.above = parents(name.text).find_map(|parent| places.get(parent).copied());
        }
        Self { names, owners: all.into_iter().map(|(_, owner)| owner).collect() }
    }

    /// Every domain, sorted, those below others among them.
    pub(crate) fn names(&self) -> &[Name<'a>] {
        &self.names
    }

    /// The blocks that name a domain, by place, the first first.
    pub(crate) fn owners(&self, name: &Name<'_>) -> &[usize] {
        self.owners.get(name.owners.clone()).unwrap_or_default()
    }

    /// The domains above one that blocks name, the nearest first.
    pub(crate) fn above<'s>(&'s self, name: &'s Name<'a>) -> impl Iterator<Item = &'s Name<'a>> {
        let parent = |name: &Name<'_>| self.names.get(name.above?);
        std::iter::successors(parent(name), move |name| parent(name))
    }

    /// The domains of the blocks that are held, without those below another of them.
    pub(crate) fn apexes(&self, held: impl Fn(usize) -> bool) -> Vec<&'a str> {
        let own = |name: &Name<'_>| self.owners(name).iter().any(|owner| held(*owner));
        let apex = |name: &&Name<'a>| own(name) && !self.above(name).any(own);
        self.names.iter().filter(apex).map(|name| name.text).collect()
    }

    /// Every domain with the addresses that are exempt from all that covers it; those
    /// that the entry above them says already are left out.
    pub(crate) fn exempt<'b>(&self, blocks: &'b [Block]) -> Vec<Exempt<'a, 'b>> {
        let whole = |name: &Name<'a>| {
            let covering = std::iter::once(name).chain(self.above(name));
            let mut owners = covering.flat_map(|name| self.owners(name)).filter_map(|owner| blocks.get(*owner));
            let first = owners.next().map(|block| block.addresses.as_slice()).unwrap_or_default();
            owners.fold(Cow::Borrowed(first), |some, block| Cow::Owned(in_both(&some, &block.addresses)))
        };
        let mut domains = Vec::with_capacity(self.names.len());
        for name in &self.names {
            let addresses = whole(name);
            if self.above(name).next().is_none_or(|above| whole(above) != addresses) {
                domains.push(Exempt { name: name.text, addresses });
            }
        }
        domains
    }
}

/// A blocked domain with everything below it.
#[derive(Debug)]
pub(crate) struct Exempt<'a, 'b> {
    /// Its name.
    pub(crate) name: &'a str,
    /// The addresses that are exempt from every block that covers it.
    pub(crate) addresses: Cow<'b, [IpNet]>,
}

/// The domains above one, the nearest first.
fn parents(name: &str) -> impl Iterator<Item = &str> {
    let parent = |name: &str| name.split_once('.').map(|(_, rest)| rest.len());
    let mut rest = name;
    std::iter::from_fn(move || {
        let length = parent(rest)?;
        rest = rest.get(rest.len() - length..)?;
        Some(rest)
    })
}
