use clap::{Args, Command};
use clap_complete::Shell;
use countersign_command::{CliError, Exit};
use std::io::Write;

/// Completions for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  countersign completions bash > ~/.local/share/bash-completion/completions/countersign"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, mut whole: Command, out: &mut dyn Write) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut whole, "countersign", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Success)
}
