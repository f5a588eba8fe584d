//! Keeps a running service up to date with the pack, the configuration and the certificates on
//! disk.

use crate::config::{ServeConfig, TlsFiles};
use countersign_command::load::{LoadCache, Loaded, at_revision, load_served};
use countersign_command::watcher::Snapshot;
use countersign_command::{CliError, PackLocation};
use countersign_pack::{Diagnostic, SourceMap};
use countersign_reader::{Limits, history};
use countersign_web_kit::{LiveTls, ServedPolicy, Service};
use jiff::civil::Date;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{sleep, spawn};
use std::time::{Duration, SystemTime};

/// The interval between checks of the certificate files.
const EVERY: Duration = Duration::from_secs(1);

/// A loader of a pack or compiled policy, for one version after the other.
pub(crate) struct PackLoader {
    pack: PathBuf,
    at: Option<Date>,
    warm: LoadCache,
    /// The time zone of the last loaded pack.
    zone: String,
}

impl PackLoader {
    pub(crate) fn new(pack: PathBuf, at: Option<Date>) -> Self {
        Self { pack, at, warm: LoadCache::default(), zone: String::new() }
    }

    pub(crate) fn load(&mut self) -> Result<ServedPolicy, CliError> {
        let location = PackLocation { path: Some(self.pack.clone()), at: self.at };
        let (Loaded { policy, at }, any_day) = load_served(&location, &mut self.warm)?;
        self.zone.clone_from(&policy.pack.settings.time_zone);
        let served = ServedPolicy::new(policy, at);
        Ok(match any_day {
            Some(pack) => served.with_other_days(move |at| pack.policy(at).map_err(summary)),
            None => served,
        })
    }
}

/// The running service, with the parts that can be reloaded.
pub(crate) struct Reloader {
    pub(crate) loader: Mutex<PackLoader>,
    pub(crate) service: Arc<Service>,
    pub(crate) tls: Option<Arc<LiveTls>>,
    /// Reads the configuration again.
    pub(crate) configuration: Box<dyn Fn() -> Result<ServeConfig, CliError> + Send + Sync>,
    /// The configuration in use.
    pub(crate) config: Mutex<ServeConfig>,
}

impl Reloader {
    /// Reloads configuration, certificates and pack. A part with errors stays unchanged.
    pub(crate) fn reload(&self) {
        self.reload_configuration();
        self.reload_certificates();
        self.reload_pack();
    }

    fn reload_configuration(&self) {
        match (self.configuration)() {
            Ok(mut new) => {
                let mut config = locked(&self.config);
                for key in needs_restart(&config, &new) {
                    tracing::warn!(key, "this setting changes only when the service starts anew");
                }
                // The listeners do not change while the service runs.
                new.public.clone_from(&config.public);
                new.operations.clone_from(&config.operations);
                new.service.separate_operations = config.service.separate_operations;
                self.service.configure(new.service.clone());
                *config = new;
                tracing::info!("configuration loaded");
            }
            Err(trouble) => {
                let errors = summary(trouble);
                tracing::error!(%errors, "the configuration has errors; the previous one stays");
            }
        }
    }

    fn reload_certificates(&self) {
        let files = locked(&self.config).tls.clone();
        let (Some(tls), Some(files)) = (&self.tls, files) else { return };
        match files.load() {
            Ok(config) => {
                tls.replace(config);
                self.service.certificates_loaded();
                tracing::info!("certificates loaded");
            }
            Err(trouble) => {
                let error = summary(trouble);
                tracing::error!(%error, "the certificates cannot be used; the previous ones stay");
                self.service.certificates_refused(error);
            }
        }
    }

    fn reload_pack(&self) {
        let mut loader = locked(&self.loader);
        match loader.load() {
            Ok(served) => {
                let versions = locked(&self.config).versions;
                self.service.replace(served);
                set_history(&loader.pack, &self.service, self.service.day(), versions);
            }
            Err(trouble) => self.service.refuse(summary(trouble)),
        }
    }

    /// Starts to watch the pack, the day and the certificates, and collects the earlier versions.
    pub(crate) fn watch(self: &Arc<Self>) {
        let own = Arc::clone(self);
        spawn(move || own.watch_pack());
        if self.tls.is_some() {
            let own = Arc::clone(self);
            spawn(move || own.watch_certificates());
        }
    }

