//! A compiled policy as a web service: pages for people (feature `web`), JSON and AuthZEN
//! for systems.
//!
//! Everything is read and nothing is written. The policy comes from outside, as a value:
//! this crate knows no file and no Cedar. Who holds an exemption is in no answer.

mod api;
mod client;
mod config;
mod entity_tag;
mod guard;
mod listen;
mod metrics;
mod notify;
mod problem;
mod process_metrics;
mod public_url;
mod respond;
mod router;
mod run;
mod serve;
mod service;
mod tls;
mod version;
#[cfg(feature = "web")]
mod web;
mod working;

pub use client::Peer;
pub use config::{ClientCertificates, Config};
pub use listen::{ListenAddress, SystemdSockets};
pub use public_url::PublicUrl;
pub use router::router;
pub use run::{Running, run};
pub use service::{MOST_FORMER, Service};
pub use tls::{BadTls, LiveTls, tls};
/// The TLS configuration of one set of certificates.
pub use tokio_rustls::rustls::ServerConfig as TlsConfig;
