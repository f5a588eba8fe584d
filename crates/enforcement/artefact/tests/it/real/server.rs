//! Servers for the tests: the real consumers as processes, and the servers behind them.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The time that a server may take to answer on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// A process that ends with the test.
pub(crate) struct Server {
    child: Child,
    log: PathBuf,
}

impl Server {
    /// Starts a command. Its output goes to `log`.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Self {
        let file = std::fs::File::create(log).expect("a log");
        let twin = file.try_clone().expect("a log");
        let child = command.stdin(Stdio::null()).stdout(file).stderr(twin).spawn();
        let child = child.unwrap_or_else(|error| panic!("{command:?}: {error}: run `cargo xtask test --install`"));
        Self { child, log: log.to_owned() }
    }

    /// Waits until a condition is true. Shows the log if it never is.
    pub(crate) fn until(&mut self, what: &str, mut so: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !so() {
            let ended = self.child.try_wait().expect("a process");
            assert!(ended.is_none() && begun.elapsed() < PATIENCE, "{what}: {ended:?}\n{}", self.log());
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Returns its output.
    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a port on which nothing listens, for both protocols.
pub(crate) fn free_port() -> u16 {
    loop {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = tcp.local_addr().expect("an address").port();
        if UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// Starts a web server that answers every request with the same words.
pub(crate) fn web_server() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream));
        }
    });
    port
}

fn answer(mut stream: TcpStream) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let mut request = Vec::new();
    let mut part = [0; 4096];
    while !request.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut part) {
            Ok(count) if count > 0 => request.extend_from_slice(&part[..count]),
            _ => return,
        }
    }
    let body = "<!DOCTYPE html><title>through</title>let through";
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
}

/// Returns the status and the body of a proxy's answer to a client at an address.
pub(crate) fn by_proxy(client: Ipv4Addr, proxy: u16, request: &str) -> (u16, String) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    socket.bind(&SocketAddr::new(IpAddr::V4(client), 0).into()).expect("an address");
    let Ok(()) = socket.connect(&SocketAddr::from((Ipv4Addr::LOCALHOST, proxy)).into()) else {
        return (0, String::new());
    };
    let mut stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
    if stream.write_all(request.as_bytes()).is_err() {
        return (0, String::new());
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status, body.to_owned())
}
