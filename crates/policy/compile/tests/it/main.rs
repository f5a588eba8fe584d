//! From packs to Cedar's answers and diagnostics.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what went wrong by panicking"
)]

mod about_tool;
mod alike;
mod changes;
mod combination;
mod corpus;
mod dates;
mod enforcement;
mod explosions;
mod faults;
mod lines;
mod oracle;
mod random;
mod rules;
mod samples;
mod support;
mod versions;
