//! `cargo xtask bench web` measures the service as a process on one core, with its client on
//! another.

mod client;
mod nginx;
mod process;
mod questions;
mod weight;

use crate::bench::{Effort, Format, print_memory, print_times};
use crate::need::{WEB, see_to};
use crate::run::{root, say};
use client::{Throughput, Window, request, throughput};
use process::{Process, memory};
use questions::Questions;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

/// The number of questions in the two lists, and in one request of the third. The service keeps
/// 8,192 answers.
const FEW: usize = 2_000;
const MANY: usize = 50_000;
const BATCH: usize = 50;
/// The number of windows of steady load.
const WINDOWS: usize = 120;
/// The number of connections that stay open.
const KEEP_ALIVE: usize = 10_000;
const EVALUATION: &str = "/access/v1/evaluation";
const EVALUATIONS: &str = "/access/v1/evaluations";
/// The pages that are measured, each with the end of its figures' names.
const PAGES: &[(&str, &str)] = &[("home", "/"), ("question", "/check/slack"), ("tools", "/tools")];

/// What is measured, how long, and how it is printed.
struct Bench {
    binary: PathBuf,
    effort: Effort,
    /// The length of each run.
    length: Duration,
    format: Format,
}

/// Measures rates, latency, memory, the start and the weight of pages.
///
/// # Errors
/// Returns an error if the command cannot be built, a tool is missing, or an answer is wrong.
pub(crate) fn measure(effort: Effort, seconds: u64, format: Format, install: bool) -> Result<(), String> {
    see_to(WEB, install)?;
    let binary = effort.binary()?;
    client::pin()?;
    let length = match effort {
        Effort::Whole(_) => Duration::from_secs(seconds.max(1)),
        Effort::Moment => Duration::from_millis(200),
    };
    let bench = Bench { binary, effort, length, format };
    let service = Process::service(&bench.binary, &[])?;
    let questions = Questions::of(&service)?;
    bench.against_nginx(&service, &questions)?;
    bench.batches(&service, &questions)?;
    bench.pages(&service)?;
    let (now, most) = memory(service.id())?;
    print_memory("web_memory_after", now, format);
    print_memory("web_memory_most", most, format);
    drop(service);
    bench.keep_alive(&questions)?;
    bench.start(&questions)
}

impl Bench {
    /// Measures evaluations beside the limit for any service of this kind, which is as many bytes
    /// from a file, served by nginx on the same core. Both run in turns, so that other load on the
    /// machine affects both.
    fn against_nginx(&self, service: &Process, questions: &Questions) -> Result<(), String> {
        let few = evaluations(&questions.different(self.effort.size(FEW, 50))?);
        let many = evaluations(&questions.different(self.effort.size(MANY, 100))?);
        let size = service.post(EVALUATION, &questions.different(1)?.join(""))?.body.len();
        let nginx = nginx::serving(&root().join("target/bench/web/nginx"), size)?;
        let file = [request(nginx::PATH, None)];
        // Warms both up.
        self.run(service, &few)?;
        self.run(&nginx, &file)?;
        let (mut own, mut limit) = (Vec::new(), Vec::new());
        for _ in 0..self.effort.runs() {
            own.push(self.run(service, &few)?);
            limit.push(self.run(&nginx, &file)?);
        }
        self.print_rate("web_evaluations_warm", &own, 1.0);
        self.print_rate("web_nginx", &limit, 1.0);
        let shares = |of: fn(&Throughput) -> f64| {
            middle(&own.iter().zip(&limit).map(|(own, limit)| of(own) / of(limit)).collect::<Vec<_>>())
        };
        self.print("web_share_of_nginx", shares(|one| one.rate), "", "");
        self.print("web_share_of_core_time", shares(|one| one.rate / one.busy), "", "");
        self.print_rate("web_evaluations_cold", &self.runs(service, &many)?, 1.0);
        let half = middle(&own.iter().map(|one| one.rate).collect::<Vec<_>>()) / 2.0;
        self.latency(service, &few, &nginx, &file, half)
    }

    /// Measures latency at a steady rate, of the service and of nginx in turns. Only windows count
    /// that nothing else on the machine disturbed.
    fn latency(
        &self,
        service: &Process,
        questions: &[Vec<u8>],
        nginx: &Process,
        file: &[Vec<u8>],
        rate: f64,
    ) -> Result<(), String> {
        let (mut own, mut limit) = (Vec::new(), Vec::new());
        for _ in 0..self.effort.size(WINDOWS, 2) {
            own.push(client::window(service, questions, rate)?);
            limit.push(client::window(nginx, file, rate)?);
        }
        let (own, limit) = (client::quiet(&own), client::quiet(&limit));
        for (names, windows) in
            [(["web_half_load_p50", "web_half_load_p99"], own), (["web_nginx_p50", "web_nginx_p99"], limit)]
        {
            let [median, most] = names;
            if windows.is_empty() {
                say(&format!("{median} and {most} are left out: the machine disturbed every window"));
                continue;
            }
            for (name, of) in
                [(median, (|one| one.median) as fn(&Window) -> Duration), (most, |one| one.most_of_hundred)]
            {
                let mut times: Vec<Duration> = windows.iter().map(of).collect();
                times.sort();
                print_times(name, &times, self.format);
            }
        }
        Ok(())
    }

