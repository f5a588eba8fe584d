//! `build --watch`: builds, waits until the pack or the day changes, and builds again.

use crate::atomic_folder::{InstalledBuild, place};
use crate::builder::Builder;
use crate::output::build;
use countersign_command::watcher::Snapshot;
use countersign_command::{CliError, Exit, PackLocation};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Builds until the process is stopped. Reports errors of the pack, and keeps the previous build.
pub(crate) fn run(pack: &PackLocation, out: &Path, only: &[String], to: &mut dyn Write) -> Result<Exit, CliError> {
    let dir = pack.folder()?;
    let pack = PackLocation { path: Some(dir.clone()), at: pack.at };
    let (mut builder, mut placed) = (Builder::default(), None::<InstalledBuild>);
    let mut seen = Snapshot::of(&dir, builder.zone());
    loop {
        let begun = started();
        let former = placed.as_ref().map(|placed| &placed.tree);
        let built = builder.tree(&pack, only, former);
        let built = built.and_then(|tree| place(out, tree, builder.others(), placed.as_mut()));
        let took = begun.elapsed();
        match built {
            Ok(now) => {
                match &placed {
                    None => build::whole(to, &now.tree)?,
                    Some(before) => build::changes(to, &before.tree, &now.tree)?,
                }
                build::took(to, took)?;
                placed = Some(now);
            }
            // Before the first successful build, the operator needs the error.
            Err(trouble) if placed.is_none() => return Err(trouble),
            Err(trouble) => {
                trouble.report();
                build::unchanged(to)?;
            }
        }
        to.flush()?;
        // The day is that of the pack's time zone, which is known now.
        seen = seen.on(builder.zone()).next(&dir, builder.zone());
    }
}

/// Returns the start time of a build, to measure its duration.
#[expect(clippy::disallowed_methods, reason = "people are told how long a build took; nothing depends on it")]
fn started() -> Instant {
    Instant::now()
}
