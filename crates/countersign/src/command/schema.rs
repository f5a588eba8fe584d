use crate::error::CliError;
use crate::exit::Exit;
use crate::output::json;
use clap::{Args, ValueEnum};
use countersign_pack::{format, json_schema};
use serde_json::Value;
use std::io::Write;

/// JSON Schemas: of the pack's documents, for editors, and of the answers
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// What to describe
    #[arg(value_enum)]
    of: Of,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Of {
    /// `pack.toml` and the other TOML files beside it
    Pack,
    /// `tools/*.toml`
    Tool,
    /// `bans/*.toml`
    Ban,
    /// `exemptions/*.toml`
    Exemption,
    /// `checklists/*.toml`
    Checklist,
    /// `tests/*.toml`
    Tests,
    /// `text/*.toml`
    Text,
    /// What `check --format json` prints
    Answer,
    /// What `suggest --format json` prints
    Suggestions,
    /// What `explain --format json` prints
    Explanation,
    /// What `table --format json` prints
    Table,
    /// What `diff --format json` prints
    Difference,
    /// What `import --report` writes
    Import,
    /// What `build --check --format json` prints
    Drift,
    /// `countersign.toml`, the configuration of the service
    #[cfg(feature = "serve")]
    Config,
    /// What `config show --format json` prints
    #[cfg(feature = "serve")]
    Settings,
}

pub(crate) fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let value: Value = match args.of {
        Of::Answer => schemars::schema_for!(countersign_decide::Answer).into(),
        Of::Suggestions => schemars::schema_for!(countersign_decide::Suggestions).into(),
        Of::Explanation => schemars::schema_for!(countersign_decide::Explanation).into(),
        Of::Table => schemars::schema_for!(countersign_decide::PolicyTable).into(),
        Of::Difference => schemars::schema_for!(countersign_decide::diff::Difference).into(),
        Of::Import => schemars::schema_for!(crate::imported::Told<'static>).into(),
        Of::Drift => schemars::schema_for!(crate::output::drift::Drift).into(),
        #[cfg(feature = "serve")]
        Of::Config => crate::config::schema(),
        #[cfg(feature = "serve")]
        Of::Settings => schemars::schema_for!(Vec<super::config::SettingEntry>).into(),
        of => {
            let name = of.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
            let document = format::DOCUMENTS.iter().find(|document| document.name == name);
            document.map(json_schema).unwrap_or_default()
        }
    };
    json(out, &value)?;
    Ok(Exit::Success)
}
