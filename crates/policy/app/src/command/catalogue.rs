use clap::{Args, Subcommand};
use countersign_command::args::Format;
use countersign_command::output::{diagnostics, json};
use countersign_command::{CliError, Exit};
use countersign_pack::{Diagnostic, Severity, check_catalogue, is_catalogue, read};
use countersign_reader::{Limits, chain};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// Work on a catalogue of products
#[derive(Debug, Args)]
pub struct CatalogueArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(CheckArgs),
}

/// Names and identities that two products claim, and what products do not say
#[derive(Debug, Args)]
struct CheckArgs {
    /// The folder of the catalogue
    #[arg(value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    dir: PathBuf,
    /// Fail on warnings, too
    #[arg(long)]
    strict: bool,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(args: &CatalogueArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let Command::Check(args) = &args.command;
    let folders = chain(&args.dir, &Limits::default())?;
    if !folders.last().is_some_and(is_catalogue) {
        let message = format!("`{}` is no catalogue", args.dir.display());
        return Err(CliError::misuse(message, "name a folder whose `pack.toml` says `catalogue = true`"));
    }
    let reading = read(&folders);
    let mut found = reading.diagnostics;
    found.extend(check_catalogue(&reading.pack));
    let report = diagnostics::summary(&found);
    match args.format {
        Format::Text => {
            diagnostics::text(out, &found, &reading.files)?;
            let (tools, developers) = (reading.pack.tools.len(), reading.pack.developers.len());
            writeln!(out, "{tools} products of {developers} developers: {report}")?;
        }
        Format::Json => {
            json(out, &json!({ "summary": report, "diagnostics": diagnostics::json(&found, &reading.files) }))?;
        }
    }
    let warned = found.iter().any(|one| one.severity == Severity::Warning);
    Ok(match found.iter().any(Diagnostic::is_error) {
        true => Exit::Fault,
        false if warned && args.strict => Exit::Failed,
        false => Exit::Success,
    })
}
