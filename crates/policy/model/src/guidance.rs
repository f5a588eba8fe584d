//! Checklists, duties and orders of preference.

use crate::{Duration, Id, Scope, Span, Text};
use serde::{Deserialize, Serialize};

/// A list of questions to work through.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checklist {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Text,
    /// What the answers mean.
    pub note: Option<Text>,
    /// The questions or steps, in order.
    pub items: Vec<Text>,
    /// The sources.
    pub sources: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// A task that follows the use of a tool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Duty {
    /// Its id.
    pub id: Id,
    /// What to do.
    pub text: Text,
    /// How soon it must be done.
    pub deadline: Option<Duration>,
    /// How long to keep the resulting records.
    pub keep_for: Option<Duration>,
    /// The sources.
    pub sources: Vec<Id>,
    /// Contacts to ask about it.
    pub ask: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// An order of preference among tools for some of the questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PreferenceOrder {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// The questions it is for.
    pub when: Scope,
    /// The steps, the preferred one first.
    pub rungs: Vec<PreferenceStep>,
    /// The sources.
    pub sources: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// One step of an order of preference.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PreferenceStep {
    /// Its tools, by id.
    pub tools: Vec<Id>,
    /// When to choose it.
    pub text: Text,
}

crate::has_id::has_id!(Checklist, Duty, PreferenceOrder);
