//! Metrics: requests, decisions, versions. No metric shows the question of a client.

use crate::policy_version::PolicyVersion;
use crate::process_metrics::ProcessMetrics;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::time::Duration;

/// The counters of a service.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    decisions: Family<Decision, Counter>,
    limited: Counter,
    loads: Family<Load, Counter>,
    certificates: Family<Load, Counter>,
    pub(crate) connections: Gauge,
    served: Family<Served, Gauge>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Build {
    version: &'static str,
    format: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Decision {
    interface: &'static str,
    allowed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Load {
    outcome: &'static str,
}

/// The interface that received a question.
#[derive(Clone, Copy, Debug)]
pub enum Interface {
    /// AuthZEN.
    Authzen,
    /// JSON.
    Json,
    /// An HTML page.
    #[cfg(feature = "pages")]
    Page,
}

impl Interface {
    fn as_str(self) -> &'static str {
        match self {
            Self::Authzen => "authzen",
            Self::Json => "json",
            #[cfg(feature = "pages")]
            Self::Page => "page",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Served {
    /// The number that the pack gives its version.
    pack: String,
    /// The id of the version.
    version: String,
}

/// Upper bounds of the duration buckets, in seconds.
const CLASSES: [f64; 9] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 10.0];

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut whole = Registry::default();
        whole.register_collector(Box::new(ProcessMetrics));
        let registry = whole.sub_registry_with_prefix("countersign");
        let requests = Family::default();
        let seconds = Family::new_with_constructor((|| Histogram::new(CLASSES)) as fn() -> Histogram);
        let (decisions, loads, served) = (Family::default(), Family::default(), Family::default());
        let (limited, connections) = (Counter::default(), Gauge::default());
        let certificates = Family::default();
        // Prometheus sees no increase when a counter first appears, so these exist from the start.
        for outcome in ["loaded", "refused"] {
            drop(Family::<Load, Counter>::get_or_create(&loads, &Load { outcome }));
            drop(Family::<Load, Counter>::get_or_create(&certificates, &Load { outcome }));
        }
        let build = Build { version: env!("CARGO_PKG_VERSION"), format: countersign_compiled::FORMAT };
        let info = Family::<Build, Gauge>::default();
        info.get_or_create(&build).set(1);
        registry.register("build_info", "The program: its version and the format of compiled policies", info);
        registry.register("requests", "Requests that were answered", Family::clone(&requests));
        registry.register_with_unit("duration", "How long requests took", Unit::Seconds, Family::clone(&seconds));
        registry.register("decisions", "Questions that were answered", Family::clone(&decisions));
        registry.register("limited", "Requests beyond what one address may make", Counter::clone(&limited));
        registry.register("loads", "Versions of the pack that were loaded or refused", Family::clone(&loads));
        registry.register(
            "certificates",
            "Certificates that were loaded again or could not be used",
            Family::clone(&certificates),
        );
        registry.register("connections", "Connections that are open", Gauge::clone(&connections));
        registry.register("served", "The version that is served: 1", Family::clone(&served));
        Self { registry: whole, requests, seconds, decisions, limited, loads, certificates, connections, served }
    }

    /// Returns all metrics, in the text format of OpenMetrics.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }

    pub(crate) fn request(&self, route: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&Request { route: route.to_owned(), status }).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// Counts an answered question.
    pub fn decided(&self, interface: Interface, allowed: bool) {
        self.decisions.get_or_create(&Decision { interface: interface.as_str(), allowed }).inc();
    }

    pub(crate) fn limited(&self) {
        self.limited.inc();
    }

    pub(crate) fn loaded(&self, version: &PolicyVersion) {
        self.loads.get_or_create(&Load { outcome: "loaded" }).inc();
        self.served.clear();
        let served = Served { pack: version.number().to_owned(), version: version.id.clone() };
        self.served.get_or_create(&served).set(1);
    }

    pub(crate) fn certificates(&self, outcome: &'static str) {
        self.certificates.get_or_create(&Load { outcome }).inc();
    }

    pub(crate) fn refused(&self) {
        self.loads.get_or_create(&Load { outcome: "refused" }).inc();
    }
}
