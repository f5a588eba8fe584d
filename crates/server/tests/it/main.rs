//! The service in process: requests to answers.

mod api;
mod authzen;
#[cfg(feature = "web")]
mod pages;
mod support;