    fn batches(&self, service: &Process, questions: &Questions) -> Result<(), String> {
        let batches = questions.batches(self.effort.size(FEW, BATCH), BATCH)?;
        let batches: Vec<Vec<u8>> = batches.iter().map(|body| request(EVALUATIONS, Some(body))).collect();
        let batched = self.runs(service, &batches)?;
        self.print_rate("web_batches", &batched, 1.0);
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        self.print_rate("web_batched_questions", &batched, BATCH as f64);
        Ok(())
    }

    fn pages(&self, service: &Process) -> Result<(), String> {
        for (name, path) in PAGES {
            if service.get(path, "")?.status == 200 {
                self.print_rate(&format!("web_page_{name}"), &self.runs(service, &[request(path, None)])?, 1.0);
            } else {
                say(&format!("web_page_{name} is left out: there is no page at {path}"));
            }
            if let Some(bytes) = weight::of(service, path)? {
                self.print(&format!("web_weight_{name}"), bytes / 1024.0, "KiB", "");
            }
        }
        Ok(())
    }

    /// Measures the memory of a service with many connections that have asked and stay open.
    fn keep_alive(&self, questions: &Questions) -> Result<(), String> {
        let number = self.effort.size(KEEP_ALIVE, 100);
        let service = Process::service(&self.binary, &["--connections", &(number + 16).to_string()])?;
        let question = request(EVALUATION, Some(&questions.different(1)?.join("")));
        let open = client::keep_alive(&service, &question, number)?;
        print_memory(&format!("web_memory_{number}"), memory(service.id())?.0, self.format);
        drop(open);
        Ok(())
    }

    /// Measures the time from the start of the process to its first decision.
    fn start(&self, questions: &Questions) -> Result<(), String> {
        let runs = self.effort.size(self.effort.runs().max(9), 1);
        let mut starts = (0..runs).map(|_| process::start(&self.binary, questions)).collect::<Result<Vec<_>, _>>()?;
        starts.sort();
        print_times("web_start", &starts, self.format);
        Ok(())
    }

    fn run(&self, server: &Process, requests: &[Vec<u8>]) -> Result<Throughput, String> {
        throughput(server, requests, self.length)
    }

    fn runs(&self, server: &Process, requests: &[Vec<u8>]) -> Result<Vec<Throughput>, String> {
        (0..self.effort.runs()).map(|_| self.run(server, requests)).collect()
    }

    /// Prints a rate per second: the median and the range. Also prints the rate per second of the
    /// core's time, which counts if the client or other load kept the server from using the whole
    /// core.
    fn print_rate(&self, name: &str, measured: &[Throughput], each: f64) {
        let rates: Vec<f64> = measured.iter().map(|one| one.rate * each).collect();
        let least = rates.iter().copied().fold(f64::INFINITY, f64::min);
        let most = rates.iter().copied().fold(0.0, f64::max);
        let busy = middle(&measured.iter().map(|one| one.busy).collect::<Vec<_>>());
        let whole = middle(&measured.iter().map(|one| one.rate * each / one.busy).collect::<Vec<_>>());
        match self.format {
            Format::Text => {
                let runs = rates.len();
                let more = format!(
                    "  (from {least:.0} to {most:.0} in {runs} runs; core {:.0} % used, {whole:.0} in a second of it)",
                    busy * 100.0
                );
                self.print(name, middle(&rates), "/s", &more);
            }
            Format::Json => {
                let told = json!({ "name": name, "value": middle(&rates), "unit": "/s", "min": least, "max": most,
                    "runs": rates.len(), "used": busy, "in_core_second": whole });
                let _ = writeln!(std::io::stdout().lock(), "{told}");
            }
        }
    }

    fn print(&self, name: &str, value: f64, unit: &str, more: &str) {
        let line = match self.format {
            Format::Text if value < 10.0 => format!("{name:<24} {value:8.2} {unit}{more}"),
            Format::Text => format!("{name:<24} {value:8.1} {unit}{more}"),
            Format::Json => json!({ "name": name, "value": value, "unit": unit }).to_string(),
        };
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }
}

fn evaluations(questions: &[String]) -> Vec<Vec<u8>> {
    questions.iter().map(|question| request(EVALUATION, Some(question))).collect()
}

fn middle(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
