//! Finds the tool that a typed text names.
//!
//! Exact names win, and the reader of questions looks them up. This module handles the rest:
//! sentences, further words, look-alike letters, and lists that join several names into one. If a
//! text could mean another product, the answer is never more lenient than that product's answer.
//! See [`understood`].

mod find;
mod letters;
mod parts;
mod understood;
mod words;

pub(crate) use find::{Found, find};
pub use understood::{Understood, ask, candidates, understood};
