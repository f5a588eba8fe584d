//! Keeps the documents of a register from one version of a pack to the next.
//!
//! A tool, a ban or an exemption depends on its own file and on the documents at the top of the
//! packs. While neither changes, the cache returns it. Only documents without
//! diagnostics are kept, so that diagnostics are always reported again.

use super::declare::declare;
use super::node::Section;
use super::reader::Reader;
use super::validate::Reference;
use super::{bans, tools};
use crate::{File, PackFolder};
use countersign_model::{Ban, Exemption, FileId, Id, PartialDate, Tool, ToolOrigin};
use std::collections::HashMap;

/// Documents as they were read, so that only changed ones are read again.
#[derive(Default)]
pub struct ReadCache {
    /// The documents at the top of the packs.
    tops: Vec<(usize, File)>,
    /// Cached documents by the place of the pack in its chain and the path of the file.
    things: HashMap<(usize, String), Kept>,
}

/// A document that the cache keeps.
#[derive(Clone)]
pub(super) enum CachedDocument {
    Tool(Tool),
    Ban(Ban),
    Exemption(Exemption),
}

struct Kept {
    bytes: Vec<u8>,
    thing: CachedDocument,
    references: Vec<Reference>,
    /// Whether this version still contains it.
    seen: bool,
}

impl ReadCache {
    /// Prepares for a version of the packs: drops what depends on changed documents.
    pub(super) fn begin(&mut self, folders: &[PackFolder]) {
        let all =
            folders.iter().enumerate().flat_map(|(layer, folder)| folder.files.iter().map(move |file| (layer, file)));
        let tops = || all.clone().filter(|(_, file)| !file.path.contains('/'));
        if !tops().eq(self.tops.iter().map(|(layer, file)| (*layer, file))) {
            self.things.clear();
            self.tops = tops().map(|(layer, file)| (layer, file.clone())).collect();
        }
        self.things.values_mut().for_each(|kept| kept.seen = false);
    }

    /// Drops the documents of earlier versions.
    pub(super) fn end(&mut self) {
        self.things.retain(|_, kept| kept.seen);
    }

    /// Returns an unchanged document and its references, moved to their place in this version.
    pub(super) fn recall(&mut self, layer: usize, file: &File, id: FileId) -> Option<(CachedDocument, Vec<Reference>)> {
        let kept = self.things.get_mut(&(layer, file.path.clone()))?;
        if kept.bytes != file.bytes {
            return None;
        }
        kept.seen = true;
        kept.thing.moved(id);
        let references = kept.references.iter().map(|reference| reference.moved(id));
        Some((kept.thing.clone(), references.collect()))
    }

    /// Keeps a document that has no diagnostics.
    pub(super) fn keep(&mut self, layer: usize, file: &File, thing: &CachedDocument, references: &[Reference]) {
        let references = references.iter().map(|reference| reference.moved(reference.span.file)).collect();
        let kept = Kept { bytes: file.bytes.clone(), thing: thing.clone(), references, seen: true };
        self.things.insert((layer, file.path.clone()), kept);
    }
}

impl CachedDocument {
    /// Reads the document of this name. `None` if something that it needs is missing, which is
    /// reported as an error, or if the cache does not keep documents of this name.
    pub(super) fn read(name: &str, reader: &mut Reader<'_>, id: Id, section: &Section<'_>) -> Option<Self> {
        Some(match name {
            "tool" => Self::Tool(tools::tool(reader, id, section)?),
            "ban" => Self::Ban(bans::ban(reader, id, section)),
            "exemption" => Self::Exemption(bans::exemption(reader, id, section)?),
            _ => return None,
        })
    }

    /// Adds the document to the pack. If it states no first day, its source does.
    pub(super) fn declare(self, reader: &mut Reader<'_>) {
        let Reader { pack, faults, products, .. } = reader;
        match self {
            Self::Tool(tool) if tool.origin == ToolOrigin::Catalogue => products.add(tool, faults),
            Self::Tool(mut tool) => {
                for listing in &mut tool.listings {
                    let day = || listing.date.map(PartialDate::first_day);
                    let source = || pack.first_day_of(std::slice::from_ref(&listing.source));
                    listing.from = listing.from.or_else(day).or_else(source);
                }
                declare(&mut pack.tools, tool, "tool", |tool| tool.span, faults);
            }
            Self::Ban(mut ban) => {
                ban.from = ban.from.or_else(|| pack.first_day_of(&ban.sources));
                declare(&mut pack.bans, ban, "ban", |ban| ban.span, faults);
            }
            Self::Exemption(one) => declare(&mut pack.exemptions, one, "exemption", |one| one.span, faults),
        }
    }

    /// Moves every span of the document into a file, because its own file has a new id.
    fn moved(&mut self, file: FileId) {
        match self {
            Self::Tool(tool) => tool.moved(file),
            Self::Ban(ban) => ban.span.file = file,
            Self::Exemption(exemption) => exemption.moved(file),
        }
    }
}
