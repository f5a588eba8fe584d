//! A policy to answers.
//!
//! What rules say of one tool in one unit comes through one small interface,
//! [`Engine`]; everything here is about what follows: the verdict, its reasons,
//! the questions that still matter, alternatives and suggestions. Nothing here
//! knows Cedar, a file or a clock.

mod advice;
mod alternatives;
mod answer;
mod check;
mod cover;
mod engine;
mod given;
mod inquiry;
mod outcome;
mod questions;
mod reasons;
mod space;
mod suggest;
mod sweep;
mod words;

pub use answer::{
    Advice, Answer, Asking, Choices, Citation, Disagreeing, Exempting, Hypothetical, List, Listed, Other, PackName,
    Reason, Route, ToolName,
};
pub use check::{NoAnswer, check, verdict};
pub use engine::{Asked, Axis, Engine, EngineError, RuleTable};
pub use inquiry::{Inquiry, Misuse};
pub use suggest::{Suggestion, Suggestions, suggest};
pub use words::{Speaker, WORDS};
