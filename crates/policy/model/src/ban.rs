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
    /// The developers, by id. The ban covers everything that they or their companies make.
    pub developers: Vec<Id>,
    /// Where it applies: in any of these.
    pub scopes: Vec<Scope>,
    /// The first day: that of its earliest source, unless it states another.
    pub from: Option<Date>,
    /// The last day, inclusive.
    pub until: Option<Date>,
    /// Why, in a sentence.
    pub text: Text,
    /// The sources.
    pub sources: Vec<Id>,
    /// The facts under which an exemption lifts it; `None` if nothing does.
    pub lifted: Option<Scope>,
    /// How to get an exemption.
    pub exemption: Option<Text>,
    /// Approvals that must be on the record of every exemption.
    pub approvals: Vec<Id>,
    /// What an exemption may be for. If empty, anything.
    pub purposes: Vec<Text>,
    /// The longest time that an exemption may last.
    pub longest: Option<Duration>,
    /// Contacts who may grant an exemption.
    pub granted_by: Vec<Id>,
    /// Whether they may let others grant one, if the source says so.
    pub delegable: Option<bool>,
    /// Contacts who get a report of each exemption.
    pub report_to: Vec<Id>,
    /// What every exempt holder must do.
    pub mitigations: Vec<Text>,
    /// Contacts to ask.
    pub ask: Vec<Id>,
    /// Where it is declared.
    pub span: Span,
}

/// An exemption: one holder gets some tools back, until a date.
///
/// Only enforcement may use the holder. No answer, page or download names a holder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Exemption {
    /// Its id.
    pub id: Id,
    /// The ban it lifts.
    pub ban: Id,
    /// The tools that the holder gets back.
    pub tools: ExemptTools,
    /// Who holds it. Everything that is written from the model leaves this out.
    #[serde(skip)]
    pub holder: Holder,
    /// The purposes on record.
    pub purposes: Vec<Text>,
    /// The first day.
    pub from: Date,
    /// The last day, inclusive.
    pub until: Date,
    /// What the holder must do, in addition to the ban's own mitigations.
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
    /// The reference by which the holder is known. A pseudonym is enough.
    pub reference: String,
    /// Addresses or networks of the holder's devices.
    pub addresses: Vec<IpNet>,
    /// Device groups of the holder's devices.
    pub groups: Vec<String>,
}

impl ExemptTools {
    /// Returns true if the exemption gives back a tool. A tool that no list names comes back only
    /// with all.
    pub fn covers(&self, tool: Option<&Id>) -> bool {
        match self {
            Self::All => true,
            Self::Named(tools) => tool.is_some_and(|tool| tools.contains(tool)),
        }
    }
}

impl Exemption {
    /// Moves every span of the exemption into a file, because its own file has a new id.
    pub fn moved(&mut self, file: FileId) {
        let Self { span, spans: ExemptionSpans { tools, purposes, until }, .. } = self;
        tools.iter_mut().chain(purposes).chain([span, until]).for_each(|span| span.file = file);
    }

    /// Returns true if the exemption is in force on a day.
    pub fn holds(&self, at: Date) -> bool {
        self.from <= at && at <= self.until
    }
}

impl Ban {
    /// Returns true if the ban names a tool, one of its kinds or one of its developers.
    pub fn names(&self, tool: Option<&Tool>, kinds: &[&Kind], developers: &[&Developer]) -> bool {
        tool.is_some_and(|tool| self.tools.contains(&tool.id))
            || kinds.iter().any(|kind| self.kinds.contains(&kind.id))
            || developers.iter().any(|developer| self.developers.contains(&developer.id))
    }

    /// Returns true if the ban is in force on a day.
    pub fn holds(&self, at: Date) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at <= until)
    }
}

crate::has_id::has_id!(Ban, Exemption);
