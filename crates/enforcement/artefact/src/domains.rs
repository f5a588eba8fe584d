//! Domains of the blocked tools of a plan, analysed once for all consumers.

use crate::domain_index::{Index, Name};
use countersign_model::{Block, Exception, in_both};
use ipnet::IpNet;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// The domains of some blocks, sorted.
#[derive(Debug)]
pub(crate) struct Domains<'a> {
    index: Arc<Index>,
    blocks: &'a [Block],
    exceptions: &'a [Exception],
    /// The places of names, those with the fewest labels first, then by length and text.
    shortest_first: OnceLock<Vec<usize>>,
}

/// A blocked domain with everything below it, or one that stays open.
#[derive(Debug)]
pub(crate) struct Exempt<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// The addresses that are exempt from every block that covers it.
    pub(crate) addresses: Cow<'a, [IpNet]>,
    /// Whether it is an exception: open for everybody.
    pub(crate) is_open: bool,
}

impl<'a> Domains<'a> {
    /// Returns the domains of blocks, by their index.
    pub(crate) fn new(index: Arc<Index>, blocks: &'a [Block], exceptions: &'a [Exception]) -> Self {
        Self { index, blocks, exceptions, shortest_first: OnceLock::new() }
    }

    /// Returns every domain, sorted, including those below others and those that stay open.
    pub(crate) fn names(&self) -> &[Name] {
        self.index.names()
    }

    /// Returns the text of a domain.
    pub(crate) fn text(&self, name: &Name) -> &'a str {
        self.index.text(name, self.blocks, self.exceptions)
    }

    /// Iterates over the blocks that name a domain, by place, in order.
    pub(crate) fn owners(&self, name: &Name) -> impl Iterator<Item = usize> + use<'_, 'a> {
        self.index.owners(name)
    }

    /// Iterates over the text of every domain that blocks name, sorted.
    pub(crate) fn blocked(&self) -> impl Iterator<Item = &'a str> {
        self.names().iter().filter(|name| name.exception.is_none()).map(|name| self.text(name))
    }

    /// Iterates over the domains above one that blocks name, the nearest first, up to the nearest
    /// one that stays open.
    pub(crate) fn above<'s>(&'s self, name: &Name) -> impl Iterator<Item = &'s Name> {
        let above = |name: &Name| name.above.and_then(|above| self.names().get(above));
        let parent = move |name: &Name| above(name).filter(|above| above.exception.is_none());
        std::iter::successors(parent(name), move |name| parent(name))
    }

    /// Iterates over every domain with its place, those with the fewest labels first, then by length
    /// and text.
    pub(crate) fn shortest_first(&self) -> impl Iterator<Item = (usize, &Name)> {
        let order = self.shortest_first.get_or_init(|| {
            let mut places: Vec<usize> = (0..self.names().len()).collect();
            places.sort_by_cached_key(|place| {
                let text = self.names().get(*place).map_or("", |name| self.text(name));
                (text.matches('.').count(), text.len(), *place)
            });
            places
        });
        order.iter().filter_map(|place| Some((*place, self.names().get(*place)?)))
    }

    /// Returns true if a block that is held names this domain, and none names a domain above it.
    pub(crate) fn is_apex(&self, name: &Name, held: impl Fn(usize) -> bool) -> bool {
        let own = |name: &Name| self.owners(name).any(&held);
        own(name) && !self.above(name).any(own)
    }

    /// Iterates over the domains of the blocks that are held, without those below another one of
    /// them.
    pub(crate) fn apexes(&self, held: impl Fn(usize) -> bool) -> impl Iterator<Item = &'a str> {
        self.names().iter().filter(move |name| self.is_apex(name, &held)).map(|name| self.text(name))
    }

    /// Iterates over the domains that stay open below those of the blocks that are held.
    pub(crate) fn open(&self, held: impl Fn(usize) -> bool) -> impl Iterator<Item = &'a str> {
        let own = move |name: &Name| self.owners(name).any(&held);
        let open = move |name: &&Name| name.exception.is_some() && self.above(name).any(&own);
        self.names().iter().filter(open).map(|name| self.text(name))
    }

    /// Returns every domain with the addresses that are exempt from everything that covers it.
    /// Leaves out domains for which the entry above says the same.
    pub(crate) fn exempt(&self) -> Vec<Exempt<'a>> {
        let whole = |name: &Name| {
            let covering = self.owners(name).chain(self.above(name).flat_map(|name| self.owners(name)));
            let mut owners = covering.filter_map(|owner| self.blocks.get(owner));
            let first = owners.next().map(|block| block.addresses.as_slice()).unwrap_or_default();
            owners.fold(Cow::Borrowed(first), |some, block| Cow::Owned(in_both(&some, &block.addresses)))
        };
        let mut domains = Vec::with_capacity(self.names().len());
        for name in self.names() {
            if name.exception.is_some() {
                if self.above(name).next().is_some() {
                    domains.push(Exempt { name: self.text(name), addresses: Cow::Borrowed(&[]), is_open: true });
                }
                continue;
            }
            let addresses = whole(name);
            if self.above(name).next().is_none_or(|above| whole(above) != addresses) {
                domains.push(Exempt { name: self.text(name), addresses, is_open: false });
            }
        }
        domains
    }
}
