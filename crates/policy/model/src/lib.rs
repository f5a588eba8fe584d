//! The words of acceptable-use policy as types.
//!
//! Everything here is plain data about a policy: a question ([`Question`]), its dimensions
//! ([`Facet`]), the entries of the register ([`Tool`]) and the parts of an answer ([`Verdict`],
//! [`ReasonKind`]). Nothing here reads or writes a file, or knows a rule language, a clock or a
//! network. Nothing names a country or an organisation: those are in packs.

mod address;
mod approval;
mod authzen;
mod ban;
mod branding;
mod catalogue;
mod classification;
mod contact;
mod covering;
mod deployment;
mod developer;
mod duration;
mod effective_listing;
mod encoded_rows;
mod exempt;
mod facet;
mod guidance;
mod has_id;
mod id;
mod id_table;
mod identity;
mod identity_form;
mod identity_kind;
mod pack;
mod partial_date;
mod plan;
mod question;
mod reviewed;
mod rule;
mod scope;
mod settled;
mod source;
mod span;
mod spelling;
mod text;
mod tool;
mod value_set;
mod verdict;

pub use authzen::{Authzen, FacetMapping, Property, ResourceType, SubjectType};
pub use catalogue::Catalogue;
pub use covering::Cover;
pub use deployment::{CannotBlock, Deployment};
pub use developer::Developer;
pub use duration::{Duration, DurationUnit, InvalidDuration};
pub use facet::{Facet, FacetValue, Group};
pub use has_id::HasId;
pub(crate) use id::folded;
pub use id::{Id, InvalidId, fold};
pub use id_table::{RowIter, Table};
pub use identity::{Identity, SharedUse, SourcedIdentity};
pub use identity_form::InvalidIdentity;
pub use identity_kind::IdentityKind;
pub use pack::{FallbackRoute, ImpossibleCombination, Layer, Pack, Page, ProtectedDomain, Settings, Uncovered};
pub use partial_date::{InvalidDate, PartialDate};
pub use question::{Facts, FullFacts, Question, Subject, UnlistedKind};
pub use spelling::{nearest, slips};

pub use approval::Approval;
pub use ban::{Ban, ExemptTools, Exemption, ExemptionSpans, Holder};
pub use branding::{Branding, Colour};
pub use classification::{Grade, Kind};
pub use contact::{Contact, Unit};
pub use effective_listing::{Disagreement, EffectiveListing};
pub use guidance::{Checklist, Duty, PreferenceOrder, PreferenceStep};
pub use plan::{AppliedExemption, Block, Exception, NameCollision, NotBlocked, NotBlockedReason, Plan, in_both};
pub use reviewed::Reviewed;
pub use rule::{Action, Effect, Origin, Rule, TextByVerdict};
pub use scope::{Clause, Scope};
pub use settled::Settled;
pub use source::{Precedence, Source};
pub use span::{FileId, Span};
pub use text::{Text, Translations};
pub use tool::{Alias, CaseGrade, Cases, Condition, GradeIn, Limit, Listing, Route, Tool, ToolOrigin};
pub use value_set::ValueSet;
pub use verdict::{ReasonKind, Strength, Verdict};
