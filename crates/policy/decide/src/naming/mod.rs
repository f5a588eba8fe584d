//! Which tool a text names that somebody typed.
//!
//! Exact names win; those are looked up where a question is read. What is here is for
//! the rest: sentences, further words, other letters, names of which a list makes one.
//! A text that could be another product is never answered more mildly than that product
//! would be, see [`understood`].

mod find;
mod letters;
mod parts;
mod understood;
mod words;

pub(crate) use find::{Found, find};
pub use understood::{Understood, ask, candidates, understood};
