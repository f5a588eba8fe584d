//! What every request passes: the limit of its address, the headers that protect whoever
//! reads the answer, the request's own id, the counters.

use crate::problem::Problem;
use crate::service::Service;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Instant;

/// No script, style or picture but the service's own, none inside a page; no frame; no
/// form that leads elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// How long a program knows a request by (AuthZEN, section "Request Identification").
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Counts requests by address.
pub(crate) type Limiter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>;

/// The state of the guard.
#[derive(Clone)]
pub(crate) struct Guard {
    service: Arc<Service>,
    limiter: Option<Arc<Limiter>>,
}

impl Guard {
    pub(crate) fn new(service: Arc<Service>) -> Self {
        let four_times = |rate: NonZeroU32| rate.saturating_mul(NonZeroU32::MIN.saturating_add(3));
        let quota = |rate| Quota::per_second(rate).allow_burst(four_times(rate));
        let limiter = service.settings.rate.map(|rate| Arc::new(RateLimiter::hashmap(quota(rate))));
        Self { service, limiter }
    }

    /// Forgets addresses that have not asked for a while.
    pub(crate) fn tidy(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// The guard as a layer of the router.
pub(crate) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let started = started();
    let id = request.headers().get(REQUEST_ID).cloned();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let service = &guard.service;
    let mut response = match refused(&guard, &request) {
        true => too_many(service),
        false => next.run(request).await,
    };
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response = Problem::too_slow().into_response();
    }
    let headers = response.headers_mut();
    protect(headers);
    if let Some(id) = id {
        headers.insert(REQUEST_ID, id);
    }
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let (status, took) = (response.status().as_u16(), started.elapsed());
    tracing::debug!(route, status, micros = took.as_micros(), "request");
    service.metrics.request(route, status, took);
    response
}

/// When a request began.
#[expect(clippy::disallowed_methods, reason = "how long requests take is counted; no answer depends on it")]
fn started() -> Instant {
    Instant::now()
}

fn refused(guard: &Guard, request: &Request) -> bool {
    let Some(limiter) = &guard.limiter else { return false };
    // Probes are no load, and a page that may be read needs its style.
    let free = ["/healthz", "/readyz", "/metrics", "/assets/"];
    if free.iter().any(|path| request.uri().path().starts_with(path)) {
        return false;
    }
    address(&guard.service, request).is_some_and(|address| limiter.check_key(&network(address)).is_err())
}

/// Who asks: the peer, or the one that the proxy before us names.
fn address(service: &Service, request: &Request) -> Option<IpAddr> {
    let named = || {
        let header = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        header.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if service.settings.behind_proxy { named().or_else(peer) } else { peer() }
}

/// Whoever has one address of a network of IPv6 has them all.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((six.to_bits() >> 64 << 64).into()),
        four @ IpAddr::V4(_) => four,
    }
}

fn too_many(service: &Service) -> Response {
    service.metrics.limited();
    let mut response = Problem::too_many().into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
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
