//! The command, as users and scripts run it.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what went wrong by panicking"
)]

mod answers;
mod blocking;
mod browser;
mod building;
mod catalogue;
mod changes;
mod compiled;
mod completions;
mod documents;
mod explained;
mod grades;
mod hostile;
mod importing;
mod letters;
mod linting;
#[cfg(feature = "serve")]
mod malformed;
mod names;
mod packs;
#[cfg(feature = "serve")]
mod running;
#[cfg(feature = "serve")]
mod served;
#[cfg(feature = "serve")]
mod serving;
#[cfg(feature = "serve")]
mod serving_days;
#[cfg(feature = "serve")]
mod serving_described;
#[cfg(feature = "serve")]
mod serving_ends;
#[cfg(feature = "serve")]
mod serving_hostile;
#[cfg(feature = "serve")]
mod serving_reloads;
mod support;
mod transcript;
mod traps;
