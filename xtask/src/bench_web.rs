//! `cargo xtask bench web` measures the service as a process on one core, with its clients on
//! another.

mod load;
mod nginx;
mod process;
mod questions;
mod steady;
mod weight;

use crate::bench::{Format, print_memory, print_times};
use crate::need::{WEB, see_to};
use crate::run::{root, run, say};
use load::{Load, Measured, closed, open};
use process::{Process, memory};
use questions::Questions;
use serde_json::json;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use steady::Window;

/// The number of questions in the two lists, and in one request of the third. The service keeps
/// 8,192 answers.
const FEW: usize = 2_000;
const MANY: usize = 50_000;
const BATCH: usize = 50;
/// The number of windows of steady load.
const WINDOWS: usize = 120;
const EVALUATION: &str = "/access/v1/evaluation";

/// Measures rates, latency, memory, the start and the weight of pages.
///
/// # Errors
/// Returns an error if release code cannot be built, a tool is missing, or an answer is wrong.
pub(crate) fn measure(runs: usize, seconds: u64, format: Format, install: bool) -> Result<(), String> {
    see_to(WEB, install)?;
    run(&["cargo", "build", "--release", "--locked", "--bin", "countersign"])?;
    let dir = root().join("target/bench/web");
    fs::create_dir_all(&dir).map_err(|error| error.to_string())?;
    let service = Process::service()?;
    let questions = Questions::of(&service)?;
    let few = list(&dir.join("few.jsonl"), &questions.different(FEW)?)?;
    let many = list(&dir.join("many.jsonl"), &questions.different(MANY)?)?;
    let batches = list(&dir.join("batches.jsonl"), &questions.batches(FEW, BATCH)?)?;
    let load = |path, bodies| Load { server: &service, path, bodies };
    let told = |name: &str, measured: &[Measured]| tell_rate(name, measured, 1.0, format);
    let several = |load: &Load<'_>| (0..runs).map(|_| closed(load, seconds)).collect::<Result<Vec<_>, _>>();

    // The limit is as many bytes from a file, served by nginx on the same core. It runs in turns
    // with the service, so that other load on the machine affects both.
    let warm = load(EVALUATION, Some(few.as_str()));
    let size = closed(&warm, 1)?.size;
    let nginx = nginx::serving(&dir.join("nginx"), size)?;
    let file = Load { server: &nginx, path: nginx::PATH, bodies: None };
    closed(&file, 1)?;
    let (mut own, mut limit) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        own.push(closed(&warm, seconds)?);
        limit.push(closed(&file, seconds)?);
    }
    told("web_evaluations_warm", &own);
    told("web_nginx", &limit);
    let shares =
        |of: fn(&Measured) -> f64| own.iter().zip(&limit).map(|(own, limit)| of(own) / of(limit)).collect::<Vec<_>>();
    line("web_share_of_nginx", middle(&shares(|one| one.rate)), "", "", format);
    line("web_share_of_core_time", middle(&shares(|one| one.rate / one.busy)), "", "", format);

    told("web_evaluations_cold", &several(&load(EVALUATION, Some(many.as_str())))?);
    // Half of the maximum, for both. Nginx's figures show what the machine alone adds.
    let half = middle(&own.iter().map(|one| one.rate).collect::<Vec<_>>()) / 2.0;
    let (mut own, mut limit) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        own.push(open(&warm, half, seconds)?);
        limit.push(open(&file, half, seconds)?);
    }
    for (name, measured, of) in [
        ("web_half_load_p50", &own, (|one| one.median) as fn(&Measured) -> f64),
        ("web_half_load_p99", &own, |one| one.most_of_hundred),
        ("web_nginx_p50", &limit, |one| one.median),
        ("web_nginx_p99", &limit, |one| one.most_of_hundred),
    ] {
        let mut times: Vec<Duration> = measured.iter().map(|one| Duration::from_secs_f64(of(one))).collect();
        times.sort();
        print_times(name, &times, format);
    }
    steadily(&service, &nginx, &questions.different(FEW)?, half, format)?;
    drop(nginx);
    let batched = several(&load("/access/v1/evaluations", Some(batches.as_str())))?;
    told("web_batches", &batched);
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    tell_rate("web_batched_questions", &batched, BATCH as f64, format);
    for (name, path) in [("web_page_home", "/"), ("web_page_question", "/check/slack"), ("web_page_tools", "/tools")] {
        if service.get(path, "")?.status == 200 {
            told(name, &several(&load(path, None))?);
        } else {
            say(&format!("{name} is left out: there is no page at {path}"));
        }
    }
    let (now, most) = memory(service.id())?;
    print_memory("web_memory_after", now, format);
    print_memory("web_memory_most", most, format);
    for (name, path) in
        [("web_weight_home", "/"), ("web_weight_question", "/check/slack"), ("web_weight_tools", "/tools")]
    {
        if let Some(bytes) = weight::of(&service, path)? {
            line(name, bytes / 1024.0, "KiB", "", format);
        }
    }
    drop(service);

    let mut starts = (0..runs.max(9)).map(|_| process::start(&questions)).collect::<Result<Vec<_>, _>>()?;
    starts.sort();
    print_times("web_start", &starts, format);
    Ok(())
}

