//! The `countersign` command: the lists of its commands and of its service's capabilities.

#[cfg(feature = "serve")]
mod capabilities;
mod command;
mod commands;
#[cfg(feature = "serve")]
mod config;
#[cfg(feature = "serve")]
mod log_lines;
#[cfg(feature = "serve")]
mod reload;

use clap::{CommandFactory, Parser};
use clap_complete::CompleteEnv;
use commands::Cli;
use countersign_command::PipeTolerant;
use countersign_command::completion::VARIABLE;
use countersign_command::memory::use_small_pages;
use std::io::Write;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    use_small_pages();
    // Answers the shell and exits, if the shell asks for completions.
    CompleteEnv::with_factory(Cli::command).var(VARIABLE).complete();
    let cli = Cli::parse();
    cli.color.write_global();
    // Writes the output in large blocks, not line by line.
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    let raw: Box<dyn Write> = Box::new(std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock()));
    let mut out = PipeTolerant::new(anstream::AutoStream::new(raw, choice));
    let done = cli.command.run(&mut out).and_then(|exit| {
        out.flush()?;
        Ok(exit)
    });
    drop(out);
    match done {
        Ok(exit) => exit.into(),
        Err(error) => error.report().into(),
    }
}
