//! Files that `countersign compile` wrote.

use crate::clock::today;
use crate::error::CliError;
use countersign_compiled::{Policy, Unreadable, begins_compiled};
use countersign_decide::InputError;
use countersign_reader::{Limits, file};
use jiff::civil::Date;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Reads a compiled policy, and returns it with its day.
///
/// # Errors
/// Returns an error if the file is no compiled policy, or does not hold on that day.
pub(crate) fn read(path: &Path, at: Option<Date>) -> Result<(Policy, Date), CliError> {
    let name = path.display();
    let again = format!("compile it again: `countersign compile --pack DIR --out {name}`");
    let bytes = file(path, Limits::default().pack)?;
    let policy = Policy::read(&bytes).map_err(|error| {
        let help = if error == Unreadable::NoPolicy { whole_pack(path) } else { again.clone() };
        CliError::Unusable(InputError { message: format!("{name}: {error}"), help: Some(help) })
    })?;
    let at = at.unwrap_or_else(|| today(&policy.pack));
    let period = policy.decisions.period;
    if !period.holds(at) {
        let message = format!("{name}: this policy holds {period}, not on {at}");
        return Err(CliError::Unusable(InputError { message, help: Some(again) }));
    }
    Ok((policy, at))
}

/// Whether a file is a compiled policy, by how it begins. Pipes and devices are not
/// opened: they may never end.
pub fn is_compiled(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = path.is_file() && File::open(path).and_then(|file| file.take(8).read_to_end(&mut head)).is_ok();
    read && begins_compiled(&head)
}

/// What to name instead of a file that is no policy.
pub(crate) fn whole_pack(path: &Path) -> String {
    match path.parent() {
        Some(dir) if path.file_name().is_some_and(|name| name == "pack.toml") => {
            let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
            format!("name the folder of the pack: `{}`", dir.display())
        }
        _ => "name the folder of a pack, or a file that `countersign compile` made".to_owned(),
    }
}
