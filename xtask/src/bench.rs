//! `cargo xtask bench check` measures whole processes, from start to end. `cargo xtask bench
//! policy` measures inside one process, together with the peers.

use crate::run::{self, command, output, root, say};
use clap::{Args, Subcommand, ValueEnum};
use countersign_pack::PackFolder;
use countersign_testkit::{Scale, scaled};
use serde_json::json;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// What is measured, and how it is printed.
#[derive(Args)]
pub(crate) struct BenchArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Cold commands: `check` on packs/moj, `lint` on a pack of 1,000 tools
    Check {
        /// How figures are printed
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Counted runs of each command
        #[arg(long, default_value_t = 15)]
        runs: usize,
    },
    /// Building every artefact of a pack of 1,000 tools, 50,000 domains and 500 exemptions
    Artefact {
        /// How figures are printed
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Counted runs of each command
        #[arg(long, default_value_t = 9)]
        runs: usize,
    },
    /// Importing a list of 998 rows, and a spreadsheet of 100,000
    Import {
        /// How figures are printed
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Counted runs of the smaller one
        #[arg(long, default_value_t = 9)]
        runs: usize,
    },
    /// The service on one core: rates, latency, memory, beside nginx with a file
    Web {
        /// How figures are printed
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Runs of each load
        #[arg(long, default_value_t = 3)]
        runs: usize,
        /// Seconds of each run
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// Install what is missing
        #[arg(long)]
        install: bool,
    },
    /// Compiling, deciding, comparing and asking, beside Cedar, regorus, casbin and a table
    Policy {
        /// How figures are printed
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A line a figure, for people
    Text,
    /// A JSON object a line
    Json,
}

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Release code, with this number of counted runs.
    Whole(usize),
    /// The code that the tests have built, once, on less. The figures mean nothing.
    Moment,
}

impl Effort {
    /// Returns the number of runs.
    pub(crate) fn runs(self) -> usize {
        match self {
            Self::Whole(runs) => runs.max(1),
            Self::Moment => 1,
        }
    }

    /// Returns a size, or a smaller one for a moment.
    pub(crate) fn size(self, whole: usize, moment: usize) -> usize {
        match self {
            Self::Whole(_) => whole,
            Self::Moment => moment,
        }
    }

    /// Builds the command, and returns its path.
    pub(crate) fn binary(self) -> Result<PathBuf, String> {
        let build = ["cargo", "build", "--quiet", "--locked", "--bin", "countersign"];
        match self {
            Self::Whole(_) => run::run(&[&build[..], &["--release"]].concat())?,
            Self::Moment => run::run(&build)?,
        }
        let folder = if self == Self::Moment { "debug" } else { "release" };
        Ok(root().join("target").join(folder).join("countersign"))
    }
}

const WHOLE: &[&str] = &[
    "check",
    "slack",
    "purpose=business",
    "activity=message",
    "classification=official",
    "personal-data=none",
    "device=managed-mac",
    "via=app",
    "account=work",
    "audience=internal",
];

