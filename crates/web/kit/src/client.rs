//! The client that sent a request, and the host that it asked for, also behind trusted proxies.

use crate::config::Config;
use axum::http::header::{FORWARDED, HOST};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri};
use std::net::{IpAddr, SocketAddr};

/// The other end of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peer {
    /// Its address. `None` on a Unix socket.
    pub address: Option<IpAddr>,
    /// Whether it showed a client certificate that the configured authority signed.
    pub certified: bool,
}

impl Peer {
    /// Creates a peer without a certificate.
    pub fn of(address: SocketAddr) -> Self {
        Self { address: Some(address.ip().to_canonical()), certified: false }
    }

    fn is_trusted(self, config: &Config) -> bool {
        self.address.is_none_or(|address| is_trusted(config, address))
    }
}

fn is_trusted(config: &Config, address: IpAddr) -> bool {
    config.trusted_proxies.iter().any(|network| network.contains(&address))
}

/// The client that sent a request, and the host that it asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The client's address: the nearest one that is not a trusted proxy.
    pub(crate) address: Option<IpAddr>,
    /// The host that the client asked for, with its port.
    pub host: Option<String>,
    /// Whether the client used TLS. `None` if no trusted proxy reports it.
    pub https: Option<bool>,
    /// Whether a proxy forwarded the request.
    pub(crate) forwarded: bool,
}

impl Client {
    pub(crate) fn of(peer: Peer, headers: &HeaderMap, uri: &Uri, config: &Config) -> Self {
        let own_host = headers.get(HOST).and_then(|host| host.to_str().ok()).or(uri.authority().map(Authority::as_str));
        let hops = hops(headers);
        let mut client =
            Self { address: peer.address, host: own_host.map(str::to_owned), https: None, forwarded: !hops.is_empty() };
        if !peer.is_trusted(config) {
            return client;
        }
        // The nearest proxy wrote the last hop. The service trusts an earlier hop only if a trusted
        // proxy wrote it.
        for hop in hops.into_iter().rev() {
            client.host = hop.host.or(client.host);
            client.https = hop.https.or(client.https);
            let Some(address) = hop.address else { break };
            client.address = Some(address);
            if !is_trusted(config, address) {
                break;
            }
        }
        client
    }

    /// Returns true if the request was made on this machine, without a proxy.
    pub(crate) fn is_local(&self) -> bool {
        !self.forwarded && self.address.is_none_or(|address| address.is_loopback())
    }
}

/// The report of one proxy about the request that it received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Hop {
    address: Option<IpAddr>,
    host: Option<String>,
    https: Option<bool>,
}

/// Returns the hops, the client's first. Reads `Forwarded` (RFC 7239) if the header exists,
/// otherwise `X-Forwarded-*`.
fn hops(headers: &HeaderMap) -> Vec<Hop> {
    let names = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];
    if !names.iter().any(|name| headers.contains_key(*name)) {
        return Vec::new();
    }
    let values = |name: &str| -> Vec<String> {
        let all = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        all.flat_map(|value| value.split(',')).map(|part| part.trim().to_owned()).collect()
    };
    if headers.contains_key(FORWARDED) {
        return values("forwarded").iter().map(|element| hop(element)).collect();
    }
    let addresses = values("x-forwarded-for");
    let (hosts, schemes) = (values("x-forwarded-host"), values("x-forwarded-proto"));
    let count = addresses.len().max(usize::from(!hosts.is_empty() || !schemes.is_empty()));
    // Usually only the outermost proxy writes host and scheme, once.
    let last = |values: &[String]| values.last().cloned();
    (0..count)
        .map(|place| Hop {
            address: addresses.get(place).and_then(|text| address(text)),
            host: last(&hosts).filter(|_| place + 1 == count),
            https: last(&schemes).filter(|_| place + 1 == count).map(|scheme| scheme.eq_ignore_ascii_case("https")),
        })
        .collect()
}

/// Reads an element of `Forwarded`, as in `for=192.0.2.60;proto=https;host=apps.example.org`.
fn hop(element: &str) -> Hop {
    let mut hop = Hop::default();
    for (name, value) in element.split(';').filter_map(|pair| pair.trim().split_once('=')) {
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "for" => hop.address = address(value),
            "host" => hop.host = Some(value.to_owned()),
            "proto" => hop.https = Some(value.eq_ignore_ascii_case("https")),
            _ => {}
        }
    }
    hop
}

/// Reads an address, with or without a port. An IPv6 address with a port is in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let plain = text.trim_start_matches('[').split(']').next().unwrap_or(text);
    let found = plain.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    found.map(|address| address.to_canonical())
}
