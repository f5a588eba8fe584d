//! The parts that all pages and interfaces share: listeners, TLS, limits, metrics, problems,
//! operations, the layout of pages.
//!
//! The kit holds the policy versions and answers each request from one of them. The capabilities
//! make the answers: see [`Capability`]. The caller passes the policy as a value: this crate reads
//! no pack and does not use Cedar.

mod api;
mod blocking;
mod capability;
mod client;
mod config;
mod connections;
mod decision_cache;
mod entity_tag;
mod health;
pub mod json;
mod listen;
mod metrics;
mod middleware;
mod notify;
mod openapi;
pub mod operation;
mod other_days;
#[cfg(feature = "pages")]
pub mod page;
mod policy_version;
mod problem;
mod process_metrics;
mod public_url;
pub mod query;
pub mod response;
mod router;
mod runtime;
mod served_policy;
mod service;
mod site;
mod strict_query;
mod tls;

pub use blocking::run_blocking;
pub use capability::Capability;
pub use client::{Client, Peer};
pub use config::{ClientCertificates, Config};
pub use decision_cache::{DecisionCache, EncodedDecision};
pub use listen::{ListenAddress, SystemdSockets};
pub use metrics::{Interface, Metrics};
pub use policy_version::PolicyVersion;
pub use problem::{Fault, Problem};
pub use public_url::PublicUrl;
pub use router::router;
pub use runtime::{Running, run};
pub use served_policy::ServedPolicy;
pub use service::{MOST_FORMER, Service};
#[cfg(feature = "pages")]
pub use site::NavigationEntry;
pub use site::Site;
pub use tls::{BadTls, LiveTls, tls};
/// The TLS configuration of one set of certificates.
pub use tokio_rustls::rustls::ServerConfig as TlsConfig;
