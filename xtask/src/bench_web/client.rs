//! The client of the load: one thread on its own core, which never sleeps.
//!
//! A client that sleeps until a request is due wakes up late, and its latencies then show its own
//! clock. This one checks the time and each connection in turn.

use super::process::{CLIENTS, Process, SERVER, used};
use crate::run::run;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Connections that stay open all the time.
const CONNECTIONS: usize = 16;
/// The length of one window of steady load. It is long enough for some thousand requests, and short
/// enough that some windows on a shared machine are undisturbed.
const WINDOW: Duration = Duration::from_millis(250);
/// The maximum time for checking all connections, which takes about 20 µs. If it took longer, the
/// client was stopped, and its figures would show its own pause.
const PAUSE: Duration = Duration::from_micros(500);

/// The answers of a server that was asked as fast as it answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Throughput {
    /// Answers per second.
    pub(super) rate: f64,
    /// The share of its core that the server used.
    pub(super) busy: f64,
}

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

/// Asks as fast as possible (closed loop): each connection asks again as soon as it has an answer.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub(super) fn throughput(server: &Process, requests: &[Vec<u8>], length: Duration) -> Result<Throughput, String> {
    let mut connections = connections(server)?;
    let mut requests = requests.iter().cycle();
    let (used_before, begin) = (used(server.id()), Instant::now());
    let mut answers = 0_u32;
    while begin.elapsed() < length {
        for connection in &mut connections {
            if connection.due.is_some() {
                if !connection.answered().map_err(broken)? {
                    continue;
                }
                answers += 1;
            }
            connection.ask(requests.next().map_or(b"", Vec::as_slice), begin).map_err(broken)?;
        }
    }
    let (taken, used_after) = (begin.elapsed().as_secs_f64(), used(server.id()));
    Ok(Throughput { rate: f64::from(answers) / taken, busy: (used_after - used_before) / taken })
}

/// Runs one window of load at this number of requests per second, whether answers come or not (open
/// loop). A request that finds no free connection waits, and the wait counts: latency starts when
/// a request is due.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub(super) fn window(server: &Process, requests: &[Vec<u8>], rate: f64) -> Result<Window, String> {
    let mut connections = connections(server)?;
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

/// Opens a number of connections, asks over each once, and returns them, still open.
pub(super) fn keep_alive(server: &Process, request: &[u8], number: usize) -> Result<Vec<impl Sized>, String> {
    let mut open = Vec::with_capacity(number);
    for _ in 0..number {
        let mut connection = Connection::new(server)
            .map_err(|error| format!("connection {}: {error}; `ulimit -n` must be above {number}", open.len()))?;
        connection.stream.set_nonblocking(false).map_err(broken)?;
        connection.stream.write_all(request).map_err(broken)?;
        while !connection.answered().map_err(broken)? {}
        open.push(connection);
    }
    Ok(open)
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
    format!("a connection of the load: {error}")
}

fn connections(server: &Process) -> Result<Vec<Connection>, String> {
    (0..CONNECTIONS).map(|_| Connection::new(server)).collect::<Result<_, _>>().map_err(broken)
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
