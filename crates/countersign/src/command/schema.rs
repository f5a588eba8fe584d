use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use countersign_command::output::{Schema, json};
use countersign_command::{CliError, Exit};
use std::io::Write;

/// JSON Schemas: of the pack's documents, for editors, and of the answers
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// What to describe
    #[arg(value_parser = names())]
    of: String,
}

/// The formats that the program itself reads and prints.
const OWN: &[Schema] = &[
    #[cfg(feature = "serve")]
    Schema { name: "config", of: "`countersign.toml`, the configuration of the service", write: crate::config::schema },
    #[cfg(feature = "serve")]
    Schema {
        name: "settings",
        of: "What `config show --format json` prints",
        write: || schemars::schema_for!(Vec<super::config::SettingEntry>).into(),
    },
];

fn schemas() -> impl Iterator<Item = &'static Schema> {
    [countersign_policy_app::SCHEMAS, countersign_enforcement_app::SCHEMAS, OWN].into_iter().flatten()
}

fn names() -> PossibleValuesParser {
    schemas().map(|schema| PossibleValue::new(schema.name).help(schema.of)).into()
}

pub(crate) fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    if let Some(schema) = schemas().find(|schema| schema.name == args.of) {
        json(out, &(schema.write)())?;
    }
    Ok(Exit::Success)
}
