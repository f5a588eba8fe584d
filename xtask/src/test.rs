use crate::bench;
use crate::changed::test_changed;
use crate::fuzz;
use crate::need::{TEST, see_to};
use crate::run;
use crate::snapshots::tests_and_snapshots;
use clap::Args;

/// The arguments of `cargo xtask test`.
#[derive(Args)]
pub(crate) struct TestArgs {
    /// Install what is missing
    #[arg(long)]
    install: bool,
    /// Only the tests of crates that differ from the branch `main`, and of those that use them
    #[arg(long, conflicts_with = "install")]
    changed: bool,
}

/// The steps, the quick ones first.
const STEPS: &[&[&str]] = &[
    &["cargo", "fmt", "--all", "--check"],
    &["cargo-machete", "--with-metadata"],
    &["cargo", "deny", "check", "bans", "licenses", "sources"],
    &["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"],
];

/// The documentation, with every link in it.
const DOCUMENTATION: &[&str] = &["cargo", "doc", "--workspace", "--no-deps", "--locked"];

const TESTS: &[&str] = &["cargo", "nextest", "run", "--workspace", "--locked", "--no-fail-fast"];

/// Runs `cargo xtask test`.
///
/// # Errors
/// Returns an error if something is missing or a step fails.
pub(crate) fn run(args: &TestArgs) -> Result<(), String> {
    if args.changed {
        return test_changed();
    }
    see_to(TEST, args.install)?;
    STEPS.iter().try_for_each(|step| run::run(step))?;
    run::run_with(DOCUMENTATION, &[("RUSTDOCFLAGS", "--deny warnings")])?;
    tests_and_snapshots(TESTS)?;
    bench::a_moment()?;
    fuzz::a_moment()
}
