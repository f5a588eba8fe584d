use crate::common::PackArgs;
use crate::error::Trouble;
use crate::exit::Exit;
use crate::folder::{Folder, replace_folder};
use crate::load::load_written;
use crate::show::drift;
use crate::show::paper::{BAD, FAINT, GOOD};
use clap::{Args, ValueHint};
use countersign_artefact::{CONSUMERS, Manifest, Tree, consumer, tree};
use countersign_compile::lint::conflicts;
use countersign_decide::enforcement::Planner;
use countersign_model::{Deployment, Pack, Plan, nearest};
use countersign_pack::Diagnostic;
use countersign_policy::Policy;
use std::io::{self, Write};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  countersign build --pack packs/moj --out artefacts
  countersign build --pack packs/moj --out artefacts --only unbound --only chromium
  countersign build --pack packs/moj --check artefacts

The output is written whole or not at all, and replaces a former build; it holds
only what is built. Exit status: 0 built, or what is deployed is what the pack
says; 1 some artefact was refused, or something differs; 2 misuse; 3 the pack is
at fault.";

/// Builds the files that make a ban hold: for resolvers, proxies, browsers, device managers
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pack: PackArgs,
    /// The folder to write
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath, required_unless_present_any = ["check", "list"])]
    out: Option<PathBuf>,
    /// Only the deployments with this id or this consumer; may be given several times
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Write nothing; tell whether what lies in this folder is what the pack says
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "out")]
    check: Option<PathBuf>,
    /// Write nothing; list the consumers for which files can be built
    #[arg(long, conflicts_with_all = ["out", "check"])]
    list: bool,
}

pub(crate) fn run(args: &BuildArgs, out: &mut dyn Write) -> Result<Exit, Trouble> {
    if args.list {
        list(out)?;
        return Ok(Exit::Well);
    }
    if args.pack.pack.as_ref().is_some_and(|path| path.is_file()) {
        return Err(Trouble::misuse(
            "a compiled policy does not hold who is exempt, so nothing can be built from it",
            "name the folder of the pack",
        ));
    }
    let mut written = load_written(&args.pack)?;
    let policy = written.policy(written.at)?;
    let faults = unknown_consumers(&policy.pack);
    if !faults.is_empty() {
        return Err(Trouble::Fault(faults, Box::new(written.files)));
    }
    let plans = match planned(&policy, &wanted(&policy.pack, &args.only)?)? {
        Ok(plans) => plans,
        Err(conflicts) => return Err(Trouble::Fault(conflicts, Box::new(written.files))),
    };
    let tree = tree(&plans);
    match (&args.check, &args.out) {
        (Some(deployed), _) => {
            let differs = drift::print(out, &tree, &Folder::read(deployed)?, &args.only)?;
            Ok(if differs { Exit::Failed } else { Exit::Well })
        }
        (None, Some(folder)) => {
            replace_folder(folder, &tree.files)?;
            summary(out, &tree)?;
            let refused = tree.manifest.artefacts.values().any(|artefact| artefact.refused.is_some());
            Ok(if refused { Exit::Failed } else { Exit::Well })
        }
        (None, None) => Ok(Exit::Well),
    }
}

/// The deployments that are asked for.
fn wanted<'a>(pack: &'a Pack, only: &[String]) -> Result<Vec<&'a Deployment>, Trouble> {
    if pack.deployments.is_empty() {
        return Err(Trouble::misuse(
            "this pack declares no deployment, so there is nothing to build for",
            "say where files are loaded, as in `[deployments.unbound]` with `name = \"The resolvers\"` and `serves = { device = \"issued\" }`; `countersign build --list` lists the consumers",
        ));
    }
    for name in only {
        let known = |deployment: &Deployment| deployment.id.as_str() == name || deployment.consumer == *name;
        if !pack.deployments.iter().any(known) {
            let words = pack.deployments.iter().map(|deployment| deployment.id.as_str());
            let help = match nearest(name, words.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", words.collect::<Vec<_>>().join(", ")),
            };
            return Err(Trouble::misuse(format!("the pack declares no deployment `{}`", name.escape_debug()), help));
        }
    }
    let asked = |deployment: &&Deployment| {
        only.is_empty() || only.iter().any(|name| deployment.id.as_str() == name || deployment.consumer == *name)
    };
    Ok(pack.deployments.iter().filter(asked).collect())
}

fn unknown_consumers(pack: &Pack) -> Vec<Diagnostic> {
    let names = || CONSUMERS.iter().map(|consumer| consumer.name);
    let unknown = pack.deployments.iter().filter(|deployment| consumer(&deployment.consumer).is_none());
    let fault = |deployment: &Deployment| {
        let message = format!("there is no consumer `{}`", deployment.consumer);
        let fault =
            Diagnostic::error("unknown-consumer", deployment.span, message).nearest(&deployment.consumer, names());
        if fault.help.is_some() {
            fault
        } else {
            fault.help(format!("there are {}", names().collect::<Vec<_>>().join(", ")))
        }
    };
    unknown.map(fault).collect()
}

/// The plans, or the conflicts for which there can be none.
fn planned(policy: &Policy, deployments: &[&Deployment]) -> Result<Result<Vec<Plan>, Vec<Diagnostic>>, Trouble> {
    let mut planner = Planner::new(policy);
    let (mut plans, mut found) = (Vec::new(), Vec::new());
    for deployment in deployments {
        let (plan, conflicts) = planner.plan(deployment)?;
        plans.push(plan);
        found.extend(conflicts);
    }
    let told = conflicts(found);
    Ok(if told.is_empty() { Ok(plans) } else { Err(told) })
}

fn summary(out: &mut dyn Write, tree: &Tree) -> io::Result<()> {
    let Manifest { at, until, artefacts, .. } = &tree.manifest;
    let width = artefacts.keys().map(|folder| folder.chars().count()).max().unwrap_or(0);
    for (folder, artefact) in artefacts {
        match &artefact.refused {
            Some(why) => writeln!(out, "{BAD}✘{BAD:#} {folder:<width$}  refused: {why}")?,
            None => {
                let exempt = match artefact.exemptions {
                    0 => String::new(),
                    some => format!(", {}", counted(some, "exemption")),
                };
                let (tools, names) = (counted(artefact.blocked, "tool"), counted(artefact.names, "name"));
                let label = &artefact.label;
                writeln!(
                    out,
                    "{GOOD}✔{GOOD:#} {folder:<width$}  {tools} blocked by {names}{exempt} {FAINT}({label}){FAINT:#}"
                )?;
            }
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

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    let width = CONSUMERS.iter().map(|consumer| consumer.name.len()).max().unwrap_or(0);
    for consumer in CONSUMERS {
        let (name, label) = (consumer.name, consumer.label.as_str());
        writeln!(out, "{name:<width$}  {label:<14}  {}", consumer.title)?;
    }
    Ok(())
}
