//! Reloads while clients ask, and what many of them leave behind.

use crate::served::{Served, packs};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, spawn};

/// The number of clients that ask without a pause. The service has one core or two, and they keep
/// it busy.
const CLIENTS: usize = 8;
/// The requests of a client over one connection.
const REQUESTS_OF_CONNECTION: usize = 50;
const RELOADS: usize = 20;
const MANY_RELOADS: usize = 100;
/// The number of reloads after which the allocator's caches are full.
const WARM: usize = 20;

const PATH: &str = "/api/v1/answer?tool=slack&device=dom1&purpose=business";

/// Reloads pack, configuration and certificates, and waits until the pack is loaded.
fn reload(served: &Served) {
    let before = loaded(served);
    let done = Command::new("sh").args(["-c", &format!("kill -HUP {}", served.id())]).status().expect("a shell");
    assert!(done.success());
    served.until("the pack", |served| loaded(served) > before);
}

fn loaded(served: &Served) -> usize {
    served.log().matches("policy loaded").count()
}

/// Asks one question over and over, each time over a connection for a number of requests, until it
/// has to stop. Returns the number of answers, and the versions from which they came.
fn client(address: SocketAddr, stop: Arc<AtomicBool>) -> JoinHandle<(usize, Vec<String>)> {
    spawn(move || {
        let (mut answers, mut versions) = (0, Vec::new());
        while !stop.load(Ordering::Relaxed) {
            let mut stream = TcpStream::connect(address).expect("a connection");
            let mut reader = BufReader::new(stream.try_clone().expect("the same connection"));
            for _ in 0..REQUESTS_OF_CONNECTION {
                write!(stream, "GET {PATH} HTTP/1.1\r\nhost: test\r\n\r\n").expect("sent");
                let version = version(&mut reader);
                answers += 1;
                if !versions.contains(&version) {
                    versions.push(version);
                }
            }
        }
        (answers, versions)
    })
}

/// Reads one answer, which must be a success, and returns the version of the pack that it names.
fn version(reader: &mut impl BufRead) -> String {
    let (mut line, mut length) = (String::new(), 0);
    reader.read_line(&mut line).expect("a status line");
    assert_eq!(line, "HTTP/1.1 200 OK\r\n");
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).expect("a header");
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the body");
    let answer: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(answer["tool"]["id"], "slack");
    answer["pack"]["version"].as_str().map_or_else(|| answer["pack"].to_string(), str::to_owned)
}

/// Gives the pack another version number.
fn set_version(pack: &Path, number: usize) {
    let file = pack.join("pack.toml");
    let text = fs::read_to_string(&file).expect("a pack");
    let changed = text.lines().map(|line| match line.starts_with("version = ") {
        true => format!("version = \"test.{number}\""),
        false => line.to_owned(),
    });
    fs::write(&file, changed.collect::<Vec<_>>().join("\n") + "\n").expect("written");
}

#[test]
fn a_reload_under_load_loses_no_request() {
    let (_dir, pack) = packs();
    let served = Served::start(&pack, &["--rate", "0"]);
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..CLIENTS).map(|_| client(served.address, Arc::clone(&stop))).collect();
    for number in 0..RELOADS {
        set_version(&pack, number);
        reload(&served);
    }
    stop.store(true, Ordering::Relaxed);
    let mut versions = Vec::new();
    for client in clients {
        let (answers, own) = client.join().expect("every request is answered");
        assert!(answers >= REQUESTS_OF_CONNECTION, "{answers}");
        versions.extend(own);
    }
    versions.sort();
    versions.dedup();
    assert!(versions.len() > RELOADS / 2, "clients see the new versions: {versions:?}");
    served.terminate();
    let (status, log) = served.ended();
    assert_eq!(status.code(), Some(0), "{log}");
}

/// The open files, the threads and the resident memory in KiB of a process.
#[derive(Debug)]
struct Resources {
    files: usize,
    threads: usize,
    memory: usize,
}

impl Resources {
    fn of(process: u32) -> Self {
        let count = |folder| fs::read_dir(format!("/proc/{process}/{folder}")).expect("a process").count();
        let status = fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
        let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let memory = memory.and_then(|memory| memory.trim().trim_end_matches(" kB").parse().ok()).expect("memory");
        Self { files: count("fd"), threads: count("task"), memory }
    }
}

#[test]
fn many_reloads_leak_nothing() {
    let (_dir, pack) = packs();
    let served = Served::start(&pack, &["--rate", "0"]);
    let mut warm = None;
    for number in 0..MANY_RELOADS {
        set_version(&pack, number);
        reload(&served);
        assert_eq!(served.get(PATH).status, 200);
        // Compiles and keeps another day, which the next version must let go.
        assert_eq!(served.get(&format!("{PATH}&at=2019-06-01")).status, 200);
        if number == WARM {
            warm = Some(Resources::of(served.id()));
        }
    }
    let (warm, end) = (warm.expect("a measurement"), Resources::of(served.id()));
    assert!(end.files <= warm.files + 2, "{warm:?} {end:?}");
    assert!(end.threads <= warm.threads + 4, "{warm:?} {end:?}");
    // A version of this pack takes more than 2 MiB, so 80 leaked ones would double the memory.
    assert!(end.memory < warm.memory + warm.memory / 4, "{warm:?} {end:?}");
}
