//! A server as a separate process, and single requests to it.

use super::questions::Questions;
use crate::run::command;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The core of the server, and that of its clients.
pub(super) const SERVER: &str = "0";
pub(super) const CLIENTS: &str = "1";

/// A server that runs until it is dropped.
pub(super) struct Process {
    child: Child,
    /// The process that answers requests.
    answering: u32,
    pub(super) address: SocketAddr,
}

/// A reply.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Process {
    /// Starts the service of packs/moj as it is deployed, except for its rate limit.
    pub(super) fn service(binary: &Path, more: &[&str]) -> Result<Self, String> {
        let binary = binary.to_string_lossy();
        let pinned = ["taskset", "-c", SERVER, &binary, "serve", "--pack", "packs/moj", "--listen", "127.0.0.1:0"];
        let words = [&pinned[..], &["--rate", "0", "--log", "warn", "--versions", "0"], more].concat();
        let mut child = command(&words).stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
        let mut line = String::new();
        let read = child.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
        let address = line.trim().trim_end_matches('/').rsplit('/').next().and_then(|address| address.parse().ok());
        let (Some(Ok(_)), Some(address)) = (read, address) else {
            return Err(format!("`countersign serve` said {line:?}"));
        };
        Ok(Self { answering: child.id(), child, address })
    }

    /// Starts any other server and waits until it answers. `answering` finds its process.
    pub(super) fn other(
        mut command: Command,
        address: SocketAddr,
        answering: impl Fn(u32) -> Option<u32>,
    ) -> Result<Self, String> {
        let child = command.spawn().map_err(|error| error.to_string())?;
        let mut process = Self { answering: child.id(), child, address };
        for _ in 0..100 {
            std::thread::sleep(Duration::from_millis(20));
            if let (Ok(_), Some(id)) = (TcpStream::connect(address), answering(process.child.id())) {
                process.answering = id;
                return Ok(process);
            }
        }
        Err("the server does not answer".to_owned())
    }

    pub(super) fn id(&self) -> u32 {
        self.answering
    }

    pub(super) fn get(&self, path: &str, headers: &str) -> Result<Reply, String> {
        self.ask(&format!("GET {path} HTTP/1.0\r\nhost: bench\r\n{headers}\r\n"))
    }

    pub(super) fn post(&self, path: &str, body: &str) -> Result<Reply, String> {
        let kind = "content-type: application/json";
        self.ask(&format!(
            "POST {path} HTTP/1.0\r\nhost: bench\r\n{kind}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    /// Sends one request and returns its answer. HTTP/1.0 is used, so that the connection ends with
    /// the answer.
    fn ask(&self, request: &str) -> Result<Reply, String> {
        let mut bytes = Vec::new();
        let told = TcpStream::connect(self.address).and_then(|mut stream| {
            stream.write_all(request.as_bytes())?;
            stream.read_to_end(&mut bytes)
        });
        told.map_err(|error| error.to_string())?;
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").ok_or("an answer without a head")?;
        let body = bytes.split_off(end + 4);
        let head = String::from_utf8_lossy(&bytes);
        let status =
            head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("an answer without a status")?;
        Ok(Reply { status, body })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A server with workers ends them only if it is asked to end.
        let kill = format!("kill {}", self.child.id());
        let _ = Command::new("sh").args(["-c", &kill]).status();
        let _ = self.child.wait();
    }
}

/// Returns the time from the start of the process to its first answer.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub(super) fn start(binary: &Path, questions: &Questions) -> Result<Duration, String> {
    let question = questions.different(1)?.join("");
    let start = Instant::now();
    let service = Process::service(binary, &[])?;
    let reply = service.post(super::EVALUATION, &question)?;
    let taken = start.elapsed();
    if reply.status == 200 { Ok(taken) } else { Err(format!("the first answer is {}", reply.status)) }
}

/// Returns the present and the peak memory of a process, in KiB (proc(5)).
pub(super) fn memory(id: u32) -> Result<(f64, f64), String> {
    let text = fs::read_to_string(format!("/proc/{id}/status")).map_err(|error| error.to_string())?;
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
    };
    Ok((value("VmRSS:"), value("VmHWM:")))
}

/// Returns the processor time of all threads of a process (proc(5): clock ticks, a hundred a second
/// on every Linux).
pub(super) fn used(id: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
