//! Keeps a service at the pack as it lies on disk, and tells it the versions before.

use crate::error::Trouble;
use crate::load::{Loaded, Warm, at_revision, load_served};
use crate::seen::Seen;
use countersign_pack::{Diagnostic, Files};
use countersign_server::Service;
use countersign_source::{Limits, history};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::spawn;

/// Loads a pack, or a compiled policy, version after version.
pub(crate) struct Loader {
    pack: PathBuf,
    at: Option<Date>,
    warm: Warm,
    zone: String,
    seen: Seen,
}

impl Loader {
    pub(crate) fn new(pack: PathBuf, at: Option<Date>) -> Self {
        let seen = Seen::of(&pack, "");
        Self { pack, at, warm: Warm::default(), zone: String::new(), seen }
    }

    pub(crate) fn load(&mut self) -> Result<Loaded, Trouble> {
        let loaded = load_served(&self.pack, self.at, &mut self.warm)?;
        self.zone.clone_from(&loaded.policy.pack.settings.time_zone);
        Ok(loaded)
    }

    /// Waits until what lies there is another version, or another day has begun.
    fn wait(&mut self) {
        let seen = std::mem::replace(&mut self.seen, Seen::of(&self.pack, &self.zone)).on(&self.zone);
        self.seen = seen.next(&self.pack, &self.zone);
    }
}

/// Loads what changes from now on, and gathers what there was before.
pub(crate) fn keep(mut loader: Loader, service: Arc<Service>, versions: usize) {
    spawn(move || {
        let mut at = service.day();
        remember(&loader, &service, at, versions);
        loop {
            loader.wait();
            match loader.load() {
                Ok(loaded) => {
                    at = loaded.at;
                    service.replace(loaded.policy, loaded.at);
                    remember(&loader, &service, at, versions);
                }
                Err(trouble) => service.refuse(told(trouble)),
            }
        }
    });
}

/// Compiles the versions that git knows, all on one day, so that time alone changes
/// nothing. One that cannot be read any more is left out.
fn remember(loader: &Loader, service: &Service, at: Date, versions: usize) {
    if versions == 0 || loader.pack.is_file() {
        return;
    }
    let changes = match history(&loader.pack, versions, &Limits::default()) {
        Ok(changes) => changes,
        Err(error) => {
            tracing::warn!(error = %error.message, "earlier versions cannot be listed");
            return;
        }
    };
    let former = changes.into_iter().filter_map(|change| {
        let loaded = at_revision(Some(&loader.pack), &change.commit, Some(at)).ok()?;
        let short: String = change.commit.chars().take(8).collect();
        Some((loaded.policy, loaded.at, format!("{} ({short})", change.day)))
    });
    service.remember(former.collect());
}

/// What is wrong, a line each. The log and the status page are read by many, so what
/// stands in the record of an exemption is not repeated there.
pub(crate) fn told(trouble: Trouble) -> String {
    match trouble {
        Trouble::Fault(faults, files) => faults.iter().map(|fault| line(fault, &files)).collect::<Vec<_>>().join("\n"),
        Trouble::Unreadable(errors) => {
            let told = errors.iter().map(|error| format!("{}: {}; {}", name(&error.path), error.message, error.help));
            told.collect::<Vec<_>>().join("\n")
        }
        Trouble::Misuse(faults) => faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("\n"),
        Trouble::Unusable(fault) => fault.message,
        Trouble::TooLarge(error) => error.to_string(),
        Trouble::Output(error) => error.to_string(),
    }
}

fn line(fault: &Diagnostic, files: &Files) -> String {
    let Some(at) = fault.at else { return fault.message.clone() };
    let (path, position) = (files.path(at.file), files.position(at));
    let place = format!("{path}:{}:{}", position.line, position.column);
    if let Some((folder, _)) = path.split_once("exemptions/") {
        // Even its name may be somebody's.
        let (line, column) = (position.line, position.column);
        return format!("{folder}exemptions/…:{line}:{column}: {} (`countersign lint` says more)", fault.code);
    }
    match &fault.help {
        Some(help) => format!("{place}: {}; {help}", fault.message),
        None => format!("{place}: {}", fault.message),
    }
}

/// The last parts of a path: where a pack lies on the machine is nobody's business.
fn name(path: &Path) -> String {
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.iter().skip(parts.len().saturating_sub(2)).cloned().collect::<Vec<_>>().join("/")
}
