//! Devices that take one file each, and device groups with files of their own.

use crate::domains::{of, uncovered};
use crate::text::file_names;
use crate::{File, Refused};
use countersign_model::{Block, IdentityKind, Plan};
use std::collections::{BTreeMap, BTreeSet};

/// What is blocked on the devices of one group, or on all others.
#[derive(Debug)]
pub(crate) struct Variant<'a> {
    /// The blocks.
    pub(crate) blocks: Vec<&'a Block>,
    /// Every domain of the plan, sorted, with the place of its block.
    all: &'a [(&'a str, usize)],
    /// Whether each block of the plan is one of this variant.
    held: Vec<bool>,
}

impl<'a> Variant<'a> {
    /// The domains, sorted, those below another one left out.
    pub(crate) fn domains(&self) -> Vec<&'a str> {
        let held = |(_, block): &&(&str, usize)| self.held.get(*block) == Some(&true);
        uncovered(self.all.iter().filter(held).map(|(name, _)| *name).collect())
    }

    /// The names of a kind, sorted, each with the first block that it belongs to.
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

/// One file for all devices and one for each device group that has something back:
/// `NAME.ENDING` and `groups/GROUP.ENDING`.
///
/// # Errors
/// Where the consumer cannot express one of them.
pub(crate) fn files(
    plan: &Plan,
    name: &str,
    ending: &str,
    write: impl Fn(&Variant<'_>) -> Result<Vec<u8>, Refused>,
) -> Result<Vec<File>, Refused> {
    let groups: Vec<&str> = plan
        .blocks
        .iter()
        .flat_map(|block| block.groups.iter().map(String::as_str))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let blocks = plan.blocks.iter().enumerate();
    let mut all: Vec<(&str, usize)> =
        blocks.flat_map(|(place, block)| of(block).map(move |name| (name, place))).collect();
    all.sort_unstable();
    let variant = |lifted: &dyn Fn(&Block) -> bool| Variant {
        blocks: plan.blocks.iter().filter(|block| !lifted(block)).collect(),
        all: &all,
        held: plan.blocks.iter().map(|block| !lifted(block)).collect(),
    };
    let mut files = vec![File::new(format!("{name}.{ending}"), write(&variant(&|_| false))?)];
    for (group, slug) in groups.iter().zip(file_names(&groups)) {
        let variant = variant(&|block| block.groups.iter().any(|own| own == group));
        files.push(File {
            path: format!("groups/{slug}.{ending}"),
            group: Some((*group).to_owned()),
            bytes: write(&variant)?,
        });
    }
    Ok(files)
}
