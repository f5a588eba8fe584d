use super::serve::ServeArgs;
use crate::config::{SETTINGS, TlsFiles, resolve};
use clap::{Args, Subcommand};
use countersign_command::args::Format;
use countersign_command::output::json;
use countersign_command::output::terminal::FAINT;
use countersign_command::{CliError, Exit};
use schemars::JsonSchema;
use serde::Serialize;
use std::io::Write;

/// The configuration of the service: check it, or show each value with its origin
#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Checks the configuration as `serve` with the same options would use it, certificates
    /// included
    Check(ServeArgs),
    /// Shows the value of every setting, and where it comes from
    Show(ShowArgs),
}

#[derive(Debug, Args)]
struct ShowArgs {
    #[command(flatten)]
    serve: ServeArgs,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

/// A setting with its value.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SettingEntry {
    /// The key in the configuration file.
    key: &'static str,
    /// The environment variable.
    variable: &'static str,
    /// The option of `serve`.
    option: &'static str,
    /// The values: none, one, or those of a list.
    values: Vec<String>,
    /// Where they come from: an option, a variable, a file with its line, or `default`.
    origin: Option<String>,
}

pub(crate) fn run(args: &ConfigArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    match &args.action {
        Action::Check(args) => {
            let config = args.configuration()?;
            config.tls.as_ref().map(TlsFiles::load).transpose()?;
            writeln!(out, "no errors")?;
        }
        Action::Show(args) => show(args, out)?,
    }
    Ok(Exit::Success)
}

fn show(args: &ShowArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let resolved = resolve(args.serve.file(), &args.serve.options())?;
    let entries = SETTINGS.iter().map(|setting| SettingEntry {
        key: setting.key,
        variable: setting.variable,
        option: setting.option,
        values: resolved.texts(setting.key).to_vec(),
        origin: resolved.value(setting.key).map(|value| value.origin.to_string()),
    });
    let entries: Vec<SettingEntry> = entries.collect();
    match args.format {
        Format::Json => json(out, &entries)?,
        Format::Text => {
            let width = entries.iter().map(|entry| entry.key.len()).max().unwrap_or_default();
            for entry in &entries {
                let values = if entry.values.is_empty() { "–".to_owned() } else { entry.values.join(" ") };
                let origin = entry.origin.as_ref().map(|origin| format!("  ({origin})")).unwrap_or_default();
                writeln!(out, "{:<width$}  {values}{FAINT}{origin}{FAINT:#}", entry.key)?;
            }
        }
    }
    Ok(())
}
