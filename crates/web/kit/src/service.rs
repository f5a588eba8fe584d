use crate::config::Config;
use crate::metrics::Metrics;
use crate::policy_version::PolicyVersion;
use crate::site::Site;
use arc_swap::ArcSwap;
use countersign_compiled::Policy;
use countersign_decide::TooLarge;
use countersign_decide::diff::{Difference, diff};
use jiff::civil::Date;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// A policy that is served, and those that were served before.
#[derive(Debug)]
pub struct Service {
    live: ArcSwap<PolicyVersion>,
    /// What was at fault with the last attempt to load another version.
    refused: RwLock<Option<String>>,
    /// Why the certificates on disk cannot be used.
    bad_certificates: RwLock<Option<String>>,
    /// Earlier versions, the newest first.
    former: RwLock<Vec<Arc<PolicyVersion>>>,
    /// Differences that were worked out, by the versions before and after.
    differences: Mutex<Vec<(String, String, Arc<Difference>)>>,
    config: ArcSwap<Config>,
    site: Site,
    /// Tells this run of the service from others, in ids of requests.
    instance: u64,
    requests: AtomicU64,
    /// The counters.
    pub metrics: Metrics,
}

/// The most earlier versions that are kept.
pub const MOST_FORMER: usize = 20;

/// The most differences that are kept.
const MOST_DIFFERENCES: usize = 64;

impl Service {
    /// A service of a policy, on the day for which it was compiled. `instance` tells this run
    /// of the service from others, in ids of requests.
    pub fn new(policy: Policy, at: Date, config: Config, instance: u64, site: Site) -> Arc<Self> {
        let version = PolicyVersion::new(policy, at, String::new());
        let metrics = Metrics::new();
        metrics.loaded(&version);
        Arc::new(Self {
            live: ArcSwap::from_pointee(version),
            refused: RwLock::default(),
            bad_certificates: RwLock::default(),
            former: RwLock::default(),
            differences: Mutex::default(),
            config: ArcSwap::from_pointee(config),
            site,
            instance,
            requests: AtomicU64::new(0),
            metrics,
        })
    }

    /// Serves another version from the next request on.
    pub fn replace(&self, policy: Policy, at: Date) {
        let version = PolicyVersion::new(policy, at, String::new());
        self.metrics.loaded(&version);
        tracing::info!(pack = %version.number(), version = %version.id, day = %at, "policy loaded");
        self.live.store(Arc::new(version));
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What the capabilities show of themselves.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Notes that certificates were loaded.
    pub fn certificates_loaded(&self) {
        self.metrics.certificates("loaded");
        *self.bad_certificates.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Notes that the certificates on disk cannot be used, and why.
    pub fn certificates_refused(&self, error: String) {
        self.metrics.certificates("refused");
        *self.bad_certificates.write().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    /// Why the certificates on disk cannot be used, if so.
    #[cfg(feature = "pages")]
    pub(crate) fn certificate_error(&self) -> Option<String> {
        self.bad_certificates.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the version that is served, and says why the pack that lies there now is
    /// not.
    pub fn refuse(&self, faults: String) {
        self.metrics.refused();
        tracing::error!(errors = %faults, "the pack has errors; the previous version stays");
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = Some(faults);
    }

    /// Says which versions there were before, the newest first, each by its name and
    /// the day on which it began. All have to be compiled for the day of the one that
    /// is served.
    pub fn set_history(&self, former: Vec<(Policy, Date, String)>) {
        let known: Vec<Arc<PolicyVersion>> = former
            .into_iter()
            .take(MOST_FORMER)
            .map(|(policy, at, name)| Arc::new(PolicyVersion::new(policy, at, name)))
            .collect();
        *self.former.write().unwrap_or_else(PoisonError::into_inner) = known;
    }

    /// The day for which the version that is served was compiled.
    pub fn day(&self) -> Date {
        self.live.load().at
    }

    /// A new id for a request that brings none: `instance` tells services apart.
    pub(crate) fn next_request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}-{number:x}", self.instance)
    }

    /// The configuration.
    pub fn config(&self) -> Arc<Config> {
        self.config.load_full()
    }

    /// Uses another configuration from the next request on; its `timeout` and
    /// `connections` count only when the service starts.
    pub fn configure(&self, config: Config) {
        self.config.store(Arc::new(config));
    }

    /// The version that is served.
    pub fn live(&self) -> arc_swap::Guard<Arc<PolicyVersion>> {
        self.live.load()
    }

    /// The version that is served, to keep for longer.
    pub fn live_owned(&self) -> Arc<PolicyVersion> {
        self.live.load_full()
    }

    /// Returns what one version changed of another, which is computed once. A client that did
    /// not wait for it gets it at once the next time.
    ///
    /// # Errors
    /// Returns an error if the versions are too large to compare.
    pub fn difference(&self, old: &PolicyVersion, new: &PolicyVersion) -> Result<Arc<Difference>, TooLarge> {
        let kept = || self.differences.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &&(String, String, Arc<Difference>)| one.0 == old.id && one.1 == new.id;
        if let Some((_, _, known)) = kept().iter().find(same) {
            return Ok(Arc::clone(known));
        }
        let found = Arc::new(diff(&old.policy, &new.policy)?);
        let mut kept = kept();
        if kept.len() >= MOST_DIFFERENCES {
            kept.remove(0);
        }
        kept.push((old.id.clone(), new.id.clone(), Arc::clone(&found)));
        Ok(found)
    }

    pub(crate) fn faults(&self) -> Option<String> {
        self.refused.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Earlier versions, the newest first.
    pub fn history(&self) -> Vec<Arc<PolicyVersion>> {
        self.former.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
