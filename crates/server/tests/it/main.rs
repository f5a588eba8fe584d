//! The service in process: requests to answers.

mod api;
mod authzen;
mod support;
