//! From packs to files, and the real consumers that load them.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::needless_pass_by_value,
    reason = "a test says what went wrong by panicking"
)]

mod agreement;
mod exemptions;
mod hostile;
mod readers;
mod real;
mod schemas;
mod support;
