//! What holds for the workspace as a whole.
#![expect(clippy::tests_outside_test_module, reason = "this is a test crate")]

mod layering;
mod pages;
