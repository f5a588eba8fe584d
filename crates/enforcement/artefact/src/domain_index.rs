//! The order of the domains of some blocks. It contains no text, so it also fits later versions of
//! the blocks if their names are the same.

use countersign_model::{Block, Exception, IdentityKind};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::sync::Arc;

/// A SHA-256 that identifies the names of a block, or a piece of a file.
pub(crate) type Mark = [u8; 32];

/// The sorted places of the domains of blocks.
#[derive(Debug)]
pub(crate) struct Index {
    names: Vec<Name>,
    /// For each name and each block that has it, the block and the place of the name among its
    /// identities.
    entries: Vec<(u32, u32)>,
    /// The mark of the names of each block.
    marks: Vec<Mark>,
    /// The domains that stay open.
    exceptions: Vec<String>,
}

/// A domain that blocks name, or that stays open below one of them.
#[derive(Debug)]
pub(crate) struct Name {
    entries: Range<usize>,
    /// The nearest of these domains above it, by place.
    pub(crate) above: Option<usize>,
    /// The exception that it is, by place; `None` if blocks name it.
    pub(crate) exception: Option<usize>,
    /// The number of exceptions above it.
    pub(crate) layer: usize,
}

/// Marks an entry that is an exception and has no block.
const NO_BLOCK: u32 = u32::MAX;

impl Index {
    /// Returns the index of blocks and exceptions, reused from `former` if one fits.
    pub(crate) fn new(blocks: &[Block], exceptions: &[Exception], former: &[Arc<Self>]) -> Arc<Self> {
        let marks: Vec<Mark> = blocks.iter().map(mark).collect();
        let open = || exceptions.iter().map(|one| one.domain.as_str());
        if let Some(same) = former.iter().find(|index| index.marks == marks && open().eq(index.exceptions.iter())) {
            return same.clone();
        }
        let mut all: Vec<(&str, u32, u32)> = Vec::new();
        for (place, block) in (0_u32..).zip(blocks) {
            let domains = (0_u32..).zip(&block.identities).filter(|(_, one)| one.kind == IdentityKind::Domain);
            all.extend(domains.map(|(at, one)| (one.name.as_str(), place, at)));
        }
        all.extend((0_u32..).zip(open()).map(|(at, domain)| (domain, NO_BLOCK, at)));
        all.sort_unstable();
        all.dedup_by_key(|(text, block, _)| (*text, *block));
        let mut names: Vec<Name> = Vec::with_capacity(all.len());
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for (place, (text, block, at)) in all.iter().enumerate() {
            match names.last_mut() {
                Some(last) if all.get(last.entries.start).is_some_and(|(first, _, _)| first == text) => {
                    // Exceptions come last, and a domain that a block names is not an exception.
                    if *block != NO_BLOCK {
                        last.entries.end = place + 1;
                    }
                }
                _ => {
                    places.insert(text, names.len());
                    let exception = (*block == NO_BLOCK).then_some(*at as usize);
                    names.push(Name { entries: place..place + 1, above: None, exception, layer: 0 });
                }
            }
        }
        for name in &mut names {
            let text = all.get(name.entries.start).map_or("", |(text, _, _)| text);
            name.above = parents(text).find_map(|parent| places.get(parent).copied());
        }
        if !exceptions.is_empty() {
            set_layers(&mut names);
        }
        let entries = all.iter().map(|(_, block, at)| (*block, *at)).collect();
        Arc::new(Self { names, entries, marks, exceptions: open().map(str::to_owned).collect() })
    }

    /// Returns the domains that stay open.
    pub(crate) fn exceptions(&self) -> &[String] {
        &self.exceptions
    }

    /// Returns every domain, sorted.
    pub(crate) fn names(&self) -> &[Name] {
        &self.names
    }

    /// Returns the mark of the names of each block, by place.
    pub(crate) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Returns the text of a domain.
    pub(crate) fn text<'a>(&self, name: &Name, blocks: &'a [Block], exceptions: &'a [Exception]) -> &'a str {
        if let Some(place) = name.exception {
            return exceptions.get(place).map_or("", |one| &one.domain);
        }
        let entry = self.entries.get(name.entries.start);
        let identity = entry.and_then(|(block, at)| blocks.get(*block as usize)?.identities.get(*at as usize));
        identity.map_or("", |identity| &identity.name)
    }

    /// Iterates over the blocks that name a domain, by place, in order.
    pub(crate) fn owners<'s>(&'s self, name: &Name) -> impl Iterator<Item = usize> + use<'s> {
        let entries = if name.exception.is_some() { None } else { self.entries.get(name.entries.clone()) };
        entries.unwrap_or_default().iter().map(|(block, _)| *block as usize)
    }
}

/// Counts the exceptions above each name.
fn set_layers(names: &mut [Name]) {
    let parent = |name: &Name| name.above.and_then(|above| names.get(above));
    let layer = |name: &Name| std::iter::successors(parent(name), |name| parent(name)).filter(is_exception).count();
    let layers: Vec<usize> = names.iter().map(layer).collect();
    names.iter_mut().zip(layers).for_each(|(name, layer)| name.layer = layer);
}

fn is_exception(name: &&Name) -> bool {
    name.exception.is_some()
}

/// Returns the mark of the names of a block.
fn mark(block: &Block) -> Mark {
    let mut names = Vec::new();
    for identity in &block.identities {
        for text in [identity.kind.as_str(), &identity.name] {
            names.extend_from_slice(&(text.len() as u64).to_le_bytes());
            names.extend_from_slice(text.as_bytes());
        }
    }
    Sha256::digest(names).into()
}

/// Iterates over the domains above one, the nearest first.
fn parents(name: &str) -> impl Iterator<Item = &str> {
    let parent = |name: &'_ str| name.find('.').map(|dot| dot + 1);
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.get(parent(rest)?..)?;
        Some(rest)
    })
}
