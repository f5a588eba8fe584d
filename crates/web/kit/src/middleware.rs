//! The layer around every request: the limit of its address, security headers, the request id, the
//! metrics.

use crate::client::{Client, Peer};
use crate::config::{ClientCertificates, Config};
use crate::entity_tag::tag_encoding;
use crate::problem::Problem;
use crate::service::Service;
use arc_swap::ArcSwapOption;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, REFERRER_POLICY, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Instant;

/// The content security policy: scripts, styles and pictures only from the service, none inline. It
/// forbids frames, and forms with another target.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The header with the id of a request (AuthZEN, section "Request Identification").
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Counts requests by address.
type Limiter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>;

/// Paths without checks of host and rate. Probes are no load, and a page needs its style.
const ALWAYS: [&str; 4] = ["/healthz", "/readyz", "/metrics", "/assets/"];

/// Paths of the API and of AuthZEN.
const OF_PROGRAMS: [&str; 3] = ["/api/", "/access/", "/.well-known/"];

/// The state of the guard.
#[derive(Clone)]
pub(crate) struct Guard {
    service: Arc<Service>,
    /// The limiter, with the rate for which it was made.
    limiter: Arc<ArcSwapOption<(NonZeroU32, Limiter)>>,
}

impl Guard {
    pub(crate) fn new(service: Arc<Service>) -> Self {
        let limiter = service.config().rate.map(|rate| Arc::new((rate, limiter(rate))));
        Self { service, limiter: Arc::new(ArcSwapOption::new(limiter)) }
    }

    /// Removes addresses that have not sent a request for a while.
    pub(crate) fn tidy(&self) {
        if let Some(limiter) = self.limiter.load().as_deref() {
            limiter.1.retain_recent();
            limiter.1.shrink_to_fit();
        }
    }

    /// Returns true if an address has reached its limit. After a change of the rate, all addresses
    /// start again.
    fn is_over_limit(&self, rate: NonZeroU32, address: IpAddr) -> bool {
        let mut limiter = self.limiter.load_full();
        if limiter.as_deref().is_none_or(|(known, _)| *known != rate) {
            limiter = Some(Arc::new((rate, self::limiter(rate))));
            self.limiter.store(limiter.clone());
        }
        limiter.is_some_and(|limiter| limiter.1.check_key(&network(address)).is_err())
    }
}

fn limiter(rate: NonZeroU32) -> Limiter {
    let burst = rate.saturating_mul(NonZeroU32::MIN.saturating_add(3));
    RateLimiter::hashmap(Quota::per_second(rate).allow_burst(burst))
}

/// Applies the guard as a layer of the router.
pub(crate) async fn guard(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    let started = started();
    let service = &guard.service;
    let config = service.config();
    let id = request_id(service, request.headers());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let wants_page = wants_page(&request);
    let peer = request.extensions().get::<Peer>().copied().unwrap_or_default();
    let client = Client::of(peer, request.headers(), request.uri(), &config);
    let mut response = match refusal(&guard, &config, (peer, &client), &request) {
        Some(problem) => refused(service, problem, &path, wants_page),
        None => {
            request.extensions_mut().insert(client);
            next.run(request).await
        }
    };
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response = refused(service, Problem::too_slow(), &path, wants_page);
    }
    let headers = response.headers_mut();
    protect(headers);
    tag_encoding(headers);
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let (status, took) = (response.status().as_u16(), started.elapsed());
    let duration_ms = took.as_micros() as f64 / 1e3;
    tracing::debug!(request_id = %id, method = %method, route, status, duration_ms, "request");
    service.metrics.request(route, status, took);
    response
}

/// Returns the start time of a request.
#[expect(clippy::disallowed_methods, reason = "how long requests take is counted; no answer depends on it")]
fn started() -> Instant {
    Instant::now()
}

/// Returns the client's own request id if it is short and plain, otherwise a new one.
fn request_id(service: &Service, headers: &HeaderMap) -> String {
    let plain = |id: &&str| !id.is_empty() && id.len() <= 128 && id.bytes().all(|byte| byte.is_ascii_graphic());
    let own = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(plain);
    own.map_or_else(|| service.next_request_id(), str::to_owned)
}

/// Returns true if a browser asks for a page.
fn wants_page(request: &Request) -> bool {
    let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let of_programs = OF_PROGRAMS.iter().any(|prefix| request.uri().path().starts_with(prefix));
    !of_programs && accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Returns the reason to refuse a request. `None` if the guard accepts it.
fn refusal(guard: &Guard, config: &Config, (peer, client): (Peer, &Client), request: &Request) -> Option<Problem> {
    let path = request.uri().path();
    if request.version() == Version::HTTP_11 && !request.headers().contains_key(HOST) {
        return Some(Problem::unreadable(
            "a request of HTTP/1.1 names its host in a header `Host` (RFC 9112 section 3.2)",
        ));
    }
    if ALWAYS.iter().any(|free| path.starts_with(free)) {
        return None;
    }
    if let Some(public) = &config.public_url
        && !client.host.as_deref().is_some_and(|host| public.is_host(host))
    {
        return Some(Problem::misdirected());
    }
    if config.client_certificates == ClientCertificates::ForApi
        && OF_PROGRAMS.iter().any(|prefix| path.starts_with(prefix))
        && !peer.certified
    {
        return Some(Problem::no_certificate());
    }
    let over = config.rate.zip(client.address).is_some_and(|(rate, address)| guard.is_over_limit(rate, address));
    over.then(Problem::too_many)
}

/// Returns a refusal as a page or as problem details.
fn refused(service: &Arc<Service>, problem: Problem, path: &str, wants_page: bool) -> Response {
    let is_limit = problem.status() == StatusCode::TOO_MANY_REQUESTS;
    let mut response = match wants_page {
        true => page(service, &problem, path).unwrap_or_else(|| problem.into_response()),
        false => problem.into_response(),
    };
    if is_limit {
        service.metrics.limited();
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

#[cfg(feature = "pages")]
fn page(service: &Arc<Service>, problem: &Problem, path: &str) -> Option<Response> {
    Some(crate::page::problem_page(service, problem, path))
}

#[cfg(not(feature = "pages"))]
fn page(_: &Arc<Service>, _: &Problem, _: &str) -> Option<Response> {
    None
}

/// Returns the network of an address. A client with one address of an IPv6 network (/64) has them
/// all.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((six.to_bits() >> 64 << 64).into()),
        four @ IpAddr::V4(_) => four,
    }
}

fn protect(headers: &mut HeaderMap) {
    let same = HeaderName::from_static("cross-origin-opener-policy");
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (same, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
}
