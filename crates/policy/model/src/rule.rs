use crate::{HasId, Id, ReasonKind, Span, Strength, Text, Verdict};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a rule does when it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// It lets something be.
    Permit,
    /// It overrides every permit.
    Forbid,
}

/// What a rule speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Whether the tool may be used.
    Use,
    /// What to heed when using it: a satisfied permit is a condition, a duty or
    /// a checklist.
    Advise,
}

/// A rule: its Cedar text, and in the annotations what it says to people.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its id (`@id`), unique in the pack.
    pub id: Id,
    /// The pack of the chain that states it, 0 the outermost parent.
    pub layer: usize,
    /// What it does.
    pub effect: Effect,
    /// What it speaks about.
    pub action: Action,
    /// The kind of reason it gives (`@kind`).
    pub kind: ReasonKind,
    /// The sentence people read (`@text`); absent where a duty or checklist speaks.
    pub text: Option<Text>,
    /// What people read instead where the answer has a certain verdict
    /// (`@text_allowed`, `@text_ask`, `@text_not_allowed`).
    pub texts: TextByVerdict,
    /// The sources it rests on (`@source`).
    pub sources: Vec<Id>,
    /// How strongly it binds, for a condition (`@strength`).
    pub strength: Option<Strength>,
    /// Whom to ask about it (`@ask`), as contacts.
    pub ask: Vec<Id>,
    /// Checklists to work through when it applies (`@checklist`).
    pub checklists: Vec<Id>,
    /// The duty it lays on the user (`@duty`).
    pub duty: Option<Id>,
    /// Whether a pack that extends this one may replace the rule (`@overridable`).
    pub overridable: bool,
    /// The first day on which it holds: that of its earliest source, unless it states
    /// another (`@from`). What was made from the register has its dates there.
    pub from: Option<Date>,
    /// The last day on which it holds (`@until`).
    pub until: Option<Date>,
    /// Whether an author wrote it or it was made from the register.
    pub origin: Origin,
    /// The Cedar text, annotations included.
    pub cedar: String,
    /// Where to point for it: its id.
    pub span: Span,
    /// Where its Cedar text stands.
    pub body: Span,
}

/// Sentences that differ by the verdict to which a rule leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextByVerdict {
    /// Where the tool is allowed.
    pub allowed: Option<Text>,
    /// Where somebody has to be asked first.
    pub ask: Option<Text>,
    /// Where the tool is not allowed.
    pub not_allowed: Option<Text>,
}

impl TextByVerdict {
    /// Returns the sentences that there are.
    pub fn iter(&self) -> impl Iterator<Item = &Text> {
        [&self.allowed, &self.ask, &self.not_allowed].into_iter().flatten()
    }
}

impl Rule {
    /// Returns what people read for the rule where it leads to a verdict.
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
    /// It was made from an entry of the register (a ban, a condition, a route).
    FromRegister,
}

impl Rule {
    /// Whether the rule holds on a day.
    pub fn holds(&self, at: Date) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at <= until)
    }
}

impl HasId for Rule {
    fn id(&self) -> &Id {
        &self.id
    }
}
