//! Prints the results of a build.

use countersign_artefact::{Artefact, Build, LeftOuts, Manifest};
use countersign_command::output::format::counted;
use countersign_command::output::terminal::{BAD, FAINT, GOOD, WAIT};
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

/// Prints every artefact in a line.
pub(crate) fn whole(out: &mut dyn Write, tree: &Build) -> io::Result<()> {
    let Manifest { at, until, artefacts, .. } = &tree.manifest;
    let width = artefacts.keys().map(|folder| folder.chars().count()).max().unwrap_or(0);
    for (folder, artefact) in artefacts {
        if tree.left.contains(folder) {
            let day = artefact.kept_from.as_deref().unwrap_or(at);
            writeln!(out, "{FAINT}- {folder:<width$}  not asked for: the files of {day} stay{FAINT:#}")?;
            continue;
        }
        match &artefact.refused {
            Some(why) => writeln!(out, "{BAD}✘{BAD:#} {folder:<width$}  {}", refused(artefact, why))?,
            None => {
                let exempt = match artefact.exemptions {
                    0 => String::new(),
                    some => format!(", {}", counted(some, "exemption")),
                };
                let (tools, names) = (counted(artefact.blocked, "tool"), counted(artefact.names, "name"));
                let label = &artefact.label;
                let missed = missed(artefact);
                let (style, mark) = match missed {
                    _ if !artefact.is_whole() => (BAD, '✘'),
                    Some(_) => (WAIT, '!'),
                    None => (GOOD, '✔'),
                };
                let warning = missed.map(|why| format!("; {why}")).unwrap_or_default();
                writeln!(
                    out,
                    "{style}{mark}{style:#} {folder:<width$}  {tools} blocked by {names}{exempt} {FAINT}({label}){FAINT:#}{warning}"
                )?;
            }
        }
        for left in &artefact.left_out {
            writeln!(out, "  {:<width$}  {}", "", left.sentence())?;
        }
        for stated in artefact.unreached.iter().filter(|one| one.stated) {
            writeln!(out, "  {:<width$}  {FAINT}{}{FAINT:#}", "", stated.why)?;
        }
        for note in &artefact.notes {
            writeln!(out, "  {:<width$}  {FAINT}{note}{FAINT:#}", "")?;
        }
    }
    match until {
        Some(until) => writeln!(out, "{FAINT}for {at}; build again after {until}{FAINT:#}"),
        None => writeln!(out, "{FAINT}for {at}{FAINT:#}"),
    }
}

/// Prints the artefacts that changed since the previous build, each in a line.
pub(crate) fn changes(out: &mut dyn Write, before: &Build, now: &Build) -> io::Result<()> {
    let (old, new) = (&before.manifest.artefacts, &now.manifest.artefacts);
    let mut all = true;
    for folder in old.keys().filter(|folder| !new.contains_key(*folder)) {
        writeln!(out, "{BAD}✘{BAD:#} {folder}: the pack declares no such deployment any more")?;
        all = false;
    }
    let own = |path: &str, folder: &str| path.split_once('/').is_some_and(|(own, _)| own == folder);
    for (folder, artefact) in new {
        let files = now.files.iter().filter(|(path, _)| own(path, folder));
        let other =
            |bytes: &Arc<Vec<u8>>, path: &str| before.files.get(path).is_none_or(|old| !Arc::ptr_eq(old, bytes));
        let changed = files.filter(|(path, bytes)| other(bytes, path)).count();
        let gone = before.files.keys().filter(|path| own(path, folder) && !now.files.contains_key(*path)).count();
        match &artefact.refused {
            Some(why) if old.get(folder) != Some(artefact) => {
                writeln!(out, "{BAD}✘{BAD:#} {folder}: {}", refused(artefact, why))?;
            }
            None if !artefact.is_whole() && old.get(folder) != Some(artefact) => {
                let left: Vec<String> = artefact.left_out.iter().map(LeftOuts::sentence).collect();
                let files = counted(changed + gone, "file");
                writeln!(out, "{BAD}✘{BAD:#} {folder}: {files} changed; {}", left.join("; "))?;
            }
            None if changed + gone > 0 => {
                let files = counted(changed + gone, "file");
                match missed(artefact) {
                    Some(why) => writeln!(out, "{WAIT}!{WAIT:#} {folder}: {files} changed; {why}")?,
                    None => writeln!(out, "{GOOD}✔{GOOD:#} {folder}: {files} changed")?,
                }
            }
            _ => continue,
        }
        all = false;
    }
    if all { writeln!(out, "nothing changed") } else { Ok(()) }
}

/// Returns why an artefact does not block some banned tools, unless the pack states that.
fn missed(artefact: &Artefact) -> Option<&str> {
    artefact.unreached.iter().find(|one| !one.stated).map(|one| one.why.as_str())
}

/// Returns the sentence that nothing was built for a deployment, and which files stay.
fn refused(artefact: &Artefact, why: &str) -> String {
    match &artefact.kept_from {
        Some(day) => format!("refused, so the files of {day} stay: {why}"),
        None => format!("refused: {why}"),
    }
}

/// Prints how long a build took, in milliseconds.
pub(crate) fn took(out: &mut dyn Write, took: Duration) -> io::Result<()> {
    writeln!(out, "{FAINT}built in {} ms; waiting for the pack or the day to change{FAINT:#}", took.as_millis())
}

/// Prints that a pack with errors changed nothing.
pub(crate) fn unchanged(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{BAD}✘{BAD:#} the pack has errors; the build before stays")
}
