//! Diagrams compared with the functions that they represent, at every point of small functions.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod covers;
mod functions;
mod plans;
mod support;
