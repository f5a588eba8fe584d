use crate::{Developer, FileId, Kind, Tool};
use serde::{Deserialize, Serialize};

/// Descriptions of well-known products: who makes them and what kinds they are. A catalogue makes
/// no judgement.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Catalogue {
    /// Kinds of products.
    pub kinds: Vec<Kind>,
    /// The makers of the products.
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
