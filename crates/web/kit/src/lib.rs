//! A compiled policy as a web service: pages for people (feature `web`), JSON and AuthZEN
//! for systems.
//!
//! Everything is read and nothing is written. The policy comes from outside, as a value:
//! this crate knows no file and no Cedar. Who holds an exemption is in no answer.

mod api;
mod blocking;
mod client;
mod config;
mod connections;
mod decision_cache;
mod entity_tag;
mod listen;
mod metrics;
mod middleware;
mod notify;
mod policy_version;
mod problem;
mod process_metrics;
mod public_url;
mod response;
mod router;
mod runtime;
mod service;
mod tls;
#[cfg(feature = "web")]
mod web;

pub use client::Peer;
pub use config::{ClientCertificates, Config};
pub use listen::{ListenAddress, SystemdSockets};
pub use public_url::PublicUrl;
pub use router::router;
pub use runtime::{Running, run};
pub use service::{MOST_FORMER, Service};
pub use tls::{BadTls, LiveTls, tls};
/// The TLS configuration of one set of certificates.
pub use tokio_rustls::rustls::ServerConfig as TlsConfig;
