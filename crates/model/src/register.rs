use crate::{Developer, Duration, FileId, Id, PartialDate, Scope, Span, Text, Tool, ValueSet};
use ipnet::IpNet;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A document that a rule or a field of the register rests on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Text,
    /// When it was issued, as far as it says.
    pub date: Option<PartialDate>,
    /// How it stands: `in-force`, `draft`, `superseded` or `withdrawn`.
    pub standing: String,
    /// Who issued it.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The licence under which its facts are used.
    pub licence: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

/// Somebody to ask or to tell.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: Id,
    /// Who it is.
    pub name: Text,
    /// What to ask there.
    pub subject: Text,
    /// How to reach them: an address, a number, a channel; the best first.
    pub reach: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// An approval that may turn an answer: in rules a Boolean fact, false unless recorded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Approval {
    /// Its id.
    pub id: Id,
    /// What is approved, as a phrase.
    pub name: Text,
    /// Who grants it, a contact.
    pub by: Id,
    /// Whether a person may simply ask for it.
    pub askable: bool,
    /// Where it is declared.
    pub span: Span,
}

/// A step of an organisation's scale of confidence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grade {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// What it means.
    pub meaning: Option<Text>,
    /// Sets of grades that it belongs to, by name.
    pub groups: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// What a tool is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kind {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Other names.
    pub aliases: Vec<String>,
    /// The kind it is a sort of.
    pub parent: Option<Id>,
    /// Whether only a catalogue speaks of it.
    pub in_catalogue: bool,
    /// What tools of the kind serve, unless they say otherwise.
    pub serves: ValueSet,
    /// Where it is declared.
    pub span: Span,
}

/// A body inside the organisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unit {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Other names.
    pub aliases: Vec<String>,
    /// The body it belongs to.
    pub parent: Option<Id>,
    /// Whether it is known to have rules of its own that the pack does not hold.
    pub rules_elsewhere: bool,
    /// Where it is declared.
    pub span: Span,
}

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

/// What is owed after a tool was used.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Duty {
    /// Its id.
    pub id: Id,
    /// What to do.
    pub text: Text,
    /// How soon it has to be done.
    pub deadline: Option<Duration>,
    /// How long to keep what comes of it.
    pub keep_for: Option<Duration>,
    /// The sources.
    pub sources: Vec<Id>,
    /// Whom to ask about it, contacts.
    pub ask: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// An order of preference among tools for one part of the questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ladder {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// The questions it is for.
    pub when: Scope,
    /// The steps, the preferred one first.
    pub rungs: Vec<Rung>,
    /// The sources.
    pub sources: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// One step of a ladder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rung {
    /// Its tools, by id.
    pub tools: Vec<Id>,
    /// When to take it.
    pub text: Text,
}

/// Which of two sources holds where they disagree about a tool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Precedence {
    /// The source that holds.
    pub winner: Id,
    /// The source that gives way.
    pub loser: Id,
    /// The tools it is for; empty means all.
    pub tools: Vec<Id>,
    /// Why.
    pub why: Text,
    /// Where it is declared.
    pub span: Span,
}

/// A ban: it takes tools from devices.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ban {
    /// Its id.
    pub id: Id,
    /// The pack of the chain that states it.
    pub layer: usize,
    /// The tools, by id.
    pub tools: Vec<Id>,
    /// The kinds, by id.
    pub kinds: Vec<Id>,
    /// The developers, by id: whatever they or the companies they own make.
    pub developers: Vec<Id>,
    /// Where it holds: in any of these.
    pub scopes: Vec<Scope>,
    /// The first day: that of its earliest source, unless it states another.
    pub from: Option<Date>,
    /// The last day, inclusive.
    pub until: Option<Date>,
    /// Why, in a sentence.
    pub text: Text,
    /// The sources.
    pub sources: Vec<Id>,
    /// The facts under which an exemption lifts it; none where nothing does.
    pub lifted: Option<Scope>,
    /// How an exemption is had.
    pub exemption: Option<Text>,
    /// Approvals that have to stand on the record of every exemption.
    pub approvals: Vec<Id>,
    /// What an exemption may be for; anything if empty.
    pub purposes: Vec<Text>,
    /// The longest that an exemption may last.
    pub longest: Option<Duration>,
    /// Who may grant an exemption, contacts.
    pub granted_by: Vec<Id>,
    /// Whether they may let others grant one, where the source says so.
    pub delegable: Option<bool>,
    /// Who is told of each exemption, contacts.
    pub report_to: Vec<Id>,
    /// What every exempt holder has to heed.
    pub mitigations: Vec<Text>,
    /// Whom to ask, contacts.
    pub ask: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// An exemption: one holder has some tools back, for a while.
