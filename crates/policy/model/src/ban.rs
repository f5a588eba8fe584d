//! Bans, and the exemptions from them.

use crate::{Developer, Duration, FileId, Id, Kind, Scope, Span, Text, Tool};
use ipnet::IpNet;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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

crate::has_id::has_id!(Ban, Exemption);
