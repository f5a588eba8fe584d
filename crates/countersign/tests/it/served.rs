//! A service in a separate process, and its clients over real sockets.

use crate::support::command;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

/// A day on which everything in the packs of this project is in force.
pub(crate) const DAY: &str = "2026-04-01";
/// The time limit of a client for an expected event, far longer than needed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// The maximum number of attempts until a condition holds.
const LOOKS: usize = 600;

/// A running service.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

/// A reply.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Returns a header by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

impl Served {
    /// Starts a service of a pack with further arguments, and waits until it listens.
    pub(crate) fn start(pack: &Path, more: &[&str]) -> Self {
        Self::start_with(pack, more, |_| ())
    }

    /// Starts a service as [`Self::start`] does, with changes to the command.
    pub(crate) fn start_with(pack: &Path, more: &[&str], change: impl FnOnce(&mut std::process::Command)) -> Self {
        let pack = pack.to_str().expect("UTF-8");
        let fixed = ["serve", "--pack", pack, "--at", DAY, "--listen", "127.0.0.1:0", "--versions", "0"];
        let mut command = command(&[&fixed, more].concat());
        command.env_remove("COUNTERSIGN_LISTEN").stdout(Stdio::piped()).stderr(Stdio::piped());
        change(&mut command);
        let mut child = command.spawn().expect("started");
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, kept) = (BufReader::new(child.stderr.take().expect("its log")).lines(), Arc::clone(&log));
        let reader = spawn(move || {
            for line in lines.map_while(Result::ok) {
                *kept.lock().expect("the log") += &format!("{line}\n");
            }
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let address = line.trim().trim_end_matches('/').rsplit('/').next().and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("{line}{}", log.lock().expect("the log")));
        Self { child, address, log, reader: Some(reader) }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns its standard error so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.set_write_timeout(Some(PATIENCE))).expect("set");
        stream
    }

    pub(crate) fn get(&self, uri: &str) -> Reply {
        self.ask(&format!("GET {uri} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n"))
    }

    pub(crate) fn post(&self, uri: &str, body: &Value) -> Reply {
        let body = body.to_string();
        let head = "content-type: application/json\r\nhost: test\r\nconnection: close\r\ncontent-length:";
        self.ask(&format!("POST {uri} HTTP/1.1\r\n{head} {}\r\n\r\n{body}", body.len()))
    }

    /// Returns the head of the response for a path. The body may be compressed.
    pub(crate) fn head_of(&self, path: &str, headers: &str) -> String {
        let mut stream = self.connect();
        let request = format!("GET {path} HTTP/1.1\r\nconnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n", "\n").to_lowercase()
    }

    /// Sends a request unchanged, and reads until the connection ends.
    pub(crate) fn ask(&self, request: &str) -> Reply {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("sent");
        rest(stream)
    }

    /// Repeats a check until it holds.
    pub(crate) fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..LOOKS {
            if holds(self) {
                return;
            }
            sleep(Duration::from_millis(100));
        }
        panic!("{what} never came to be; the log: {}", self.log());
    }

    /// Sends SIGTERM, as a service manager does.
    pub(crate) fn terminate(&self) {
        let kill = format!("kill -TERM {}", self.id());
        assert!(std::process::Command::new("sh").args(["-c", &kill]).status().expect("a shell").success());
    }

    /// Waits for its end, and returns the status and the whole log.
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().expect("its end");
        self.reader.take().expect("a reader").join().expect("the whole log");
        (status, self.log())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// Reads a connection to its end, as a reply.
pub(crate) fn rest(mut stream: TcpStream) -> Reply {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Reply { status, head: head.to_owned(), body: body.to_owned() }
}

/// Copies the packs of this project into a folder that a test can change. Returns the path of the
/// served pack second.
pub(crate) fn packs() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().expect("a folder");
    for name in ["moj", "uk-government"] {
        copy(&crate::support::root().join("packs").join(name), &root.path().join(name));
    }
    let pack = root.path().join("moj");
    (root, pack)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("a copy");
        }
    }
}
