//! Results for people.

pub(crate) mod build;
pub(crate) mod drift;
