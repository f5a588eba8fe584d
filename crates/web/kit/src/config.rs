use crate::public_url::PublicUrl;
use ipnet::IpNet;
use std::num::NonZeroU32;
use std::time::Duration;

/// Configuration of the service. All of it can change while the service runs, except `timeout` and
/// `connections`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The public address of the service. `None` to use the host of each request.
    pub public_url: Option<PublicUrl>,
    /// Networks of proxies whose `Forwarded` and `X-Forwarded-*` headers the service trusts. It
    /// always trusts peers on a Unix socket.
    pub trusted_proxies: Vec<IpNet>,
    /// The limit of requests per second from one address, with bursts of four times as many. `None`
    /// for no limit.
    pub rate: Option<NonZeroU32>,
    /// The clients that must show a certificate.
    pub client_certificates: ClientCertificates,
    /// Whether health and metrics have separate listeners. If not, the service shows metrics only
    /// to clients on this machine.
    pub separate_operations: bool,
    /// The time limit of a request.
    pub timeout: Duration,
    /// The maximum number of open connections, on all listeners together.
    pub connections: usize,
}

/// The clients that must show a certificate signed by the configured authority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientCertificates {
    /// No client.
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
