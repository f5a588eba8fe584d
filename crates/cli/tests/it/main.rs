//! The command, as people and scripts run it.
#![expect(clippy::tests_outside_test_module, reason = "this is a test crate")]

mod answers;
mod documents;
mod hostile;
mod packs;
mod support;
mod transcript;
