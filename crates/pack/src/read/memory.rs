//! What is kept of the documents of a register from one version of a pack to the next.
//!
//! A tool is read from its own file and from what the documents at the top of the
//! packs declare; as long as neither changed it is as it was. Only documents without
//! any fault are kept, so that faults are always told anew.

use super::check::Reference;
use crate::{File, Folder};
use countersign_model::{FileId, Tool};
use std::collections::HashMap;

/// Tools as they were read, to be read again only where something changed.
#[derive(Default)]
pub struct Memory {
    /// The documents at the top of the packs.
    tops: Vec<(usize, File)>,
    /// Tools by the place of the pack in its chain and the path of the file.
    tools: HashMap<(usize, String), Kept>,
}

struct Kept {
    bytes: Vec<u8>,
    tool: Tool,
    references: Vec<Reference>,
    /// Whether this version still has it.
    seen: bool,
}

impl Memory {
    /// Makes ready for a version of the packs: forgets what depends on documents that
    /// are others now.
    pub(super) fn begin(&mut self, folders: &[Folder]) {
        let all =
            folders.iter().enumerate().flat_map(|(layer, folder)| folder.files.iter().map(move |file| (layer, file)));
        let tops = || all.clone().filter(|(_, file)| !file.path.contains('/'));
        if !tops().eq(self.tops.iter().map(|(layer, file)| (*layer, file))) {
            self.tools.clear();
            self.tops = tops().map(|(layer, file)| (layer, file.clone())).collect();
        }
        self.tools.values_mut().for_each(|kept| kept.seen = false);
    }

    /// Forgets the tools of former versions.
    pub(super) fn end(&mut self) {
        self.tools.retain(|_, kept| kept.seen);
    }

    /// The tool of a file that is as it was, and what it refers to, at its place in
    /// this version.
    pub(super) fn recall(&mut self, layer: usize, file: &File, id: FileId) -> Option<(Tool, Vec<Reference>)> {
        let kept = self.tools.get_mut(&(layer, file.path.clone()))?;
        if kept.bytes != file.bytes {
            return None;
        }
        kept.seen = true;
        kept.tool.moved(id);
        let references = kept.references.iter().map(|reference| reference.moved(id));
        Some((kept.tool.clone(), references.collect()))
    }

    /// Keeps a tool whose document has no fault.
    pub(super) fn keep(&mut self, layer: usize, file: &File, tool: &Tool, references: &[Reference]) {
        let references = references.iter().map(|reference| reference.moved(reference.span.file)).collect();
        let kept = Kept { bytes: file.bytes.clone(), tool: tool.clone(), references, seen: true };
        self.tools.insert((layer, file.path.clone()), kept);
    }
}
