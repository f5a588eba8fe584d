//! The commands of enforcement, each in its own file.

mod build;

use clap::Subcommand;
use countersign_command::{CliError, Exit};
use std::io::Write;

/// The commands.
#[derive(Debug, Subcommand)]
#[allow(missing_docs, reason = "the doc comment of each command's arguments is its help")]
pub enum Commands {
    Build(build::BuildArgs),
}

impl Commands {
    /// Runs the chosen command.
    ///
    /// # Errors
    /// Returns an error if the command cannot do its work.
    pub fn run(&self, out: &mut dyn Write) -> Result<Exit, CliError> {
        match self {
            Self::Build(args) => build::run(args, out),
        }
    }
}
