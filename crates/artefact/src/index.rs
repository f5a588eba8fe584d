//! The order of the domains of some blocks. It holds no text, so that it serves later
//! versions of the blocks too, as long as their names are the same.

use countersign_model::{Block, IdentityKind};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::sync::Arc;

/// What tells the same names of a block, or the same pieces of files: a SHA-256.
pub(crate) type Mark = [u8; 32];

/// Where the domains of blocks are, sorted.
#[derive(Debug)]
pub(crate) struct Index {
    names: Vec<Name>,
    /// For each name and each block that has it: the block, and the place of the name
    /// among its identities.
    entries: Vec<(u32, u32)>,
    /// What tells the names of each block.
    marks: Vec<Mark>,
}

/// A domain that one or several blocks name.
#[derive(Debug)]
pub(crate) struct Name {
    entries: Range<usize>,
    /// The nearest domain above it that some block names, by place.
    pub(crate) above: Option<usize>,
}

impl Index {
    /// The index of blocks; one of `former` where it serves.
    pub(crate) fn new(blocks: &[Block], former: &[Arc<Self>]) -> Arc<Self> {
        let marks: Vec<Mark> = blocks.iter().map(mark).collect();
        if let Some(same) = former.iter().find(|index| index.marks == marks) {
            return same.clone();
        }
        let mut all: Vec<(&str, u32, u32)> = Vec::new();
        for (place, block) in (0_u32..).zip(blocks) {
            let domains = (0_u32..).zip(&block.identities).filter(|(_, one)| one.kind == IdentityKind::Domain);
            all.extend(domains.map(|(at, one)| (one.name.as_str(), place, at)));
        }
        all.sort_unstable();
        all.dedup_by_key(|(text, block, _)| (*text, *block));
        let mut names: Vec<Name> = Vec::with_capacity(all.len());
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for (place, (text, _, _)) in all.iter().enumerate() {
            match names.last_mut() {
                Some(last) if all.get(last.entries.start).is_some_and(|(first, _, _)| first == text) => {
                    last.entries.end = place + 1;
                }
                _ => {
                    places.insert(text, names.len());
                    names.push(Name { entries: place..place + 1, above: None });
                }
            }
        }
        for name in &mut names {
            let text = all.get(name.entries.start).map_or("", |(text, _, _)| text);
            name.above = parents(text).find_map(|parent| places.get(parent).copied());
        }
        let entries = all.iter().map(|(_, block, at)| (*block, *at)).collect();
        Arc::new(Self { names, entries, marks })
    }

    /// Every domain, sorted.
    pub(crate) fn names(&self) -> &[Name] {
        &self.names
    }

    /// What tells the names of each block, by place.
    pub(crate) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The text of a domain.
    pub(crate) fn text<'a>(&self, name: &Name, blocks: &'a [Block]) -> &'a str {
        let entry = self.entries.get(name.entries.start);
        let identity = entry.and_then(|(block, at)| blocks.get(*block as usize)?.identities.get(*at as usize));
        identity.map_or("", |identity| &identity.name)
    }

    /// The blocks that name a domain, by place, the first first.
    pub(crate) fn owners<'s>(&'s self, name: &Name) -> impl Iterator<Item = usize> + use<'s> {
        self.entries.get(name.entries.clone()).unwrap_or_default().iter().map(|(block, _)| *block as usize)
    }
}

/// What tells the names of a block.
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

/// The domains above one, the nearest first.
fn parents(name: &str) -> impl Iterator<Item = &str> {
    let parent = |name: &'_ str| name.find('.').map(|dot| dot + 1);
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.get(parent(rest)?..)?;
        Some(rest)
    })
}
