use crate::config::Config;
use crate::metrics::Metrics;
use crate::policy_version::PolicyVersion;
use crate::problem::Problem;
use crate::served_policy::ServedPolicy;
use crate::site::Site;
use arc_swap::ArcSwap;
use countersign_compiled::Policy;
use countersign_decide::TooLarge;
use countersign_decide::diff::{Difference, diff};
use jiff::civil::Date;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// The policy version in use, and the earlier versions.
#[derive(Debug)]
pub struct Service {
    live: ArcSwap<PolicyVersion>,
    /// The errors of the last attempt to load another version.
    refused: RwLock<Option<String>>,
    /// The reason why the certificates on disk cannot be used.
    bad_certificates: RwLock<Option<String>>,
    /// Earlier versions, the newest first.
    former: RwLock<Vec<Arc<PolicyVersion>>>,
    /// Computed differences, by the versions before and after.
    differences: Mutex<Vec<(String, String, Arc<Difference>)>>,
    config: ArcSwap<Config>,
    site: Site,
    /// A number that distinguishes this run of the service from others, in request ids.
    instance: u64,
    requests: AtomicU64,
    /// The counters.
    pub metrics: Metrics,
}

/// The maximum number of earlier versions in memory.
pub const MOST_FORMER: usize = 20;

/// The maximum number of differences in memory.
const MOST_DIFFERENCES: usize = 64;

impl Service {
    /// Creates a service. `instance` distinguishes this run of the service from others, in request
    /// ids.
    pub fn new(served: ServedPolicy, config: Config, instance: u64, site: Site) -> Arc<Self> {
        let version = PolicyVersion::new(served, String::new());
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

    /// Uses another version from the next request on.
    pub fn replace(&self, served: ServedPolicy) {
        let version = PolicyVersion::new(served, String::new());
        self.metrics.loaded(&version);
        tracing::info!(pack = %version.number(), version = %version.id, day = %version.at, "policy loaded");
        self.live.store(Arc::new(version));
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Returns the OpenAPI document and the navigation of all capabilities.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Records that certificates were loaded.
    pub fn certificates_loaded(&self) {
        self.metrics.certificates("loaded");
        *self.bad_certificates.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Records why the certificates on disk cannot be used.
    pub fn certificates_refused(&self, error: String) {
        self.metrics.certificates("refused");
        *self.bad_certificates.write().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    /// Returns why the certificates on disk cannot be used. `None` if they can.
    #[cfg(feature = "pages")]
    pub(crate) fn certificate_error(&self) -> Option<String> {
        self.bad_certificates.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the version in use, and records the errors of the pack on disk.
    pub fn refuse(&self, faults: String) {
        self.metrics.refused();
        tracing::error!(errors = %faults, "the pack has errors; the previous version stays");
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = Some(faults);
    }

    /// Sets the earlier versions, the newest first, each with its day and its name. The caller
    /// compiles all of them for the day of the version in use.
    pub fn set_history(&self, former: Vec<(Policy, Date, String)>) {
        let known: Vec<Arc<PolicyVersion>> = former
            .into_iter()
            .take(MOST_FORMER)
            .map(|(policy, at, name)| Arc::new(PolicyVersion::new(ServedPolicy::new(policy, at), name)))
            .collect();
        *self.former.write().unwrap_or_else(PoisonError::into_inner) = known;
    }

    /// Returns the day for which the version in use was compiled.
    pub fn day(&self) -> Date {
        self.live.load().at
    }

    /// Returns a new id for a request without one, which begins with `instance`.
    pub(crate) fn next_request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}-{number:x}", self.instance)
    }

    /// Returns the configuration.
    pub fn config(&self) -> Arc<Config> {
        self.config.load_full()
    }

    /// Uses another configuration from the next request on. Its `timeout` and `connections` have an
    /// effect only when the service starts.
    pub fn configure(&self, config: Config) {
        self.config.store(Arc::new(config));
    }

    /// Returns the version in use, for a short time.
    pub fn live(&self) -> arc_swap::Guard<Arc<PolicyVersion>> {
        self.live.load()
    }

    /// Returns the version in use, for longer use.
    pub fn live_owned(&self) -> Arc<PolicyVersion> {
        self.live.load_full()
    }

    /// Returns the policy in use, as it is on a day. `None` stands for the day of the service.
    ///
    /// # Errors
    /// Returns an error if the policy cannot be compiled for that day.
    pub async fn version_on(&self, at: Option<Date>) -> Result<Arc<PolicyVersion>, Problem> {
        let live = self.live_owned();
        match at {
            Some(at) => live.on(at).await,
            None => Ok(live),
        }
    }

    /// Returns the changes from one version to another, and computes them once. A later request
    /// gets the result at once, even if the first client did not wait for it.
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

    /// Returns earlier versions, the newest first.
    pub fn history(&self) -> Vec<Arc<PolicyVersion>> {
        self.former.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
