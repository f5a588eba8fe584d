use clap::Args;
use countersign_command::args::PackArgs;
use countersign_command::completion;
use countersign_command::load::load;
use countersign_command::{CliError, Exit};
use countersign_decide::messages;
use countersign_pack::sentences;
use std::io::Write;

const EXAMPLES: &str = "\
Example, to begin or go on with a translation into Welsh:
  countersign texts --missing cy > cy.todo
then translate what is in cy.todo and move it to the top of text/cy.toml.";

/// Every sentence that people read, with its id: for translators
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct TextsArgs {
    /// Only sentences that have no translation into this language yet
    #[arg(long, value_name = "TAG", add = completion::languages())]
    missing: Option<String>,
    #[command(flatten)]
    pack: PackArgs,
}

pub(crate) fn run(args: &TextsArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let loaded = load(&args.pack.location())?;
    let pack = &loaded.policy.pack;
    let mut all: Vec<(&str, &str)> =
        sentences(pack).into_iter().map(|text| (text.id.as_str(), text.text.as_str())).collect();
    all.extend(messages());
    for (id, text) in all {
        let known = args.missing.as_ref().is_some_and(|language| pack.translations.find(id, Some(language)).is_some());
        if !known {
            writeln!(out, "text.{id} = {}", toml_text(text))?;
        }
    }
    Ok(Exit::Success)
}

/// Returns a text as a TOML basic string. TOML accepts all escapes of JSON.
fn toml_text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
