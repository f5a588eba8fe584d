//! The compiled policy: for every tool, unit and combination of facts the
//! verdict, and where each rule holds, as decision diagrams; and its file format.
//!
//! `countersign-compile` makes it, `countersign-decide` asks it. It needs neither
//! Cedar nor the documents of the pack.

mod bytes;
mod decisions;
mod file;
mod names;
mod outcome;
mod period;
mod policy;
mod scope;

pub use decisions::{Conditions, Decisions, Drafted, KindClass, Subject};
pub use file::{FORMAT, Unreadable, begins_compiled};
pub use names::{FacetNames, Names};
pub use outcome::{IMPOSSIBLE, number, verdict};
pub use period::Period;
pub use policy::Policy;
pub use scope::{scope_node, scopes_node};
