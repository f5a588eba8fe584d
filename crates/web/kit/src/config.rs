use crate::public_url::PublicUrl;
use ipnet::IpNet;
use std::num::NonZeroU32;
use std::time::Duration;

/// Configuration of the service. All of it can change while the service runs, except
/// `timeout` and `connections`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The address at which others reach the service. `None` if each request's own host
    /// is used.
    pub public_url: Option<PublicUrl>,
    /// Networks whose `Forwarded` and `X-Forwarded-*` headers are believed. Clients on a
    /// Unix socket always are.
    pub trusted_proxies: Vec<IpNet>,
    /// Requests a second from one address, with four times as many at once. `None` for no
    /// limit.
    pub rate: Option<NonZeroU32>,
    /// Who must show a client certificate.
    pub client_certificates: ClientCertificates,
    /// Whether health and metrics have listeners of their own. If not, metrics are
    /// answered for clients on this machine only.
    pub separate_operations: bool,
    /// How long a request may take.
    pub timeout: Duration,
    /// The most connections at once, all listeners together.
    pub connections: usize,
}

/// Who must show a client certificate that the configured authority signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientCertificates {
    /// Nobody.
    #[default]
    Ignored,
    /// Clients of the API and of AuthZEN.
    ForApi,
    /// Every client.
    ForAll,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            trusted_proxies: Vec::new(),
            rate: NonZeroU32::new(200),
            client_certificates: ClientCertificates::Ignored,
            separate_operations: false,
            timeout: Duration::from_secs(10),
            connections: 1_024,
        }
    }
}
