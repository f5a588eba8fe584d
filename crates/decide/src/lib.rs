//! A compiled policy to answers.
//!
//! The verdict, its reasons, the questions that still matter, alternatives and
//! suggestions; what a change changes; a tool's policy as a table. Everything here
//! is an operation on decision diagrams. Nothing here knows Cedar, a file or a
//! clock.

mod advice;
mod alike;
mod alternatives;
mod answer;
mod cases;
mod check;
mod contacts;
mod deciding;
pub mod diff;
pub mod enforcement;
mod entry;
mod error;
mod explain;
mod fewest;
mod given;
mod grounds;
mod inquiry;
mod kind;
mod laid;
pub mod lists;
mod naming;
mod outcome;
mod questions;
mod reasons;
mod register;
mod suggest;
mod table;
mod terms;
mod vocabulary;
mod words;

pub use alike::{Alike, alike};
pub use answer::{
    Advice, Answer, Asking, Choices, Citation, Disagreeing, Effort, Exempting, Hypothetical, List, Listed, Other,
    PackName, Reason, Route, SettledFact, ToolName,
};
pub use cases::{Case, case_of};
pub use check::{check, may_be_allowed, verdict};
pub use entry::{Banned, Entry, GradeThere, Heed, KnownTo, Maker, OtherName, Says, Way, entry};
pub use error::{NoAnswer, TooLarge};
pub use explain::{Decider, Explanation, Step, explain};
pub use grounds::{ApprovalTurn, Turn, UnitName, UnitTurn};
pub use inquiry::{Inquiry, Misuse, kind_named};
pub use kind::kind_choices;
pub use naming::{Understood, ask, candidates, understood};
pub use questions::{Next, Questions};
pub use suggest::{Suggestion, Suggestions, suggest};
pub use table::{Policies, Row, table};
pub use vocabulary::{Dimension, GroupOf, KindOf, Supposed, UnitOf, Value, Vocabulary, vocabulary};
pub use words::{Speaker, thousands, words};
