//! `cargo xtask bench artefact` measures from a pack on disk to every artefact on disk, each as a
//! process from start to exit.

use crate::bench::{Effort, Format, peak, print_memory, print_times, time, write};
use crate::run::{command, root};
use countersign_testkit::{Enforcement, scaled_ban, scaled_bans};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

const SIZE: Enforcement = Enforcement { tools: 1_000, domains: 50_000, bans: 200, exemptions: 500, groups: 10 };

/// Every consumer. The browsers and those that treat all clients alike refuse a pack of this size,
/// which costs them little.
const CONSUMERS: &[&str] = &[
    "unbound",
    "bind",
    "powerdns",
    "knot",
    "dnsmasq",
    "squid",
    "nginx",
    "chromium",
    "firefox",
    "android",
    "apple-profile",
    "apple-declaration",
    "applocker",
    "santa",
    "fleet",
    "osquery",
    "domain-list",
    "hosts",
    "pac",
];

/// Measures a build, a build after one ban was added, and the memory of a build.
///
/// # Errors
/// Returns an error if release code cannot be built or a command fails.
pub(crate) fn measure(effort: Effort, format: Format) -> Result<(), String> {
    let runs = effort.runs();
    let binary = effort.binary()?;
    let (pack, out) = (root().join("target/bench/enforced"), root().join("target/bench/artefacts"));
    write(&pack, &scaled_bans(&Enforcement { domains: effort.size(50_000, 2_500), ..SIZE }, CONSUMERS))?;
    let _ = fs::remove_dir_all(&out);
    let texts = [&binary, &pack, &out].map(|path| path.to_string_lossy().into_owned());
    let [binary, pack_text, out] = &texts;
    let words = [binary.as_str(), "build", "--pack", pack_text, "--out", out, "--at", "2026-04-01"];
    let mut times: Vec<Duration> = Vec::new();
    for counted in 0..=runs {
        let taken = time(&words, 1)?;
        if counted > 0 {
            times.push(taken);
        }
    }
    times.sort();
    print_times("build_cold", &times, format);
    let mut times = watched(&words, &pack, runs)?;
    times.sort();
    print_times("build_ban_added", &times, format);
    print_memory("build_memory", peak(&words)?, format);
    Ok(())
}

/// Returns the time for one more ban while `build --watch` runs: from the moment when it sees the
/// change until every file is in place, as it reports itself.
fn watched(words: &[&str], pack: &Path, runs: usize) -> Result<Vec<Duration>, String> {
    let words = [words, &["--watch"]].concat();
    let mut child = command(&words).stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
    let mut lines = child.stdout.take().map(|out| BufReader::new(out).lines()).into_iter().flatten();
    let mut built = || -> Result<Duration, String> {
        let took = lines.find_map(|line| line.ok()?.strip_prefix("built in ")?.split_once(' ')?.0.parse().ok());
        took.map(Duration::from_millis).ok_or_else(|| "`build --watch` ended".to_owned())
    };
    let measured = (|| {
        built()?;
        let mut times = Vec::new();
        for counted in 0..runs {
            let ban = scaled_ban("added", &[counted]);
            let path = pack.join(&ban.path);
            fs::write(&path, &ban.bytes).map_err(|error| error.to_string())?;
            times.push(built()?);
            fs::remove_file(&path).map_err(|error| error.to_string())?;
            built()?;
        }
        Ok(times)
    })();
    let _ = child.kill().and_then(|()| child.wait());
    measured
}