    fn watch_pack(&self) {
        let (pack, mut zone) = {
            let loader = locked(&self.loader);
            (loader.pack.clone(), loader.zone.clone())
        };
        let mut seen = Snapshot::of(&pack, &zone);
        let versions = locked(&self.config).versions;
        set_history(&pack, &self.service, self.service.day(), versions);
        loop {
            seen = seen.next(&pack, &zone);
            self.reload_pack();
            zone.clone_from(&locked(&self.loader).zone);
            seen = seen.on(&zone);
        }
    }

    fn watch_certificates(&self) {
        let mut known = self.certificate_times();
        loop {
            sleep(EVERY);
            let now = self.certificate_times();
            if now == known {
                continue;
            }
            // The operator writes key and certificate one after the other.
            sleep(EVERY);
            if self.certificate_times() == now {
                known = now;
                self.reload_certificates();
            }
        }
    }

    fn certificate_times(&self) -> Vec<Option<(u64, SystemTime)>> {
        let files = locked(&self.config).tls.clone();
        let of = |path: &PathBuf| {
            let known = fs::metadata(path).ok()?;
            Some((known.len(), known.modified().ok()?))
        };
        files.iter().flat_map(TlsFiles::paths).map(of).collect()
    }
}

/// Locks a mutex, also after a panic in another thread, because every change of its value is
/// atomic.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the changed settings that have an effect only when the service starts.
fn needs_restart(old: &ServeConfig, new: &ServeConfig) -> Vec<&'static str> {
    let differ = [
        ("pack", old.pack != new.pack),
        ("serve.listen", old.public != new.public),
        ("serve.operations-listen", old.operations != new.operations),
        ("serve.timeout", old.service.timeout != new.service.timeout),
        ("serve.connections", old.service.connections != new.service.connections),
        ("serve.tls", old.tls.is_some() != new.tls.is_some()),
        ("log", (old.log_level, old.log_format) != (new.log_level, new.log_format)),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(key, _)| key).collect()
}

/// Compiles the versions from git, all for one day, so that time alone changes nothing. Leaves out
/// versions that cannot be read any more.
fn set_history(pack: &Path, service: &Service, at: Date, versions: usize) {
    if versions == 0 || pack.is_file() {
        return;
    }
    let changes = match history(pack, versions, &Limits::default()) {
        Ok(changes) => changes,
        Err(error) => {
            tracing::warn!(error = %error.message, "earlier versions cannot be listed");
            return;
        }
    };
    let former = changes.into_iter().filter_map(|change| {
        let loaded = at_revision(Some(pack), &change.commit, Some(at)).ok()?;
        let short: String = change.commit.chars().take(8).collect();
        Some((loaded.policy, loaded.at, format!("{} ({short})", change.day)))
    });
    service.set_history(former.collect());
}

/// Returns the errors, one in each line. Many people read the log and the status page, so it leaves
/// out the content of exemption records.
pub(crate) fn summary(trouble: CliError) -> String {
    match trouble {
        CliError::Fault(faults, files) => faults.iter().map(|fault| line(fault, &files)).collect::<Vec<_>>().join("\n"),
        CliError::Unreadable(errors) => {
            let told = errors.iter().map(|error| format!("{}: {}; {}", name(&error.path), error.message, error.help));
            told.collect::<Vec<_>>().join("\n")
        }
        CliError::InputError(faults) => faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("\n"),
        CliError::Unusable(fault) => fault.message,
        CliError::TooLarge(error) => error.to_string(),
        CliError::Output(error) => error.to_string(),
    }
}

fn line(fault: &Diagnostic, files: &SourceMap) -> String {
    let Some(at) = fault.at else { return fault.message.clone() };
    let (path, position) = (files.path(at.file), files.position(at));
    let place = format!("{path}:{}:{}", position.line, position.column);
    if let Some((folder, _)) = path.split_once("exemptions/") {
        // Even the name of the record may identify a person.
        let (line, column) = (position.line, position.column);
        return format!("{folder}exemptions/…:{line}:{column}: {} (`countersign lint` says more)", fault.code);
    }
    match &fault.help {
        Some(help) => format!("{place}: {}; {help}", fault.message),
        None => format!("{place}: {}", fault.message),
    }
}

/// Returns the last two parts of a path, because users of the service must not see the folders of
/// the machine.
fn name(path: &Path) -> String {
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.iter().skip(parts.len().saturating_sub(2)).cloned().collect::<Vec<_>>().join("/")
}
