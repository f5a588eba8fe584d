//! A compiled policy as a web service: pages for people (feature `web`), JSON and AuthZEN
//! for systems.
//!
//! Everything is read and nothing is written. The policy comes from outside, as a value:
//! this crate knows no file and no Cedar. Who holds an exemption is in no answer.

mod api;
mod guard;
mod metrics;
mod problem;
mod respond;
mod router;
mod run;
mod serve;
mod service;
mod settings;
mod tls;
mod version;
#[cfg(feature = "web")]
mod web;
mod working;

pub use router::router;
pub use run::run;
pub use serve::serve;
pub use service::{MOST_FORMER, Service};
pub use settings::Settings;
pub use tls::{BadTls, tls};
