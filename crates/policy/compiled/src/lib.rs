//! The compiled policy and its file format. It has the verdict for every tool, unit and combination
//! of facts, and the condition of each rule, as decision diagrams.
//!
//! `countersign-compile` makes it, and `countersign-decide` answers from it. It needs neither Cedar
//! nor the documents of the pack.

mod codec;
mod conditions;
mod decisions;
mod fast_lookup;
mod file;
mod period;
mod policy;
mod scope_diagram;
mod symbols;
mod unreadable;
mod verdict_code;

pub use conditions::Conditions;
pub use decisions::{Decisions, KindClass, Subject, UnfrozenDecisions};
pub use file::begins_compiled;
pub use period::Period;
pub use policy::Policy;
pub use scope_diagram::{scope_node, scopes_node};
pub use symbols::{FacetSymbols, Symbols};
pub use unreadable::{FORMAT, Unreadable};
pub use verdict_code::{IMPOSSIBLE, number, verdict};
