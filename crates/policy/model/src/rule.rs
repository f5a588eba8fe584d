use crate::{HasId, Id, ReasonKind, Span, Strength, Text, Verdict};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a rule does if it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// It permits.
    Permit,
    /// It overrides every permit.
    Forbid,
}

/// The subject of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Whether people may use the tool.
    Use,
    /// Advice on use: a permit that applies is a condition, a duty or a checklist.
    Advise,
}

/// A rule: its Cedar text, and its annotations for people.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its id (`@id`), unique in the pack.
    pub id: Id,
    /// The pack of the chain that states it, 0 the outermost parent.
    pub layer: usize,
    /// What it does.
    pub effect: Effect,
    /// The action that it is about.
    pub action: Action,
    /// The kind of reason it gives (`@kind`).
    pub kind: ReasonKind,
    /// The sentence that people read (`@text`). `None` if a duty or checklist takes its place.
    pub text: Option<Text>,
    /// The sentences for certain verdicts (`@text_allowed`, `@text_ask`, `@text_not_allowed`).
    pub texts: TextByVerdict,
    /// The sources it rests on (`@source`).
    pub sources: Vec<Id>,
    /// How strongly it binds, for a condition (`@strength`).
    pub strength: Option<Strength>,
    /// Contacts to ask about it (`@ask`).
    pub ask: Vec<Id>,
    /// Checklists to work through when it applies (`@checklist`).
    pub checklists: Vec<Id>,
    /// The duty that it gives the user (`@duty`).
    pub duty: Option<Id>,
    /// Whether a pack that extends this one can replace the rule (`@overridable`).
    pub overridable: bool,
    /// The first day on which it applies: that of its earliest source, unless it states another
    /// (`@from`). Rules derived from the register have their dates there.
    pub from: Option<Date>,
    /// The last day on which it applies (`@until`).
    pub until: Option<Date>,
    /// Whether an author wrote it or it is derived from the register.
    pub origin: Origin,
    /// The Cedar text, annotations included.
    pub cedar: String,
    /// The span to report for it: its id.
    pub span: Span,
    /// The span of its Cedar text.
    pub body: Span,
}

/// Sentences that differ by the verdict to which a rule leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextByVerdict {
    /// The sentence for "allowed".
    pub allowed: Option<Text>,
    /// The sentence for "ask first".
    pub ask: Option<Text>,
    /// The sentence for "not allowed".
    pub not_allowed: Option<Text>,
}

impl TextByVerdict {
    /// Iterates over the sentences that exist.
    pub fn iter(&self) -> impl Iterator<Item = &Text> {
        [&self.allowed, &self.ask, &self.not_allowed].into_iter().flatten()
    }
}

impl Rule {
    /// Returns what people read if the rule leads to this verdict.
    pub fn text_for(&self, verdict: Verdict) -> Option<&Text> {
        let own = match verdict {
            Verdict::Allowed => &self.texts.allowed,
            Verdict::AskFirst => &self.texts.ask,
            Verdict::NotAllowed => &self.texts.not_allowed,
            Verdict::Undecided => &None,
        };
        own.as_ref().or(self.text.as_ref())
    }
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// An author wrote it in a file of rules.
    Written,
    /// It is derived from an entry of the register (a ban, a condition, a route).
    FromRegister,
}

impl Rule {
    /// Returns true if the rule is in force on a day.
    pub fn holds(&self, at: Date) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at <= until)
    }
}

impl HasId for Rule {
    fn id(&self) -> &Id {
        &self.id
    }
}
