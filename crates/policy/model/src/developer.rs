use crate::{FileId, Id, SourcedIdentity, Span};
use serde::{Deserialize, Serialize};

/// A company, a project or a person who makes tools.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Developer {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// The developer that owns it.
    pub owner: Option<Id>,
    /// The country of its head office or of its topmost owner's (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// The address of the page that says this.
    pub source: Option<String>,
    /// Names by which machines know everything that it makes.
    pub identities: Vec<SourcedIdentity>,
    /// Where it is declared.
    pub span: Span,
}

impl Developer {
    /// Points every span of the developer into a file.
    pub fn moved(&mut self, file: FileId) {
        self.identities
            .iter_mut()
            .map(|known| &mut known.span)
            .chain([&mut self.span])
            .for_each(|span| span.file = file);
    }
}

crate::has_id::has_id!(Developer);
