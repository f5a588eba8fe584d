//! Functions of a few small finite variables, as reduced ordered multi-valued
//! decision diagrams (MDD).
//!
//! A diagram is a directed acyclic graph: a node asks for the value of one
//! variable and has a child for each value, terminals carry numbers. With one
//! order of variables, no node whose children are all one, and no two alike,
//! equal functions are equal nodes (R. E. Bryant, "Graph-Based Algorithms for
//! Boolean Function Manipulation", IEEE Transactions on Computers C-35(8), 1986;
//! multi-valued: A. Srinivasan et al., ICCAD 1990). This crate knows nothing of
//! what the variables mean.

mod apply;
mod arena;
mod change;
mod count;
mod cover;
mod cube;
mod frozen;
mod merged;
mod node;
mod plan;
mod plan_maker;
mod quotient;
mod shape;
mod values;

pub use apply::Memo;
pub use arena::{Arena, Full};
pub use change::{Done, Source};
pub use count::{Counter, Tally};
pub use cover::{Cover, cover};
pub use cube::Cube;
pub use frozen::{Broken, Frozen};
pub use merged::Merged;
pub use node::Node;
pub use plan::{Plan, State, Weights};
pub use shape::{Shape, TooMany};
pub use values::Values;
