//! The commands of all capabilities, one capability in each line.

use crate::command;
use clap::{CommandFactory, Parser, Subcommand};
use countersign_command::args::Colour;
use countersign_command::{CliError, Exit};
use std::io::Write;

const AFTER: &str = "\
Exit status: 0 well (check: allowed), 1 a test failed or diff found changes, 2 misuse,
3 the pack has errors, 4 could not write; check also: 10 ask first, 20 not allowed, 30 undecided.
A reader that closes the pipe early, as `head` does, changes none of these.";

/// Find out which apps you can use at work, why, and on what conditions.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, after_help = AFTER, max_term_width = 100)]
pub(crate) struct Cli {
    /// When to colour what is printed; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(crate) color: Colour,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Every command: those of each capability, and those about the program itself.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    Policy(countersign_policy_app::Commands),
    #[command(flatten)]
    Enforcement(countersign_enforcement_app::Commands),
    #[cfg(feature = "serve")]
    Serve(command::serve::ServeArgs),
    #[cfg(feature = "serve")]
    Config(command::config::ConfigArgs),
    Schema(command::schema::SchemaArgs),
    Completions(command::completions::CompletionsArgs),
    Man(command::man::ManArgs),
}

impl Command {
    /// Runs the chosen command.
    pub(crate) fn run(&self, out: &mut dyn Write) -> Result<Exit, CliError> {
        match self {
            Self::Policy(command) => command.run(out),
            Self::Enforcement(command) => command.run(out),
            #[cfg(feature = "serve")]
            Self::Serve(args) => command::serve::run(args, out),
            #[cfg(feature = "serve")]
            Self::Config(args) => command::config::run(args, out),
            Self::Schema(args) => command::schema::run(args, out),
            Self::Completions(args) => command::completions::run(args, out),
            Self::Man(args) => command::man::run(args, Cli::command(), out),
        }
    }
}
