use crate::{Id, Scope, Span, Text};
use serde::{Deserialize, Serialize};

/// Where an artefact is loaded: a consumer, and the devices and networks it serves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deployment {
    /// Its id: the name of the folder with its files.
    pub id: Id,
    /// What it is.
    pub name: Text,
    /// The consumer that loads the files, by the name of its artefact.
    pub consumer: String,
    /// The questions that can occur on its devices and networks.
    pub serves: Scope,
    /// The units whose staff use those devices. If empty, all units.
    pub units: Vec<Id>,
    /// The folder in which the consumer finds the files, if its configuration needs a path. If
    /// `None`, paths are relative to the consumer's own folder.
    pub directory: Option<String>,
    /// A file of the consumer itself that its parts include, if they have to.
    pub include: Option<String>,
    /// The address of a page that tells people what to do about a block.
    pub page: Option<String>,
    /// Banned tools that it is known not to be able to block, and why.
    pub cannot_block: Vec<CannotBlock>,
    /// Where it is declared.
    pub span: Span,
}

/// Banned tools that a deployment cannot block, and why that is acceptable.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CannotBlock {
    /// The tools.
    pub tools: Vec<Id>,
    /// Why, a sentence.
    pub why: String,
    /// Where it is stated.
    pub span: Span,
}

crate::has_id::has_id!(Deployment);
