//! Load at a steady rate, timed to the microsecond.
//!
//! oha sleeps until a request is due, and its sleep ends at a whole millisecond. Below that, its
//! latencies only show its own clock. This client never sleeps. It checks the time and each
//! connection in turn. A request that finds no free connection waits, and the wait counts: latency
//! starts when a request is due (open loop).

use super::process::{CLIENTS, Process, SERVER};
use crate::run::run;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The length of one window of load. It is long enough for some thousand requests, and short enough
/// that some windows on a shared machine are undisturbed.
const WINDOW: Duration = Duration::from_millis(250);
const CONNECTIONS: usize = 16;
/// The maximum time for checking all connections, which takes about 20 µs. If it took longer, the
/// client was stopped, and its figures would show its own pause.
const PAUSE: Duration = Duration::from_micros(500);

/// Latencies in a window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) median: Duration,
    /// The time for 99 of 100 answers.
    pub(super) most_of_hundred: Duration,
    /// Whether the machine gave no time of either core to other work, as far as it reports this,
    /// and the client never paused.
    pub(super) quiet: bool,
}

/// Returns the windows that count, which are those without disturbance.
pub(super) fn quiet(windows: &[Window]) -> Vec<Window> {
    windows.iter().filter(|window| window.quiet).copied().collect()
}

/// Keeps this thread on the core of the clients from now on.
pub(super) fn pin() -> Result<(), String> {
    run(&["taskset", "--cpu-list", "--pid", CLIENTS, &std::process::id().to_string()])
}

/// Runs one window of load at this number of requests per second.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub(super) fn window(server: &Process, requests: &[Vec<u8>], rate: f64) -> Result<Window, String> {
    let mut connections =
        (0..CONNECTIONS).map(|_| Connection::new(server)).collect::<Result<Vec<_>, _>>().map_err(broken)?;
    let (taken, begin, gap) = (taken(), Instant::now(), Duration::from_secs_f64(1.0 / rate));
    let mut requests = requests.iter().cycle();
    let mut times: Vec<Duration> = Vec::new();
    let (mut due, mut looked, mut paused) = (begin, begin, false);
    while due < begin + WINDOW || connections.iter().any(|one| one.due.is_some()) {
        paused |= looked.elapsed() > PAUSE;
        looked = Instant::now();
        for connection in &mut connections {
            if let Some(asked) = connection.due {
                if connection.answered().map_err(broken)? {
                    times.push(asked.elapsed());
                    connection.due = None;
                }
            } else if due < begin + WINDOW && due <= Instant::now() {
                connection.ask(requests.next().map_or(b"", Vec::as_slice), due).map_err(broken)?;
                due += gap;
            }
        }
    }
    let quiet = !paused && self::taken() == taken;
    times.sort();
    let within = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    Ok(Window { median: within(50), most_of_hundred: within(99), quiet })
}

/// Returns a request for a connection that stays open.
pub(super) fn request(path: &str, body: Option<&str>) -> Vec<u8> {
    let rest = match body {
        Some(body) => format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len()),
        None => "\r\n".to_owned(),
    };
    let method = if body.is_some() { "POST" } else { "GET" };
    format!("{method} {path} HTTP/1.1\r\nhost: bench\r\n{rest}").into_bytes()
}

/// Returns the time of the two cores that went to other virtual machines (proc(5): "steal", in
/// ticks).
fn taken() -> Vec<String> {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let core = |number: &str| text.lines().find(|line| line.starts_with(&format!("cpu{number} "))).map(str::to_owned);
    let steal = |line: String| line.split_whitespace().nth(8).map(str::to_owned);
    [SERVER, CLIENTS].into_iter().filter_map(core).filter_map(steal).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn broken(error: std::io::Error) -> String {
    format!("a connection of the steady load: {error}")
}

struct Connection {
    stream: TcpStream,
    /// When the request without an answer was due.
    due: Option<Instant>,
    answer: Vec<u8>,
}

impl Connection {
    fn new(server: &Process) -> std::io::Result<Self> {
        let stream = TcpStream::connect(server.address)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self { stream, due: None, answer: Vec::new() })
    }

    fn ask(&mut self, request: &[u8], due: Instant) -> std::io::Result<()> {
        self.due = Some(due);
        self.answer.clear();
        self.stream.write_all(request)
    }

    /// Returns true if the answer has arrived completely.
    fn answered(&mut self) -> std::io::Result<bool> {
        let mut part = [0; 1 << 14];
        match self.stream.read(&mut part) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => self.answer.extend_from_slice(part.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error),
        }
        let Some(end) = self.answer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(false) };
        let head = String::from_utf8_lossy(self.answer.get(..end).unwrap_or_default()).to_ascii_lowercase();
        if !head.starts_with("http/1.1 200 ") {
            return Err(ErrorKind::InvalidData.into());
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
        Ok(length.is_some_and(|length| self.answer.len() >= end + 4 + length))
    }
}
