//! Prints the drift: the difference between a build and what is deployed.

use crate::deployed::DeployedFiles;
use countersign_artefact::{Artefact, Build, Known, Manifest};
use countersign_command::output::terminal::{BAD, GOOD, HEAD};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// The maximum number of lines of a file in the report.
const MOST_LINES: usize = 10;

/// What is deployed against what the pack says; the JSON contract.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Drift {
    /// Whether everything is as the pack says.
    pub(crate) matches: bool,
    /// Whether the folder holds the `manifest.json` of a build.
    has_manifest: bool,
    /// Each deployment that was looked at.
    deployments: Vec<DeploymentDrift>,
}

/// A deployment against what the pack says.
#[derive(Debug, Serialize, JsonSchema)]
struct DeploymentDrift {
    /// The deployment, by id.
    deployment: String,
    /// Whether its files are as the pack says.
    matches: bool,
    /// What differs, a sentence each; lines of files begin with two spaces.
    differences: Vec<String>,
}

impl DeploymentDrift {
    fn new(deployment: &str, differences: Vec<String>) -> Self {
        Self { deployment: deployment.to_owned(), matches: differences.is_empty(), differences }
    }
}

/// Compares the deployed files with a build. Ignores deployments outside `only`, unless it is
/// empty.
pub(crate) fn compare(wanted: &Build, deployed: &DeployedFiles, only: &[String]) -> Drift {
    let former: Option<Manifest> =
        deployed.files.get("manifest.json").and_then(|bytes| serde_json::from_slice(bytes).ok());
    let artefacts = wanted.manifest.artefacts.iter();
    let mut deployments: Vec<DeploymentDrift> = artefacts
        .map(|(folder, artefact)| {
            DeploymentDrift::new(folder, differences(folder, artefact, former.as_ref(), wanted, deployed))
        })
        .collect();
    if only.is_empty() {
        let there: BTreeSet<&str> =
            deployed.files.keys().filter_map(|path| path.split_once('/')).map(|(folder, _)| folder).collect();
        let gone = there.into_iter().filter(|folder| !wanted.manifest.artefacts.contains_key(*folder));
        let unknown = || vec!["the pack declares no such deployment".to_owned()];
        deployments.extend(gone.map(|folder| DeploymentDrift::new(folder, unknown())));
    }
    let matches = former.is_some() && deployments.iter().all(|one| one.matches);
    Drift { matches, has_manifest: former.is_some(), deployments }
}

/// Prints every difference.
pub(crate) fn print(out: &mut dyn Write, drift: &Drift, deployed: &DeployedFiles) -> io::Result<()> {
    if !drift.has_manifest {
        writeln!(out, "{BAD}✘{BAD:#} {}: it holds no `manifest.json` of a build", deployed.path.display())?;
    }
    for DeploymentDrift { deployment, matches, differences } in &drift.deployments {
        let (style, mark) = if *matches { (GOOD, '✔') } else { (BAD, '✘') };
        let said = if *matches { ": as the pack says" } else { "" };
        writeln!(out, "{style}{mark}{style:#} {HEAD}{deployment}{HEAD:#}{said}")?;
        for line in differences {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

fn differences(
    folder: &str,
    artefact: &Artefact,
    former: Option<&Manifest>,
    wanted: &Build,
    deployed: &DeployedFiles,
) -> Vec<String> {
    let mut told = Vec::new();
    let prefix = format!("{folder}/");
    let own = |path: &String| path.strip_prefix(&prefix).map(str::to_owned);
    let here: BTreeSet<String> = wanted.files.keys().filter_map(own).collect();
    let there: BTreeSet<String> = deployed.files.keys().filter_map(own).collect();
    if let Some(why) = &artefact.refused {
        if !there.is_empty() {
            told.push(format!("it cannot be built any more, and what is deployed is an older build: {why}"));
        }
        return told;
    }
    if there.is_empty() {
        return vec!["it is not deployed".to_owned()];
    }
    let before = former.and_then(|former| former.artefacts.get(folder));
    if let Some(former) = former.filter(|_| before.is_some()) {
        told.extend(tools(&wanted.manifest, former, folder));
    }
    for path in here.union(&there) {
        let full = format!("{prefix}{path}");
        match (wanted.files.get(&full), deployed.files.get(&full)) {
            (Some(new), Some(old)) if **new == *old => {}
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

/// Returns the tools that one build blocks and the other does not.
fn tools(now: &Manifest, before: &Manifest, folder: &str) -> Vec<String> {
    let mut told = Vec::new();
    let blocked = |manifest: &Manifest, tool: &str| manifest.standing(tool, folder).is_some_and(|own| own.blocked);
    for (tool, Known { name, .. }) in &now.tools {
        let Some(standing) = now.standing(tool, folder) else { continue };
        match (blocked(before, tool), standing.blocked) {
            (false, true) => told.push(format!("{name} is to be blocked, and what is deployed lets it through")),
            (true, false) => told.push(format!("{name} is blocked there, and no longer to be: {}", standing.why)),
            _ => {}
        }
    }
    let gone = before.tools.iter().filter(|(tool, _)| !now.tools.contains_key(*tool) && blocked(before, tool));
    told.extend(gone.map(|(tool, Known { name, .. })| {
        format!("{name} (`{tool}`) is blocked there, and the register holds it no more")
    }));
    told
}

/// Returns the lines that only one of two texts has.
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
