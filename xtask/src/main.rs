//! Tasks of the project: `cargo xtask test`, `bench`, `fuzz`, `docs`, `release`.

mod bench;
mod bench_artefact;
mod bench_import;
mod bench_web;
mod changed;
mod docs;
mod fuzz;
mod need;
mod release;
mod run;
mod snapshots;
mod stage;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Tasks of the project
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every check and every test
    Test(test::TestArgs),
    /// Measure release code
    Bench(bench::BenchArgs),
    /// Run the fuzz targets
    Fuzz(fuzz::FuzzArgs),
    /// Write the pages of docs/ that are made from the code
    Docs,
    /// Make the packages of a release in target/release-artefacts
    Release(release::ReleaseArgs),
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Test(args) => test::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::Fuzz(args) => fuzz::run(&args),
        Task::Docs => docs::write(),
        Task::Release(args) => release::release(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            run::say(&format!("error: {message}"));
            ExitCode::FAILURE
        }
    }
}
