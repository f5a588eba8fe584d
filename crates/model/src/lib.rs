//! The words of acceptable-use policy as types.
//!
//! Everything here is plain data about a policy: what is asked ([`Question`]),
//! what may be asked ([`Facet`]), what is in the register ([`Tool`]) and what an
//! answer says ([`Verdict`], [`ReasonKind`]). Nothing reads or writes a file,
//! knows a rule language, a clock or a network, and nothing names a country or
//! an organisation: those are packs.

mod address;
mod authzen;
mod catalogue;
mod covering;
mod date;
mod deployment;
mod developer;
mod duration;
mod encoded_rows;
mod exempt;
mod facet;
mod id;
mod id_table;
mod identity;
mod nearest;
mod pack;
mod question;
mod register;
mod reviewed;
mod rule;
mod scope;
mod settled;
mod site;
mod span;
mod standing;
mod text;
mod tool;
mod value_set;
mod verdict;

pub use authzen::{Authzen, Property, ResourceType, Stated, SubjectType};
pub use catalogue::Catalogue;
pub use covering::Cover;
pub use date::{BadDate, PartialDate};
pub use deployment::{Block, CannotBlock, Carried, Conflict, Deployment, Exception, Plan, Spare, Spared, in_both};
pub use developer::Developer;
pub use duration::{Duration, DurationUnit, InvalidDuration};
pub use facet::{Facet, FacetValue, Group};
pub(crate) use id::folded;
pub use id::{BadId, Id, fold};
pub use id_table::{HasId, RowIter, Table};
pub use identity::{BadIdentity, Identity, IdentityKind, KnownAs, SharedUse};
pub use nearest::{nearest, slips};
pub use pack::{Impossible, Layer, Pack, Page, ProtectedDomain, Settings, Uncovered, Unlisted};
pub use question::{Context, Facts, Question, Subject, UnlistedKind};
pub use register::{
    Approval, Ban, Checklist, Contact, Duty, ExemptTools, Exemption, ExemptionSpans, Grade, Holder, Kind, Ladder,
    Precedence, Rung, Source, Unit,
};
pub use reviewed::Reviewed;
pub use rule::{Action, Effect, Origin, Rule, TextByVerdict};
pub use scope::{Clause, Scope};
pub use settled::Settled;
pub use site::{Colour, Site};
pub use span::{FileId, Span};
pub use standing::{Disagreement, Standing};
pub use text::{Text, Translations};
pub use tool::{Alias, CaseGrade, Cases, Condition, GradeIn, Limit, Listing, Route, Tool, ToolOrigin};
pub use value_set::ValueSet;
pub use verdict::{ReasonKind, Strength, Verdict};
