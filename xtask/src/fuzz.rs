use crate::run::{command, output, root, say};
use clap::Args;
use std::fs;

/// The arguments of `cargo xtask fuzz`.
#[derive(Args)]
pub(crate) struct FuzzArgs {
    /// Seconds for each target
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Only this target
    #[arg(long)]
    target: Option<String>,
}

/// The targets, one for each of our parsers.
pub(crate) const TARGETS: &[&str] = &["pack", "rules", "edit", "question", "policy", "import", "request"];

/// How long each target runs in the test command, in seconds.
const MOMENT: u32 = 4;

/// Flags that make code tell libFuzzer which branches it took ("Fuzz target flags" in the
/// documentation of cargo-fuzz). They need no sanitiser, so the stable toolchain is enough.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions";

/// Runs `cargo xtask fuzz`. New inputs stay in `target/fuzz-corpus`.
///
/// # Errors
/// Returns an error if a target finds something.
pub(crate) fn run(args: &FuzzArgs) -> Result<(), String> {
    let wanted: Vec<&str> =
        TARGETS.iter().copied().filter(|target| args.target.as_ref().is_none_or(|wanted| wanted == target)).collect();
    if wanted.is_empty() {
        return Err(format!("there is no such target; there are {}", TARGETS.join(", ")));
    }
    build("release")?;
    wanted.into_iter().try_for_each(|target| fuzz(target, "release", args.seconds))
}

/// Runs every target for a moment, as a part of the test command.
///
/// # Errors
/// Returns an error if a target finds something.
pub(crate) fn a_moment() -> Result<(), String> {
    build("dev")?;
    TARGETS.iter().try_for_each(|target| fuzz(target, "dev", MOMENT))
}

/// Builds the targets with the versions of their lock file. It names the target machine, so that
/// build scripts, which do not link to libFuzzer, are built without the flags.
fn build(profile: &str) -> Result<(), String> {
    let words = ["cargo", "build", "--manifest-path", "fuzz/Cargo.toml", "--locked", "--target-dir", "target/fuzz"];
    let host = host()?;
    let words = [&words[..], &["--target", &host, "--profile", profile]].concat();
    say(&format!("$ {}", words.join(" ")));
    let status = command(&words).env("RUSTFLAGS", COVERAGE).status().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err("the fuzz targets cannot be built".to_owned()) }
}

/// Returns the machine's target triple.
fn host() -> Result<String, String> {
    let told = output(&["rustc", "-vV"])?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "`rustc -vV` names no host".to_owned())
}

fn fuzz(target: &str, profile: &str, seconds: u32) -> Result<(), String> {
    let folder = if profile == "dev" { "debug" } else { profile };
    // New inputs go into the first folder. Those of the project stay as they are.
    let found = format!("target/fuzz-corpus/{target}");
    fs::create_dir_all(root().join(&found)).map_err(|error| format!("{found}: {error}"))?;
    let program = root().join(format!("target/fuzz/{}/{folder}/{target}", host()?));
    let (time, artifacts) = (format!("-max_total_time={seconds}"), "-artifact_prefix=target/fuzz-corpus/found-");
    let corpus = format!("fuzz/corpus/{target}");
    let limits = ["-rss_limit_mb=4096", "-timeout=20", "-max_len=16384", "-print_final_stats=1", "-verbosity=0"];
    let program = program.to_string_lossy();
    let mut words: Vec<&str> = vec![&program, &found, &corpus, &time, artifacts];
    words.extend(limits);
    crate::run::run(&words)
}
