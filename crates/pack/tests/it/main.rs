//! Texts in, documents, faults and edited texts out.
#![expect(clippy::tests_outside_test_module, reason = "this is a test crate")]

mod edits;
mod hostile;
mod scanning;
mod schemas;
mod words;
