//! Devices that take one file each, and device groups with files of their own.

use crate::domains::Domains;
use crate::text::file_names;
use crate::{File, Refused, Sheet};
use countersign_model::{Block, IdentityKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is blocked on the devices of one group, or on all others.
#[derive(Debug)]
pub(crate) struct Variant<'a> {
    /// The blocks.
    pub(crate) blocks: Vec<&'a Block>,
    /// Every domain of the plan.
    all: &'a Domains<'a>,
    /// Whether each block of the plan is one of this variant.
    held: Vec<bool>,
}

impl<'a> Variant<'a> {
    /// The domains, sorted, those below another one left out.
    pub(crate) fn domains(&self) -> impl Iterator<Item = &'a str> {
        self.all.apexes(|block| self.held.get(block) == Some(&true))
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
    sheet: &Sheet<'_>,
    name: &str,
    ending: &str,
    write: impl Fn(&Variant<'_>) -> Result<Vec<u8>, Refused>,
) -> Result<Vec<File>, Refused> {
    each(sheet, name, ending, |variant| Ok(Arc::new(write(variant)?)))
}

/// The same, where the files tell nothing of blocks but the names of machines: those
/// that the build before made serve again.
///
/// # Errors
/// Where the consumer cannot express one of them.
pub(crate) fn files_of_names(
    sheet: &Sheet<'_>,
    name: &str,
    ending: &str,
    write: impl Fn(&Variant<'_>) -> Vec<u8>,
) -> Result<Vec<File>, Refused> {
    each(sheet, name, ending, |variant| {
        let held = variant.held.iter().enumerate().filter(|(_, held)| **held).map(|(block, _)| block);
        sheet.piece(&[name, ending], held, || Ok(write(variant)))
    })
}

fn each(
    sheet: &Sheet<'_>,
    name: &str,
    ending: &str,
    write: impl Fn(&Variant<'_>) -> Result<Arc<Vec<u8>>, Refused>,
) -> Result<Vec<File>, Refused> {
    let blocks = &sheet.plan().blocks;
    let groups: BTreeSet<&str> = blocks.iter().flat_map(|block| block.groups.iter().map(String::as_str)).collect();
    let groups: Vec<&str> = groups.into_iter().collect();
    let variant = |lifted: &dyn Fn(&Block) -> bool| Variant {
        blocks: blocks.iter().filter(|block| !lifted(block)).collect(),
        all: sheet.domains(),
        held: blocks.iter().map(|block| !lifted(block)).collect(),
    };
    let mut files = vec![File::of(format!("{name}.{ending}"), write(&variant(&|_| false))?)];
    for (group, slug) in groups.iter().zip(file_names(&groups)) {
        let variant = variant(&|block| block.groups.iter().any(|own| own == group));
        let file = File::of(format!("groups/{slug}.{ending}"), write(&variant)?);
        files.push(File { group: Some((*group).to_owned()), ..file });
    }
    Ok(files)
}
