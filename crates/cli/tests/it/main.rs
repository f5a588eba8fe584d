//! The command, as people and scripts run it.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what went wrong by panicking"
)]

mod answers;
mod browser;
mod building;
mod changes;
mod compiled;
mod documents;
mod explained;
mod hostile;
mod importing;
mod letters;
mod packs;
mod support;
mod transcript;
