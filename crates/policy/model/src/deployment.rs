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
    /// The questions that may come up on its devices and networks.
    pub serves: Scope,
    /// The units whose people use those devices; empty means all.
    pub units: Vec<Id>,
    /// The folder in which the consumer finds the files, where its configuration
    /// needs a path; relative to the consumer's own folder unless given.
    pub directory: Option<String>,
    /// A file of the consumer's own that its parts include, where they have to.
    pub include: Option<String>,
    /// The address of a page that tells people what to do about a block.
    pub page: Option<String>,
    /// Banned tools that it cannot block, as far as that is known and why.
    pub cannot_block: Vec<CannotBlock>,
    /// Where it is declared.
    pub span: Span,
}

/// Banned tools that a deployment cannot block, and why that is in order.
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
