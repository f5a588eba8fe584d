//! One file for all devices, and separate files for device groups.

use crate::domains::Domains;
use crate::text::file_names;
use crate::{File, PlanIndex, Refused};
use countersign_model::{Block, IdentityKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The blocks for the devices of one group, or for all others.
#[derive(Debug)]
pub(crate) struct Variant<'a> {
    /// Its place among all variants of the plan.
    pub(crate) number: usize,
    /// The blocks.
    pub(crate) blocks: Vec<&'a Block>,
    /// Every domain of the plan.
    all: &'a Domains<'a>,
    /// Whether each block of the plan belongs to this variant.
    held: Vec<bool>,
}

impl<'a> Variant<'a> {
    /// Iterates over the domains, sorted, without those below another one.
    pub(crate) fn domains(&self) -> impl Iterator<Item = &'a str> {
        self.all.apexes(|block| self.held.get(block) == Some(&true))
    }

    /// Iterates over the domains that stay open below them, sorted.
    pub(crate) fn open(&self) -> impl Iterator<Item = &'a str> {
        self.all.open(|block| self.held.get(block) == Some(&true))
    }

    /// Returns the places of as many domains as a consumer reads, and of those beyond, both sorted.
    /// Every tool keeps its shortest domain before any tool keeps its second one.
    pub(crate) fn domains_up_to(&self, most: usize) -> (Vec<usize>, Vec<usize>) {
        let is_held = |block: usize| self.held.get(block) == Some(&true);
        let mut ranks = vec![0_usize; self.held.len()];
        let mut ranked: Vec<(usize, usize)> = Vec::new();
        for (place, name) in self.all.shortest_first() {
            if !self.all.is_apex(name, is_held) {
                continue;
            }
            let owner = self.all.owners(name).find(|block| is_held(*block));
            if let Some(rank) = owner.and_then(|owner| ranks.get_mut(owner)) {
                ranked.push((*rank, place));
                *rank += 1;
            }
        }
        ranked.sort_unstable();
        let places = |ranked: &[(usize, usize)]| {
            let mut places: Vec<usize> = ranked.iter().map(|(_, place)| *place).collect();
            places.sort_unstable();
            places
        };
        let (kept, beyond) = ranked.split_at(most.min(ranked.len()));
        (places(kept), places(beyond))
    }

    /// Returns the names of a kind, sorted, each with the first block that has it.
    pub(crate) fn names(&self, kind: IdentityKind) -> BTreeMap<&'a str, &'a Block> {
        let mut names = BTreeMap::new();
        for block in &self.blocks {
            for identity in block.identities.iter().filter(|identity| identity.kind == kind) {
                names.entry(identity.name.as_str()).or_insert(*block);
            }
        }
        names
    }
}

/// Returns one file for all devices and one for each device group with an exemption: `NAME.ENDING`
/// and `groups/GROUP.ENDING`.
///
/// # Errors
/// Returns an error if the consumer cannot express one of them.
pub(crate) fn files(
    sheet: &PlanIndex<'_>,
    name: &str,
    ending: &str,
    write: impl Fn(&Variant<'_>) -> Result<Vec<u8>, Refused>,
) -> Result<Vec<File>, Refused> {
    each(sheet, name, ending, |variant| Ok(Arc::new(write(variant)?)))
}

/// Returns the same files, if they contain nothing of blocks except machine names. Files of the
/// previous build are then reused.
///
/// # Errors
/// Returns an error if the consumer cannot express one of them.
pub(crate) fn files_of_names(
    sheet: &PlanIndex<'_>,
    name: &str,
    ending: &str,
    write: impl Fn(&Variant<'_>) -> Vec<u8>,
) -> Result<Vec<File>, Refused> {
    each(sheet, name, ending, |variant| {
        let held = variant.held.iter().enumerate().filter(|(_, held)| **held).map(|(block, _)| block);
        sheet.piece(&[name, ending], held, || Ok(write(variant)))
    })
}

/// Iterates over the blocks for all devices, and for each group with an exemption.
pub(crate) fn variants<'a>(sheet: &'a PlanIndex<'_>) -> impl Iterator<Item = (Option<&'a str>, Variant<'a>)> {
    let blocks = &sheet.plan().blocks;
    let groups: BTreeSet<&str> = blocks.iter().flat_map(|block| block.groups.iter().map(String::as_str)).collect();
    std::iter::once(None).chain(groups.into_iter().map(Some)).enumerate().map(|(number, group)| {
        let is_lifted = |block: &Block| group.is_some_and(|group| block.groups.iter().any(|own| own == group));
        let variant = Variant {
            number,
            blocks: blocks.iter().filter(|block| !is_lifted(block)).collect(),
            all: sheet.domains(),
            held: blocks.iter().map(|block| !is_lifted(block)).collect(),
        };
        (group, variant)
    })
}

fn each(
    sheet: &PlanIndex<'_>,
    name: &str,
    ending: &str,
    write: impl Fn(&Variant<'_>) -> Result<Arc<Vec<u8>>, Refused>,
) -> Result<Vec<File>, Refused> {
    let mut files = Vec::new();
    let groups: Vec<&str> = variants(sheet).filter_map(|(group, _)| group).collect();
    let mut slugs = file_names(&groups).into_iter();
    for (group, variant) in variants(sheet) {
        let Some(group) = group else {
            files.push(File::of(format!("{name}.{ending}"), write(&variant)?));
            continue;
        };
        let slug = slugs.next().unwrap_or_default();
        let file = File::of(format!("groups/{slug}.{ending}"), write(&variant)?);
        files.push(File { group: Some(group.to_owned()), ..file });
    }
    Ok(files)
}
