//! Components compared with the fixtures of the npm package.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

mod escaping;
mod fixtures;
mod nesting;
mod options;
mod tree;
