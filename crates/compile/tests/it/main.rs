//! Packs in, Cedar's answers and diagnostics out.
#![expect(clippy::tests_outside_test_module, reason = "this is a test crate")]

mod faults;
mod oracle;
mod random;
mod support;
