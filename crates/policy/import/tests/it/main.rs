//! From lists to packs and reports.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

mod corpus;
mod hostile;
mod known;
mod meaning;
mod prose;
mod support;
mod twice;