/// Measures latency at half load, to the microsecond, of the service and of nginx in turns. Only
/// windows count that nothing else on the machine disturbed.
fn steadily(service: &Process, nginx: &Process, questions: &[String], rate: f64, format: Format) -> Result<(), String> {
    steady::pin()?;
    let asked: Vec<Vec<u8>> = questions.iter().map(|one| steady::request(EVALUATION, Some(one))).collect();
    let file = [steady::request(nginx::PATH, None)];
    let (mut own, mut limit) = (Vec::new(), Vec::new());
    for _ in 0..WINDOWS {
        own.push(steady::window(service, &asked, rate)?);
        limit.push(steady::window(nginx, &file, rate)?);
    }
    let (own, limit) = (steady::quiet(&own), steady::quiet(&limit));
    for (names, windows) in
        [(["web_steady_p50", "web_steady_p99"], own), (["web_steady_nginx_p50", "web_steady_nginx_p99"], limit)]
    {
        let [median, most] = names;
        if windows.is_empty() {
            say(&format!("{median} and {most} are left out: the machine disturbed all of {WINDOWS} windows"));
            continue;
        }
        for (name, of) in [(median, (|one| one.median) as fn(&Window) -> Duration), (most, |one| one.most_of_hundred)] {
            let mut times: Vec<Duration> = windows.iter().map(of).collect();
            times.sort();
            print_times(name, &times, format);
        }
    }
    Ok(())
}

fn list(path: &Path, lines: &[String]) -> Result<String, String> {
    fs::write(path, lines.join("\n")).map_err(|error| error.to_string())?;
    Ok(path.to_string_lossy().into_owned())
}

fn middle(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Prints a rate per second: the median and the range. Also prints the rate per second of the
/// core's time, which counts if the clients or other load kept the server from using the whole
/// core.
fn tell_rate(name: &str, measured: &[Measured], each: f64, format: Format) {
    let rates: Vec<f64> = measured.iter().map(|one| one.rate * each).collect();
    let least = rates.iter().copied().fold(f64::INFINITY, f64::min);
    let most = rates.iter().copied().fold(0.0, f64::max);
    let busy = middle(&measured.iter().map(|one| one.busy).collect::<Vec<_>>());
    let whole = middle(&measured.iter().map(|one| one.rate * each / one.busy).collect::<Vec<_>>());
    match format {
        Format::Text => {
            let runs = rates.len();
            let more = format!(
                "  (from {least:.0} to {most:.0} in {runs} runs; core {:.0} % used, {whole:.0} in a second of it)",
                busy * 100.0
            );
            line(name, middle(&rates), "/s", &more, format);
        }
        Format::Json => {
            let told = json!({ "name": name, "value": middle(&rates), "unit": "/s", "min": least, "max": most,
                "runs": rates.len(), "used": busy, "in_core_second": whole });
            let _ = writeln!(std::io::stdout().lock(), "{told}");
        }
    }
}

fn line(name: &str, value: f64, unit: &str, more: &str, format: Format) {
    let line = match format {
        Format::Text if value < 10.0 => format!("{name:<24} {value:8.2} {unit}{more}"),
        Format::Text => format!("{name:<24} {value:8.1} {unit}{more}"),
        Format::Json => json!({ "name": name, "value": value, "unit": unit }).to_string(),
    };
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
