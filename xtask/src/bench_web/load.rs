//! Load from oha, pinned to a core of its own.

use super::process::{CLIENTS, Process, used};
use crate::run::output;
use serde_json::Value;

/// Connections that stay open all the time.
const CONNECTIONS: &str = "16";

/// Where to, and what.
pub(super) struct Load<'a> {
    pub(super) server: &'a Process,
    pub(super) path: &'a str,
    /// A file with a body a line, picked at random; without one, requests are read with
    /// GET.
    pub(super) bodies: Option<&'a str>,
}

/// What a load came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    /// Answers a second.
    pub(super) rate: f64,
    /// Seconds within which half of all answers came.
    pub(super) median: f64,
    /// Seconds within which 99 of a hundred came.
    pub(super) most_of_hundred: f64,
    /// Bytes of an answer.
    pub(super) size: f64,
    /// The share of its core that the server used.
    pub(super) busy: f64,
}

/// As fast as it goes: each connection asks again as soon as it has an answer.
pub(super) fn closed(load: &Load<'_>, seconds: u64) -> Result<Measured, String> {
    measured(load, seconds, &[])
}

/// So many a second whether answers come or not, and what has to wait counts from the
/// moment at which it should have been sent.
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
