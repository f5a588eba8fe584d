//! Load from oha, pinned to its own core.

use super::process::{CLIENTS, Process, used};
use crate::run::output;
use serde_json::Value;

/// Connections that stay open all the time.
const CONNECTIONS: &str = "16";

/// The target of the load, and its requests.
pub(super) struct Load<'a> {
    pub(super) server: &'a Process,
    pub(super) path: &'a str,
    /// A file with one body on each line, picked at random. Without one, requests use GET.
    pub(super) bodies: Option<&'a str>,
}

/// The result of a load.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    /// Answers per second.
    pub(super) rate: f64,
    /// The time for half of all answers, in seconds.
    pub(super) median: f64,
    /// The time for 99 of 100 answers, in seconds.
    pub(super) most_of_hundred: f64,
    /// The size of an answer in bytes.
    pub(super) size: f64,
    /// The share of its core that the server used.
    pub(super) busy: f64,
}

/// Asks as fast as possible: each connection asks again as soon as it has an answer.
pub(super) fn closed(load: &Load<'_>, seconds: u64) -> Result<Measured, String> {
    measured(load, seconds, &[])
}

/// Sends a fixed number of requests per second, whether answers come or not. Latency counts from
/// the moment when a request should have been sent.
pub(super) fn open(load: &Load<'_>, rate: f64, seconds: u64) -> Result<Measured, String> {
    measured(load, seconds, &["-q", &format!("{rate:.0}"), "--latency-correction"])
}

fn measured(load: &Load<'_>, seconds: u64, more: &[&str]) -> Result<Measured, String> {
    let (length, url) = (format!("{seconds}s"), format!("http://{}{}", load.server.address, load.path));
    let mut words =
        vec!["taskset", "-c", CLIENTS, "oha", "--no-tui", "--output-format", "json", "--worker-threads", "1"];
    words.extend(["-c", CONNECTIONS, "-z", &length, "--disable-compression"]);
    if let Some(bodies) = load.bodies {
        words.extend(["-m", "POST", "-T", "application/json", "-Z", bodies]);
    }
    words.extend(more);
    words.push(&url);
    let before = used(load.server.id());
    let told: Value = serde_json::from_str(&output(&words)?).map_err(|error| format!("oha: {error}"))?;
    let taken = used(load.server.id()) - before;
    let number = |section: &str, name: &str| {
        told.get(section)
            .and_then(|section| section.get(name))
            .and_then(Value::as_f64)
            .ok_or(format!("oha tells no {name}"))
    };
    let statuses = told.get("statusCodeDistribution").and_then(Value::as_object);
    if statuses.is_none_or(|known| known.len() != 1 || !known.contains_key("200")) {
        return Err(format!("{url} answers {}", told.get("statusCodeDistribution").unwrap_or(&Value::Null)));
    }
    Ok(Measured {
        rate: number("summary", "requestsPerSec")?,
        median: number("latencyPercentiles", "p50")?,
        most_of_hundred: number("latencyPercentiles", "p99")?,
        size: number("summary", "sizePerRequest")?,
        busy: taken / number("summary", "total")?,
    })
}
