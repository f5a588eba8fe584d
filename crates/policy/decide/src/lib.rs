//! Answers from a compiled policy.
//!
//! An answer has the verdict, its reasons, the questions that still matter, alternatives and
//! suggestions. Other operations compare versions of a policy, or return a tool's policy as a
//! table. All of them work on decision diagrams. Nothing here knows Cedar, a file or a clock.

mod advice;
mod alternatives;
mod answer;
mod answer_listings;
mod case;
mod cases;
mod check;
mod contacts;
mod counterfactuals;
mod deciding_rules;
mod decision_key;
mod defaults;
mod developers;
pub mod diff;
pub mod enforcement;
mod error;
mod explain;
mod headline;
mod kind;
mod messages;
mod minimal_reasons;
mod naming;
mod outcome;
mod policy_table;
mod question_input;
mod questions;
mod reasons;
mod residual;
mod suggest;
mod terms;
mod tool_entry;
pub mod tool_list;
mod vocabulary;

pub use answer::{
    AccessRoute, AdviceEntry, Alternative, Answer, AnswerListing, ChecklistEntry, Citation, ContactEntry, Disagreement,
    ExemptionEntry, ExpectedQuestions, Hypothetical, PackName, QuestionChoices, Reason, SettledFact, ToolName,
};
pub use case::{Case, case_of};
pub use check::{check, may_be_allowed, verdict};
pub use counterfactuals::{ApprovalCounterfactual, Counterfactual, UnitCounterfactual, UnitName};
pub use decision_key::{DecisionKey, decision_key};
pub use developers::DeveloperEntry;
pub use error::{NoAnswer, TooLarge};
pub use explain::{Decider, Explanation, Step, explain};
pub use headline::Headline;
pub use kind::kind_choices;
pub use messages::{Localizer, messages, thousands};
pub use naming::{Understood, ask, candidates, understood};
pub use policy_table::{PolicyTable, Row, table};
pub use question_input::{InputError, QuestionInput, kind_named};
pub use questions::{Next, Questions};
pub use suggest::{Suggestion, Suggestions, suggest};
pub use tool_entry::{
    AliasEntry, BanEntry, CaseGradeEntry, ConditionEntry, IdentityEntry, ListingEntry, RouteEntry, ToolEntry, entry,
};
pub use vocabulary::{ApprovalEntry, FacetEntry, GroupEntry, KindEntry, UnitEntry, Value, Vocabulary, vocabulary};
