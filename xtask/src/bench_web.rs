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
/// The pages to measure, by their names in the report.
const PAGES: [(&str, &str); 3] = [("home", "/"), ("question", "/check/slack"), ("tools", "/tools")];

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
    let bench = Bench { service: &service, few: &few, runs, seconds, format };
    bench.measure_evaluations(&dir, &many, &questions.different(FEW)?)?;
    bench.measure_batches(&batches)?;
    bench.measure_pages()?;
    let (now, most) = memory(service.id())?;
    print_memory("web_memory_after", now, format);
    print_memory("web_memory_most", most, format);
    bench.weigh_pages()?;
    drop(service);

    let mut starts = (0..runs.max(9)).map(|_| process::start(&questions)).collect::<Result<Vec<_>, _>>()?;
    starts.sort();
    print_times("web_start", &starts, format);
    Ok(())
}

/// A running service, and how to measure it.
struct Bench<'a> {
    service: &'a Process,
    /// The file with few questions.
    few: &'a str,
    runs: usize,
    seconds: u64,
    format: Format,
}

impl Bench<'_> {
    fn load<'l>(&'l self, path: &'l str, bodies: Option<&'l str>) -> Load<'l> {
        Load { server: self.service, path, bodies }
    }

    /// Measures the maximum rate in several runs.
    fn closed(&self, load: &Load<'_>) -> Result<Vec<Measured>, String> {
        (0..self.runs).map(|_| closed(load, self.seconds)).collect()
    }

    fn print_rate(&self, name: &str, measured: &[Measured]) {
        print_rate(name, measured, 1.0, self.format);
    }

    /// Measures single evaluations. The limit is as many bytes from a file, served by nginx on the
    /// same core. It runs in turns with the service, so that other load on the machine affects both.
    fn measure_evaluations(&self, dir: &Path, many: &str, questions: &[String]) -> Result<(), String> {
        let warm = self.load(EVALUATION, Some(self.few));
        let size = closed(&warm, 1)?.size;
        let nginx = nginx::serving(&dir.join("nginx"), size)?;
        let file = Load { server: &nginx, path: nginx::PATH, bodies: None };
        closed(&file, 1)?;
        let (mut own, mut limit) = (Vec::new(), Vec::new());
        for _ in 0..self.runs {
            own.push(closed(&warm, self.seconds)?);
            limit.push(closed(&file, self.seconds)?);
        }
        self.print_rate("web_evaluations_warm", &own);
        self.print_rate("web_nginx", &limit);
        let share = |of: fn(&Measured) -> f64| {
            middle(&own.iter().zip(&limit).map(|(own, limit)| of(own) / of(limit)).collect::<Vec<_>>())
        };
        line("web_share_of_nginx", share(|one| one.rate), "", "", self.format);
        line("web_share_of_core_time", share(|one| one.rate / one.busy), "", "", self.format);
        self.print_rate("web_evaluations_cold", &self.closed(&self.load(EVALUATION, Some(many)))?);
        // Half of the maximum, for both. Nginx's figures show what the machine alone adds.
        let half = middle(&own.iter().map(|one| one.rate).collect::<Vec<_>>()) / 2.0;
        self.measure_latency(&warm, &file, half)?;
        steadily(self.service, &nginx, questions, half, self.format)
    }

    /// Measures latency at a rate per second, of the service and of nginx in turns.
    fn measure_latency(&self, service: &Load<'_>, nginx: &Load<'_>, rate: f64) -> Result<(), String> {
        let (mut own, mut limit) = (Vec::new(), Vec::new());
        for _ in 0..self.runs {
            own.push(open(service, rate, self.seconds)?);
            limit.push(open(nginx, rate, self.seconds)?);
        }
        for (name, measured, of) in [
            ("web_half_load_p50", &own, (|one| one.median) as fn(&Measured) -> f64),
            ("web_half_load_p99", &own, |one| one.most_of_hundred),
            ("web_nginx_p50", &limit, |one| one.median),
            ("web_nginx_p99", &limit, |one| one.most_of_hundred),
        ] {
            let mut times: Vec<Duration> = measured.iter().map(|one| Duration::from_secs_f64(of(one))).collect();
            times.sort();
            print_times(name, &times, self.format);
        }
        Ok(())
    }

    fn measure_batches(&self, batches: &str) -> Result<(), String> {
        let measured = self.closed(&self.load("/access/v1/evaluations", Some(batches)))?;
        self.print_rate("web_batches", &measured);
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        print_rate("web_batched_questions", &measured, BATCH as f64, self.format);
        Ok(())
    }

    fn measure_pages(&self) -> Result<(), String> {
        for (page, path) in PAGES {
            let name = format!("web_page_{page}");
            if self.service.get(path, "")?.status == 200 {
                self.print_rate(&name, &self.closed(&self.load(path, None))?);
            } else {
                say(&format!("{name} is left out: there is no page at {path}"));
            }
        }
        Ok(())
    }

    fn weigh_pages(&self) -> Result<(), String> {
        for (page, path) in PAGES {
            if let Some(bytes) = weight::of(self.service, path)? {
                line(&format!("web_weight_{page}"), bytes / 1024.0, "KiB", "", self.format);
            }
        }
        Ok(())
    }
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
fn print_rate(name: &str, measured: &[Measured], each: f64, format: Format) {
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
