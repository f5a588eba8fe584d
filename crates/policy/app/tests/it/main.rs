//! The service in process: requests to answers.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what went wrong by panicking"
)]

mod api;
mod authzen;
mod evaluations;
#[cfg(feature = "web")]
mod pages;
mod support;
