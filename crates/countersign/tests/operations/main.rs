//! The files that administrators install and run: packages, units, proxies, monitoring.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what went wrong by panicking"
)]
#![cfg(feature = "web")]

mod container;
mod guide;
mod monitoring;
mod options;
mod package;
mod proxies;
mod sandbox;
#[path = "../it/served.rs"]
#[allow(dead_code, reason = "shared with the other tests of the command")]
mod served;
#[path = "../it/support.rs"]
#[allow(dead_code, reason = "shared with the other tests of the command")]
mod support;
