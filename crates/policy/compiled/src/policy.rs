use crate::{Decisions, Subject};
use countersign_model::{Pack, Subject as Asked, UnlistedKind};
use std::sync::Arc;

/// A compiled policy with the words for answers.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The pack, with the rules derived from its register.
    pub pack: Arc<Pack>,
    /// The verdicts, and the condition of each rule.
    pub decisions: Decisions,
}

impl Policy {
    /// Returns the subject of a question as the decisions know it.
    pub fn subject(&self, asked: &Asked) -> Subject {
        match asked {
            Asked::Tool(place) => Subject::Tool(*place),
            Asked::Unlisted { kind: Some(UnlistedKind::Kind(kind)), .. } => Subject::Kind(*kind),
            Asked::Unlisted { kind: None, .. } if self.decisions.tells_kinds_apart() => Subject::AnyKind,
            Asked::Unlisted { .. } => Subject::Unlisted,
        }
    }
}
