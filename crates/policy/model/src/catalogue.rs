use crate::{Developer, FileId, Kind, Tool};
use serde::{Deserialize, Serialize};

/// What a catalogue describes: products that everybody knows, who makes them and of
/// what kinds they are. It makes no judgement.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Catalogue {
    /// Kinds of products.
    pub kinds: Vec<Kind>,
    /// Who makes them.
    pub developers: Vec<Developer>,
    /// The products.
    pub tools: Vec<Tool>,
}

impl Catalogue {
    /// Points every span of the catalogue into a file.
    pub fn moved(&mut self, file: FileId) {
        self.kinds.iter_mut().for_each(|kind| kind.span.file = file);
        self.developers.iter_mut().for_each(|developer| developer.moved(file));
        self.tools.iter_mut().for_each(|tool| tool.moved(file));
    }
}
