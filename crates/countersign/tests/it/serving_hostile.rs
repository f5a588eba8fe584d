//! `serve` with broken, slow and malicious clients.

use crate::malformed::{Dice, request};
use crate::served::{Served, rest};
use crate::support::root;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

const ASKED: &str = "/api/v1/answer?tool=slack&purpose=business&activity=share&classification=official&personal-data=none\
&device=dom1&via=web&account=work&audience=external";
/// The number of malformed requests, and of clients that send them at the same time.
const REQUESTS: usize = 10_000;
const CLIENTS: usize = 20;
const ABORTED: usize = 200;
const SLOW: usize = 100;
/// The maximum memory of the service, in KiB. It is twice the target, because this is no release
/// build.
const MEMORY: usize = 200 << 10;

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
    stream.set_write_timeout(Some(Duration::from_secs(60))).expect("set");
    stream
}

/// Sends malformed requests, each over a separate connection, because the service reads nothing
/// after one. Every third follows a valid request. Returns the status lines of all answers.
fn harass(address: SocketAddr, seed: u64) -> Vec<String> {
    let mut dice = Dice(seed);
    let mut answers = Vec::new();
    for turn in 0..REQUESTS / CLIENTS {
        let mut stream = connect(address);
        let before: &[u8] = if turn % 3 == 0 { b"GET /healthz HTTP/1.1\r\nhost: test\r\n\r\n" } else { b"" };
        // The service can end such a connection at any time.
        let _ = stream.write_all(&[before, &request(&mut dice)].concat());
        let told = answers_of(stream);
        let lines = told.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"HTTP/1."));
        answers.extend(lines.map(|line| String::from_utf8_lossy(line).trim().to_owned()));
    }
    answers
}

/// Returns all answers. After a pause, the service waits for the rest of a request, so the client
/// ends its side of the connection.
fn answers_of(mut stream: TcpStream) -> Vec<u8> {
    let mut told = Vec::new();
    stream.set_read_timeout(Some(Duration::from_millis(25))).expect("set");
    let waiting = |error: std::io::Error| error.kind() == std::io::ErrorKind::WouldBlock;
    if stream.read_to_end(&mut told).is_err_and(waiting) {
        let _ = stream.shutdown(Shutdown::Write);
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
        assert!(!stream.read_to_end(&mut told).is_err_and(waiting), "neither answered nor ended");
    }
    told
}

/// Disconnects in the middle of a head or a body, every second time with a reset.
fn abort(address: SocketAddr) {
    for turn in 0..ABORTED {
        let whole =
            "POST /api/v1/check HTTP/1.1\r\nhost: test\r\ncontent-length: 5000\r\n\r\n{\"tool\":\"slack\",\"facts\":{";
        let part = match turn % 4 {
            0 | 1 => &whole[..turn % 60],
            _ => whole,
        };
        let mut stream = connect(address);
        stream.write_all(part.as_bytes()).expect("sent");
        if turn % 2 == 0 {
            socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).expect("set");
        }
    }
    // Other clients send slow questions and do not wait for the answer. They must not delay any
    // other client.
    for _ in 0..ABORTED {
        let mut stream = connect(address);
        stream.write_all(b"GET /api/v1/suggest HTTP/1.1\r\nhost: test\r\n\r\n").expect("sent");
        socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).expect("set");
    }
}

/// Starts clients that send one byte a second for some seconds, up to a complete request.
fn slow(address: SocketAddr) -> JoinHandle<Vec<u16>> {
    let head = "GET /healthz HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n";
    let mut streams: Vec<TcpStream> = (0..SLOW).map(|_| connect(address)).collect();
    let (most, bytes) = head.split_at(head.len() - 4);
    for stream in &mut streams {
        stream.write_all(most.as_bytes()).expect("sent");
    }
    spawn(move || {
        for byte in bytes.as_bytes() {
            sleep(Duration::from_secs(1));
            for stream in &mut streams {
                stream.write_all(&[*byte]).expect("sent");
            }
        }
        streams.into_iter().map(|stream| rest(stream).status).collect()
    })
}

/// Returns the peak memory of a process, in KiB (proc(5)).
fn most_memory(id: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{id}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a line");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[test]
fn no_client_brings_it_down() {
    let served = Served::start(&root().join("packs/moj"), &["--rate", "0"]);
    let (address, before) = (served.address, served.get(ASKED));
    assert_eq!(before.status, 200);
    let slow = slow(address);
    let clients: Vec<_> =
        (0..CLIENTS).map(|client| spawn(move || harass(address, client.try_into().expect("small")))).collect();
    let aborting = spawn(move || abort(address));
    // Clients with valid requests get answers meanwhile.
    for _ in 0..20 {
        assert_eq!(served.get(ASKED).body, before.body);
    }
    aborting.join().expect("a client");
    let answers: Vec<String> = clients.into_iter().flat_map(|client| client.join().expect("a client")).collect();
    let fault = |line: &&String| line.split(' ').nth(1).is_none_or(|status| status.starts_with('5') || status == "100");
    let faults: Vec<&String> = answers.iter().filter(fault).collect();
    assert!(faults.is_empty(), "{} of {}: {faults:?}", faults.len(), answers.len());
    for status in ["200", "400", "404", "405", "413", "431"] {
        let some = answers.iter().filter(|line| line.split(' ').nth(1) == Some(status)).count();
        assert!(some > 0, "none of {} answers is {status}", answers.len());
    }
    assert!(slow.join().expect("clients").iter().all(|status| *status == 200), "a slow client is a client");

    assert_eq!(served.get("/healthz").body, "ok\n");
    assert_eq!(served.get(ASKED).body, before.body);
    let memory = most_memory(served.id());
    assert!(memory < MEMORY, "{memory} KiB");
    served.until("the end of all connections", |served| {
        served.get("/metrics").body.contains("countersign_connections 1\n")
    });
    served.terminate();
    let (status, log) = served.ended();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(!log.contains("panicked") && !log.contains("WARN") && !log.contains("ERROR"), "{log}");
}
