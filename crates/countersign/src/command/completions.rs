use clap::Args;
use clap_complete::Shell;
use clap_complete::env::Shells;
use countersign_command::completion::VARIABLE;
use countersign_command::{CliError, Exit};
use std::io::Write;

const NAME: &str = "countersign";

/// Completions for a shell, with the values of the pack
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  countersign completions bash > ~/.local/share/bash-completion/completions/countersign\n\nThe script runs `countersign` for each completion, so that it knows the tools, facets and units of the pack."
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, out: &mut dyn Write) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    if let Some(shell) = Shells::builtins().completer(&args.shell.to_string()) {
        shell.write_registration(VARIABLE, NAME, NAME, NAME, &mut script)?;
    }
    out.write_all(&script)?;
    Ok(Exit::Success)
}
