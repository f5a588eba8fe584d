//! From texts to documents, diagnostics and edited texts.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

mod edits;
mod hostile;
mod scanning;
mod schemas;
mod words;
