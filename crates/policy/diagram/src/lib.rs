//! Functions of a few small finite variables, as reduced ordered multi-valued decision diagrams
//! (MDD).
//!
//! A diagram is a directed acyclic graph. A node asks for the value of one variable and has a child
//! for each value. Terminals have numbers. If all diagrams use one order of variables, and no node
//! is redundant or duplicated, equal functions are equal nodes (R. E. Bryant, "Graph-Based
//! Algorithms for Boolean Function Manipulation", IEEE Transactions on Computers C-35(8), 1986;
//! multi-valued: A. Srinivasan et al., ICCAD 1990). This crate does not know what the variables
//! mean.

mod apply;
mod arena;
mod bounds;
mod count;
mod cover;
mod cover_rows;
mod cube;
mod frozen;
mod lookup_table;
mod node;
mod quotient;
mod strategy;
mod strategy_search;
mod transform;
mod value_set;
mod variables;

pub use arena::{Arena, BudgetExceeded, Memo};
pub use count::{Counter, Histogram};
pub use cover::{Cover, cover};
pub use cube::Cube;
pub use frozen::{Frozen, Malformed};
pub use lookup_table::LookupTable;
pub use node::Node;
pub use strategy::{State, Strategy, Weights};
pub use transform::{TransformMemo, VariableMapping};
pub use value_set::ValueSet;
pub use variables::{TooManyVariables, Variables};
