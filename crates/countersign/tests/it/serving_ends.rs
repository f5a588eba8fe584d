//! The end of `serve`, its TLS, and its limit for one address.

use crate::served::{Reply, Served, rest};
use crate::support::{root, run};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

const ASKED: &str = "{\"tool\":\"slack\"}";

fn moj(more: &[&str]) -> Served {
    Served::start(&root().join("packs/moj"), more)
}

/// Sends the head of a question, and waits until the service asks for its body.
fn begun(served: &Served) -> TcpStream {
    let mut stream = served.connect();
    let length = ASKED.len();
    let head = format!(
        "POST /api/v1/check HTTP/1.1\r\nhost: test\r\nexpect: 100-continue\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("sent");
    let mut told = [0; 25];
    stream.read_exact(&mut told).expect("an answer");
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[test]
fn what_is_asked_when_it_ends_is_answered() {
    let served = moj(&[]);
    let (mut open, idle) = (begun(&served), served.connect());
    served.terminate();
    served.until("the end", |served| served.log().contains("stopping"));
    assert!(TcpStream::connect(served.address).is_err(), "nobody else is let in");
    open.write_all(ASKED.as_bytes()).expect("sent");
    let reply = rest(open);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["tool"]["id"], "slack");
    let (status, log) = served.ended();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(!log.contains("did not end in time"), "{log}");
    drop(idle);
}

#[test]
fn a_client_that_has_just_connected_gets_its_answer() {
    let served = moj(&[]);
    let mut connected: Vec<TcpStream> = (0..20).map(|_| served.connect()).collect();
    // The last connection is accepted when an answer comes over it.
    let last = connected.last_mut().expect("a connection");
    last.write_all(b"GET /healthz HTTP/1.1\r\nhost: test\r\n\r\n").expect("sent");
    last.read_exact(&mut [0; 12]).expect("an answer");
    served.terminate();
    served.until("the end", |served| served.log().contains("stopping"));
    connected.pop();
    for mut stream in connected {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: test\r\n\r\n").expect("sent");
        assert_eq!(rest(stream).status, 200);
    }
    let (status, log) = served.ended();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(!log.contains("did not end in time"), "{log}");
}

/// Creates a certificate for this machine, with its key.
fn certificate(dir: &Path, name: &str) {
    let made = format!(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {name}.key -out {name}.pem -days 3650 \
         -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    );
    let made = Command::new("sh").args(["-c", &made]).current_dir(dir).output().expect("openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[test]
fn tls_carries_http2_and_http1() {
    let dir = tempfile::tempdir().expect("a folder");
    certificate(dir.path(), "own");
    certificate(dir.path(), "other");
    let file = |name: &str| dir.path().join(name).to_str().expect("UTF-8").to_owned();
    let (own, key, other) = (file("own.pem"), file("own.key"), file("other.pem"));
    let served = moj(&["--tls-cert", &own, "--tls-key", &key]);
    let curl = |trusted: &str, more: &[&str]| {
        let url = format!("https://{}/api/v1/answer?tool=slack", served.address);
        let fixed = [
            "--silent",
            "--show-error",
            "--noproxy",
            "*",
            "--cacert",
            trusted,
            "--write-out",
            "\n%{http_version} %{http_code}",
        ];
        let ran = Command::new("curl").args(fixed).args(more).arg(url).output().expect("curl");
        (ran.status.success(), String::from_utf8(ran.stdout).expect("UTF-8"))
    };
    for (version, more) in [
        ("2 200", &["--http2"][..]),
        ("1.1 200", &["--http1.1"]),
        ("2 200", &["--http2", "--tls-max", "1.2"]),
        ("1.1 200", &["--http1.1", "--tlsv1.3"]),
    ] {
        let (well, told) = curl(&own, more);
        assert!(well && told.ends_with(&format!("\n{version}")), "{more:?}: {told}");
        assert!(told.contains("\"id\":\"slack\""), "{told}");
    }
    assert!(!curl(&other, &[]).0, "a client that trusts another certificate does not ask");
    // A client without TLS gets no answer and causes no harm.
    let mut plain = served.connect();
    plain.write_all(b"GET / HTTP/1.1\r\n\r\n").expect("sent");
    let mut told = Vec::new();
    let _ = plain.read_to_end(&mut told);
    assert!(!told.starts_with(b"HTTP"), "{told:?}");
    assert!(curl(&own, &[]).0);
    served.terminate();
    assert_eq!(served.ended().0.code(), Some(0));
}

#[test]
fn files_that_tls_cannot_use_are_told() {
    let dir = tempfile::tempdir().expect("a folder");
    certificate(dir.path(), "own");
    certificate(dir.path(), "other");
    std::fs::write(dir.path().join("note.txt"), "Nothing of the kind.\n").expect("written");
    for (chain, key, told) in [
        ("own.pem", "other.key", "other.key: this is not the key of the first certificate"),
        ("own.pem", "own.pem", "own.pem: the private key cannot be read"),
        ("own.pem", "note.txt", "note.txt: the private key cannot be read"),
        ("note.txt", "own.key", "note.txt: there is no certificate in this file"),
        ("own.pem", "nowhere.key", "nowhere.key: this file cannot be read"),
    ] {
        let file = |name: &str| dir.path().join(name).to_str().expect("UTF-8").to_owned();
        let (chain, key) = (file(chain), file(key));
        let pack = "packs/moj";
        let ran = run(&["serve", "--pack", pack, "--listen", "127.0.0.1:0", "--tls-cert", &chain, "--tls-key", &key]);
        assert_eq!(ran.status, 2, "{}", ran.err);
        assert!(ran.err.contains(told) && ran.err.contains("`--tls-key`"), "{}", ran.err);
        assert!(ran.out.is_empty(), "it does not listen: {}", ran.out);
    }
}

/// One connection that sends many requests.
struct Asking(BufReader<TcpStream>);

impl Asking {
    fn ask(&mut self, more: &str) -> Reply {
        let request = format!("GET /api/v1/tools/none HTTP/1.1\r\nhost: test\r\n{more}\r\n");
        self.0.get_mut().write_all(request.as_bytes()).expect("sent");
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(self.0.read_line(&mut head).expect("a line") > 0, "{head}");
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
        let mut body = vec![0; length.parse().expect("a number")];
        self.0.read_exact(&mut body).expect("a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Reply { status, head, body: String::from_utf8(body).expect("UTF-8") }
    }
}

fn asking(served: &Served) -> Asking {
    Asking(BufReader::new(served.connect()))
}

#[test]
fn one_address_may_ask_so_much() {
    let served = moj(&["--rate", "5"]);
    let mut one = asking(&served);
    let replies: Vec<Reply> = (0..200).map(|_| one.ask("")).collect();
    assert!(replies.iter().take(20).all(|reply| reply.status == 404), "four times the rate at once");
    let refused: Vec<&Reply> = replies.iter().filter(|reply| reply.status == 429).collect();
    assert!(!refused.is_empty(), "then no more");
    for reply in refused {
        assert_eq!(reply.header("retry-after"), Some("1"));
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
        assert_eq!(reply.json()["status"], 429);
        assert_eq!(reply.json()["type"], "/api#too-many-requests");
    }
    // Without a proxy, the service ignores the address that a client claims.
    let claimed: Vec<u16> =
        (0..200).map(|turn| one.ask(&format!("x-forwarded-for: 198.51.100.{turn}\r\n")).status).collect();
    assert!(claimed.contains(&429), "{claimed:?}");
    // Another address has a separate limit.
    let other = std::net::SocketAddr::from(([127, 0, 0, 2], 0));
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    socket.bind(&other.into()).and_then(|()| socket.connect(&served.address.into())).expect("a connection");
    assert_eq!(Asking(BufReader::new(socket.into())).ask("").status, 404);
}

#[test]
fn without_a_limit_there_is_none() {
    let served = moj(&["--rate", "0"]);
    let mut one = asking(&served);
    assert!((0..500).all(|_| one.ask("").status == 404));
}

#[test]
fn behind_a_proxy_the_last_address_counts() {
    let served = moj(&["--rate", "1", "--trusted-proxy", "127.0.0.1"]);
    let mut one = asking(&served);
    let mut refused = |tries: usize, forwarded: &str| {
        (0..tries).any(|_| one.ask(&format!("x-forwarded-for: {forwarded}\r\n")).status == 429)
    };
    // The client wrote all entries before the last one.
    assert!(refused(100, "203.0.113.1, 198.51.100.7"));
    let ask = |forwarded: &str| asking(&served).ask(&format!("x-forwarded-for: {forwarded}\r\n")).status;
    assert_eq!(ask("203.0.113.1, 198.51.100.8"), 404);
    assert_eq!(ask("198.51.100.7, 198.51.100.9"), 404);
    // Several headers are one list, and a network of IPv6 is one address.
    assert_eq!(ask("198.51.100.7\r\nx-forwarded-for: 198.51.100.10"), 404);
    assert!(refused(100, "2001:db8::1"));
    assert!(refused(4, "2001:db8::2"));
    assert_eq!(ask("2001:db8:0:1::1"), 404);
}
