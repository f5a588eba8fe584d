//! What is deployed against what the pack says, in words.

use crate::folder::Folder;
use crate::show::paper::{BAD, GOOD, HEAD};
use countersign_artefact::{Artefact, Manifest, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// The most lines of a file that are told.
const MOST_LINES: usize = 10;

/// Prints every difference; tells whether there is any. Of a build of `only` some
/// artefacts the others are not looked at.
pub(crate) fn print(out: &mut dyn Write, wanted: &Tree, deployed: &Folder, only: &[String]) -> io::Result<bool> {
    let former: Option<Manifest> =
        deployed.files.get("manifest.json").and_then(|bytes| serde_json::from_slice(bytes).ok());
    let mut differs = false;
    if former.is_none() {
        writeln!(out, "{BAD}✘{BAD:#} {}: it holds no `manifest.json` of a build", deployed.path.display())?;
        differs = true;
    }
    let former = former.map(|manifest| manifest.artefacts).unwrap_or_default();
    for (folder, artefact) in &wanted.manifest.artefacts {
        let before = former.get(folder);
        let told = differences(folder, artefact, before, wanted, deployed);
        differs |= !told.is_empty();
        let (style, mark) = if told.is_empty() { (GOOD, '✔') } else { (BAD, '✘') };
        writeln!(
            out,
            "{style}{mark}{style:#} {HEAD}{folder}{HEAD:#}{}",
            if told.is_empty() { ": as the pack says" } else { "" }
        )?;
        for line in told {
            writeln!(out, "  {line}")?;
        }
    }
    if only.is_empty() {
        let gone: BTreeSet<&str> =
            deployed.files.keys().filter_map(|path| path.split_once('/')).map(|(folder, _)| folder).collect();
        for folder in gone.into_iter().filter(|folder| !wanted.manifest.artefacts.contains_key(*folder)) {
            writeln!(out, "{BAD}✘{BAD:#} {HEAD}{folder}{HEAD:#}\n  the pack declares no such deployment")?;
            differs = true;
        }
    }
    Ok(differs)
}

fn differences(
    folder: &str,
    artefact: &Artefact,
    before: Option<&Artefact>,
    wanted: &Tree,
    deployed: &Folder,
) -> Vec<String> {
    let mut told = Vec::new();
    let prefix = format!("{folder}/");
    let own = |files: &BTreeMap<String, Vec<u8>>| -> BTreeSet<String> {
        files.keys().filter_map(|path| path.strip_prefix(&prefix)).map(str::to_owned).collect()
    };
    let (here, there) = (own(&wanted.files), own(&deployed.files));
    if let Some(why) = &artefact.refused {
        if !there.is_empty() {
            told.push(format!("it cannot be built any more, and what is deployed is an older build: {why}"));
        }
        return told;
    }
    if there.is_empty() {
        return vec!["it is not deployed".to_owned()];
    }
    if let Some(before) = before {
        told.extend(tools(artefact, before));
    }
    for path in here.union(&there) {
        let full = format!("{prefix}{path}");
        match (wanted.files.get(&full), deployed.files.get(&full)) {
            (Some(new), Some(old)) if new == old => {}
            (Some(new), Some(old)) => {
                let by_hand = before
                    .and_then(|before| before.files.get(path))
                    .is_some_and(|known| !deployed.is(&full, &known.sha256));
                let by_hand = if by_hand { ", and it was changed after it was built" } else { "" };
                told.push(format!("`{path}` differs{by_hand}"));
                told.extend(lines(old, new));
            }
            (Some(_), None) => told.push(format!("`{path}` is missing")),
            (None, _) => told.push(format!("`{path}` belongs to no build of this pack")),
        }
    }
    told
}

/// Tools that are blocked in one and not in the other.
fn tools(now: &Artefact, before: &Artefact) -> Vec<String> {
    let mut told = Vec::new();
    for (tool, standing) in &now.tools {
        let deployed = before.tools.get(tool).is_some_and(|before| before.blocked);
        match (deployed, standing.blocked) {
            (false, true) => {
                told.push(format!("{} is to be blocked, and what is deployed lets it through", standing.name));
            }
            (true, false) => {
                told.push(format!("{} is blocked there, and no longer to be: {}", standing.name, standing.why));
            }
            _ => {}
        }
    }
    for (tool, standing) in
        before.tools.iter().filter(|(tool, standing)| standing.blocked && !now.tools.contains_key(*tool))
    {
        told.push(format!("{} (`{tool}`) is blocked there, and the register holds it no more", standing.name));
    }
    told
}

/// The lines that one text has and the other has not.
fn lines(old: &[u8], new: &[u8]) -> Vec<String> {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) = (old.lines().collect(), new.lines().collect());
    let mut told: Vec<String> =
        new.lines().filter(|line| !before.contains(line)).map(|line| format!("  + {}", line.trim())).collect();
    told.extend(old.lines().filter(|line| !after.contains(line)).map(|line| format!("  - {}", line.trim())));
    let more = told.len().saturating_sub(MOST_LINES);
    told.truncate(MOST_LINES);
    if more > 0 {
        told.push(format!("  … and {more} more lines"));
    }
    told
}
