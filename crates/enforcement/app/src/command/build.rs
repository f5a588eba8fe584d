use crate::atomic_folder::place;
use crate::builder::Builder;
use crate::deployed::DeployedFiles;
use crate::output::{build, drift};
use crate::watch;
use clap::{Args, ValueHint};
use countersign_artefact::{Build, CONSUMERS};
use countersign_command::args::{Format, PackArgs};
use countersign_command::completion;
use countersign_command::output::json;
use countersign_command::{CliError, Exit, is_compiled};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  countersign build --pack packs/moj --out artefacts
  countersign build --pack packs/moj --out artefacts --only unbound --only chromium
  countersign build --pack packs/moj --check artefacts
  countersign build --pack packs/moj --out artefacts --watch

The output is written whole or not at all, and replaces a former build. What a
consumer cannot carry is left out by name. What cannot be built at all, and with
`--only` the files of the other deployments, stay as they were. Exit status: 0 built, or what is deployed
is what the pack says; 1 something was left out or not built, or differs; 2
misuse; 3 the pack has errors.";

/// Builds the files that make a ban hold: for resolvers, proxies, browsers, device managers
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct BuildArgs {
    #[command(flatten)]
    pack: PackArgs,
    /// The folder to write
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath, required_unless_present_any = ["check", "list"])]
    out: Option<PathBuf>,
    /// Only the deployments with this id or this consumer; may be given several times
    #[arg(long, value_name = "NAME", add = completion::deployments())]
    only: Vec<String>,
    /// Write nothing; tell whether what lies in this folder is what the pack says
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "out")]
    check: Option<PathBuf>,
    /// Go on: build again whenever the pack changes, and when a day begins
    #[arg(long, requires = "out")]
    watch: bool,
    /// How it is printed: `json` gives the manifest, or with `--check` what differs
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT", conflicts_with = "watch")]
    format: Format,
    /// Write nothing; list the consumers for which files can be built
    #[arg(long, conflicts_with_all = ["out", "check", "watch"])]
    list: bool,
}

pub(crate) fn run(args: &BuildArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    if args.list {
        list(out)?;
        return Ok(Exit::Success);
    }
    if args.pack.pack.as_deref().is_some_and(is_compiled) {
        return Err(CliError::misuse(
            "a compiled policy does not hold who is exempt, so nothing can be built from it",
            "name the folder of the pack",
        ));
    }
    if args.watch {
        let folder = args.out.as_deref().unwrap_or(Path::new("."));
        return watch::run(&args.pack.location(), folder, &args.only, out);
    }
    let mut builder = Builder::default();
    let tree = builder.tree(&args.pack.location(), &args.only, None)?;
    match (&args.check, &args.out) {
        (Some(deployed), _) => {
            let deployed = DeployedFiles::read(deployed)?;
            let found = drift::compare(&tree, &deployed, &args.only);
            match args.format {
                Format::Text => drift::print(out, &found, &deployed)?,
                Format::Json => json(out, &found)?,
            }
            Ok(if found.matches { Exit::Success } else { Exit::Failed })
        }
        (None, Some(folder)) => {
            let placed = place(folder, tree, builder.others(), None)?;
            match args.format {
                Format::Text => build::whole(out, &placed.tree)?,
                Format::Json => json(out, &placed.tree.manifest)?,
            }
            let Build { manifest, left, .. } = &placed.tree;
            let mut asked = manifest.artefacts.iter().filter(|(deployment, _)| !left.contains(*deployment));
            let whole = asked.all(|(_, artefact)| artefact.is_whole());
            Ok(if whole { Exit::Success } else { Exit::Failed })
        }
        (None, None) => Ok(Exit::Success),
    }
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    let width = CONSUMERS.iter().map(|consumer| consumer.name.len()).max().unwrap_or(0);
    for consumer in CONSUMERS {
        let (name, label) = (consumer.name, consumer.label.as_str());
        writeln!(out, "{name:<width$}  {label:<14}  {}", consumer.title)?;
    }
    Ok(())
}
