//! The `countersign` command: asks, lists, checks and starts packs.

mod args;
mod atomic_folder;
mod builder;
mod cache;
#[cfg(feature = "serve")]
mod capabilities;
mod clock;
mod command;
mod compiled_file;
#[cfg(feature = "serve")]
mod config;
mod deployed;
mod deployments;
mod error;
mod exit;
mod imported;
mod load;
#[cfg(feature = "serve")]
mod log_lines;
mod new_pack;
mod output;
mod pack_location;
#[cfg(feature = "serve")]
mod reload;
mod shared_args;
mod trace;
mod watch;
mod watcher;
mod write;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use error::CliError;
use exit::Exit;
use std::io::Write;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.color.write_global();
    // What is printed goes out in large pieces, not line by line.
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    let raw: Box<dyn Write> = Box::new(std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock()));
    let mut out = write::PipeTolerant::new(anstream::AutoStream::new(raw, choice));
    let done = run(&cli.command, &mut out).and_then(|exit| {
        out.flush()?;
        Ok(exit)
    });
    drop(out);
    match done {
        Ok(exit) => exit.into(),
        Err(trouble) => trouble.report().into(),
    }
}

fn run(command: &Command, out: &mut dyn Write) -> Result<Exit, CliError> {
    match command {
        Command::Check(args) => command::check::run(args, out),
        Command::Explain(args) => command::explain::run(args, out),
        Command::Suggest(args) => command::suggest::run(args, out),
        Command::List(args) => command::list::run(args, out),
        Command::Show(args) => command::show::run(args, out),
        Command::Table(args) => command::table::run(args, out),
        Command::Facets(args) => command::facets::run(args, out),
        Command::Lint(args) => command::lint::run(args, out),
        Command::Test(args) => command::test::run(args, out),
        Command::Diff(args) => command::diff::run(args, out),
        Command::Build(args) => command::build::run(args, out),
        Command::Compile(args) => command::compile::run(args, out),
        #[cfg(feature = "serve")]
        Command::Serve(args) => command::serve::run(args, out),
        #[cfg(feature = "serve")]
        Command::Config(args) => command::config::run(args, out),
        Command::Import(args) => command::import::run(args, out),
        Command::Catalogue(args) => command::catalogue::run(args, out),
        Command::Init(args) => command::init::run(args, out),
        Command::Texts(args) => command::texts::run(args, out),
        Command::Pages(args) => command::pages::run(args, out),
        Command::Edit(args) => command::edit::run(args, out),
        Command::Schema(args) => command::schema::run(args, out),
        Command::Completions(args) => command::completions::run(args, Cli::command(), out),
        Command::Man(args) => command::man::run(args, Cli::command(), out),
    }
}