///
/// Who holds it is for enforcement alone: no answer, page or download names a
/// holder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Exemption {
    /// Its id.
    pub id: Id,
    /// The ban it lifts.
    pub ban: Id,
    /// The tools that the holder has back.
    pub tools: ExemptTools,
    /// Who holds it; left out of everything that is written from the model.
    #[serde(skip)]
    pub holder: Holder,
    /// The purposes on record.
    pub purposes: Vec<Text>,
    /// The first day.
    pub from: Date,
    /// The last day, inclusive.
    pub until: Date,
    /// What the holder has to heed, beyond the ban's own mitigations.
    pub mitigations: Vec<Text>,
    /// Approvals on record.
    pub approvals: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
    /// Where its parts are declared.
    #[serde(skip)]
    pub spans: ExemptionSpans,
}

/// The tools that an exemption gives back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExemptTools {
    /// Every tool that the ban takes away.
    All,
    /// These, by id.
    Named(Vec<Id>),
}

/// Where the parts of an exemption are declared.
#[derive(Clone, Debug, Default)]
pub struct ExemptionSpans {
    /// Each tool, in the order of the tools.
    pub tools: Vec<Span>,
    /// Each purpose, in the order of the purposes.
    pub purposes: Vec<Span>,
    /// The last day.
    pub until: Span,
}

/// Who holds an exemption.
#[derive(Clone, Debug, Default)]
pub struct Holder {
    /// What it is: `person`, `team` or `device`.
    pub sort: String,
    /// The reference under which the holder is known; a pseudonym will do.
    pub reference: String,
    /// Addresses or networks of the holder's devices.
    pub addresses: Vec<IpNet>,
    /// Device groups of the holder's devices.
    pub groups: Vec<String>,
}

impl ExemptTools {
    /// Whether a tool is among them; one that no list names is only where all are.
    pub fn covers(&self, tool: Option<&Id>) -> bool {
        match self {
            Self::All => true,
            Self::Named(tools) => tool.is_some_and(|tool| tools.contains(tool)),
        }
    }
}

impl Exemption {
    /// Puts every place of the exemption into a file: its own is another one now.
    pub fn moved(&mut self, file: FileId) {
        let Self { span, spans: ExemptionSpans { tools, purposes, until }, .. } = self;
        tools.iter_mut().chain(purposes).chain([span, until]).for_each(|span| span.file = file);
    }

    /// Whether the exemption holds on a day.
    pub fn holds(&self, at: Date) -> bool {
        self.from <= at && at <= self.until
    }
}

impl Ban {
    /// Whether the ban names a tool, a kind that it is of, or one of its developers.
    pub fn names(&self, tool: Option<&Tool>, kinds: &[&Kind], developers: &[&Developer]) -> bool {
        tool.is_some_and(|tool| self.tools.contains(&tool.id))
            || kinds.iter().any(|kind| self.kinds.contains(&kind.id))
            || developers.iter().any(|developer| self.developers.contains(&developer.id))
    }

    /// Whether the ban holds on a day.
    pub fn holds(&self, at: Date) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at <= until)
    }
}

macro_rules! named {
    ($($thing:ty),* $(,)?) => {$(
        impl $crate::HasId for $thing {
            fn id(&self) -> &$crate::Id {
                &self.id
            }
        }
    )*};
}
pub(crate) use named;

named!(Source, Contact, Approval, Grade, Kind, Unit, Checklist, Duty, Ladder, Ban, Exemption);