fn measure(effort: Effort, format: Format) -> Result<(), String> {
    let runs = effort.runs();
    let binary = effort.binary()?;
    let binary = binary.to_str().ok_or("the path of the workspace is not UTF-8")?;
    let large = root().join("target/bench/thousand");
    write(&large, &scaled(&Scale { tools: effort.size(1_000, 100), rules: 60, units: 20 }))?;
    let (moj, large) = ("packs/moj".to_owned(), large.to_string_lossy().into_owned());
    let uk = "packs/uk-government";
    let cases: Vec<(&str, Vec<&str>, i32)> = vec![
        ("check_first", [WHOLE, &["--pack", &moj]].concat(), 0),
        ("check_first_uk", vec!["check", "tiktok", "purpose=business", "device=other-issued", "--pack", uk], 20),
        ("check_cold_uk", vec!["check", "tiktok", "purpose=business", "device=other-issued", "--pack", uk], 20),
        ("check_cold", [WHOLE, &["--pack", &moj]].concat(), 0),
        (
            "check_cold_refused",
            vec![
                "check",
                "slack",
                "purpose=business",
                "classification=official-sensitive",
                "device=dom1",
                "--pack",
                &moj,
            ],
            20,
        ),
        ("check_cold_open", vec!["check", "slack", "--pack", &moj], 30),
        ("suggest_cold", vec!["suggest", "activity=share", "audience=external", "--pack", &moj], 0),
        ("lint_thousand_tools", vec!["lint", &large], 0),
    ];
    // These copies are only for this measurement.
    let cache = root().join("target/bench/cache");
    let kept = format!("COUNTERSIGN_CACHE={}", cache.display());
    for (name, words, wanted) in cases {
        let copies = if name.starts_with("check_first") { "COUNTERSIGN_CACHE=off" } else { &kept };
        let words: Vec<&str> = ["env", copies, binary].into_iter().chain(words).collect();
        let mut times: Vec<Duration> = Vec::new();
        for counted in 0..=runs {
            let taken = time(&words, wanted)?;
            // The first run warms the caches of the file system and does not count.
            if counted > 0 {
                times.push(taken);
            }
        }
        times.sort();
        print_times(name, &times, format);
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub(crate) fn time(words: &[&str], wanted: i32) -> Result<Duration, String> {
    let start = Instant::now();
    let status = command(words).stdout(Stdio::null()).status().map_err(|error| error.to_string())?;
    let taken = start.elapsed();
    if status.code() == Some(wanted) { Ok(taken) } else { Err(format!("`{}` ended with {status}", words.join(" "))) }
}

pub(crate) fn print_times(name: &str, times: &[Duration], format: Format) {
    let millis = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1_000.0);
    let (least, median, most) = (millis(times.first()), millis(times.get(times.len() / 2)), millis(times.last()));
    let line = match format {
        Format::Text => {
            let digits = if median < 10.0 { 2 } else { 1 };
            let runs = times.len();
            format!("{name:<24} {median:8.digits$} ms  (from {least:.digits$} to {most:.digits$} in {runs} runs)")
        }
        Format::Json => {
            json!({ "name": name, "value": median, "unit": "ms", "min": least, "max": most, "runs": times.len() })
                .to_string()
        }
    };
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Writes a pack, and replaces whatever was there.
pub(crate) fn write(dir: &Path, pack: &PackFolder) -> Result<(), String> {
    let _ = fs::remove_dir_all(dir);
    for file in &pack.files {
        let path = dir.join(&file.path);
        let parent = path.parent().unwrap_or(dir);
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, &file.bytes)).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Runs `cargo xtask bench`.
///
/// # Errors
/// Returns an error if release code cannot be built or a command fails.
pub(crate) fn run(args: &BenchArgs) -> Result<(), String> {
    let version = output(&["rustc", "--version"])?;
    say(&format!("{} on {} processors", version.trim(), std::thread::available_parallelism().map_or(1, usize::from)));
    match args.what {
        What::Check { format, runs } => measure(Effort::Whole(runs), format),
        What::Import { format, runs } => crate::bench_import::measure(Effort::Whole(runs), format),
        What::Artefact { format, runs } => crate::bench_artefact::measure(Effort::Whole(runs), format),
        What::Web { format, runs, seconds, install } => {
            crate::bench_web::measure(Effort::Whole(runs), seconds, format, install)
        }
        What::Policy { format } => policy(format),
    }
}

/// Runs every benchmark for a moment, as a part of the test command. Its figures mean nothing.
///
/// # Errors
/// Returns an error if a benchmark cannot be built or a command fails.
pub(crate) fn a_moment() -> Result<(), String> {
    let manifest = ["--manifest-path", "bench/Cargo.toml", "--target-dir", "target"];
    run::run(&[&["cargo", "run", "--locked", "--quiet"], &manifest[..], &["--", "--moment"]].concat())?;
    measure(Effort::Moment, Format::Text)?;
    crate::bench_import::measure(Effort::Moment, Format::Text)?;
    crate::bench_artefact::measure(Effort::Moment, Format::Text)?;
    crate::bench_web::measure(Effort::Moment, 0, Format::Text, false)
}

/// Runs the comparison with the peers, which are in a separate workspace. Both share one folder of
/// build products.
fn policy(format: Format) -> Result<(), String> {
    let format = if format == Format::Json { "json" } else { "text" };
    let manifest = ["--manifest-path", "bench/Cargo.toml", "--target-dir", "target"];
    let words = [&["cargo", "run", "--release", "--locked", "--quiet"], &manifest[..], &["--", format]].concat();
    run::run(&words)
}

/// Returns the peak memory of a process, in KiB, as the system counts it (proc(5), `VmHWM`), read
/// until the process ends.
pub(crate) fn peak(words: &[&str]) -> Result<f64, String> {
    let mut child = command(words).stdout(Stdio::null()).spawn().map_err(|error| error.to_string())?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0.0_f64;
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(now.unwrap_or(0.0));
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(most)
}

/// Prints a memory figure, given in KiB.
pub(crate) fn print_memory(name: &str, kib: f64, format: Format) {
    let value = kib / 1024.0;
    let line = match format {
        Format::Text => format!("{name:<24} {value:8.1} MiB"),
        Format::Json => json!({ "name": name, "value": value, "unit": "MiB" }).to_string(),
    };
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
