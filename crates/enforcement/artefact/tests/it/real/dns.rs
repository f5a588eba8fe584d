//! Resolvers: the matrix of names, clients and orders, with the real resolver.

use super::server::{Server, free_port};
use crate::support::{EXCEPTION, PACK, WITH_EXCEPTION, built, deployment, laid_out, without_exemptions};
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// The address that the authority behind the resolver gives for every name.
const THROUGH: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// Clients: an ordinary one, one exempt from the first ban, one exempt from the second.
const ANYBODY: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 1);
const FIRST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 5);
const SECOND: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 6);

/// Returns a question for the address of a name (RFC 1035 section 4.1).
fn question(id: u16, name: &str) -> Vec<u8> {
    let mut bytes = id.to_be_bytes().to_vec();
    bytes.extend_from_slice(&[1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    for label in name.split('.') {
        bytes.push(u8::try_from(label.len()).expect("a label"));
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.extend_from_slice(&[0, 0, 1, 0, 1]);
    bytes
}

/// Starts an authority for everything, with an address for every name and no other record.
fn authority() -> u16 {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = socket.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        let mut bytes = [0; 1500];
        while let Ok((length, from)) = socket.recv_from(&mut bytes) {
            let _ = socket.send_to(&answer(&bytes[..length]), from);
        }
    });
    port
}

fn answer(asked: &[u8]) -> Vec<u8> {
    let mut end = 12;
    while asked[end] != 0 {
        end += 1 + usize::from(asked[end]);
    }
    let kind = &asked[end + 1..end + 3];
    let address = kind == [0, 1];
    let mut bytes = asked[..2].to_vec();
    bytes.extend_from_slice(&[0x85, 0x80, 0, 1, 0, u8::from(address), 0, 0, 0, 0]);
    bytes.extend_from_slice(&asked[12..end + 5]);
    if address {
        bytes.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4]);
        bytes.extend_from_slice(&THROUGH.octets());
    }
    bytes
}

/// Returns whether a client gets the address of a name. `None` if nothing answers.
fn reaches(port: u16, client: Ipv4Addr, name: &str, patience: Duration) -> Option<bool> {
    let socket = UdpSocket::bind((client, 0)).expect("an address");
    socket.set_read_timeout(Some(patience)).expect("a limit");
    socket.send_to(&question(7, name), (Ipv4Addr::LOCALHOST, port)).ok()?;
    let mut bytes = [0; 1500];
    let (length, from) = socket.recv_from(&mut bytes).ok()?;
    assert_eq!(from.ip(), IpAddr::V4(Ipv4Addr::LOCALHOST));
    let answer = &bytes[..length];
    // A failure of the resolver is neither a block nor a pass.
    let code = answer[3] & 15;
    assert!(code == 0 || code == 3, "{name}: answer code {code}");
    let octets = THROUGH.octets();
    Some(answer.windows(4).any(|four| four == octets))
}

fn asked(port: u16, client: Ipv4Addr, name: &str) -> bool {
    let tries = (0..4).find_map(|_| reaches(port, client, name, Duration::from_secs(10)));
    tries.unwrap_or_else(|| panic!("no answer about {name}"))
}

/// Starts a resolver that asks `authority` and listens on `port`. The folder is the artefact's, and
/// absent in the control.
type Start = fn(dir: &Path, artefact: Option<&Path>, authority: u16, port: u16) -> Server;

fn ready(server: &mut Server, port: u16) {
    server.until("the resolver answers", || {
        reaches(port, ANYBODY, "ready.example", Duration::from_millis(500)).is_some()
    });
}

/// Checks the matrix: names, clients, cache orders, and a control without the artefact.
fn matrix(consumer: &str, start: Start, exemptions: bool) {
    let authority = authority();
    let files = if exemptions { PACK.to_vec() } else { without_exemptions(PACK) };
    let tree = built(&files, &deployment(consumer));
    assert_eq!(tree.manifest.artefacts[consumer].refused, None);
    let (dir, artefact) = laid_out(&tree, consumer);
    let port = free_port();
    let mut server = start(dir.path(), Some(&artefact), authority, port);
    ready(&mut server, port);
    let through = |client, name| asked(port, client, name);
    // Each name twice, with either client first, so that one client's cached answer does not reach
    // the other.
    for (name, blocked) in [
        ("banned.test", true),
        ("www.banned.test", true),
        ("a.b.cdn.banned.test", true),
        ("first.example", true),
        ("notbanned.test", false),
        ("banned.test.example", false),
        ("free.test", false),
        ("unrelated.example", false),
    ] {
        assert_eq!(through(ANYBODY, name), !blocked, "{name}, anybody\n{}", server.log());
        assert_eq!(through(FIRST, name), !blocked || exemptions, "{name}, exempt, after anybody\n{}", server.log());
        assert_eq!(through(ANYBODY, name), !blocked, "{name}, anybody, after the exempt client");
        assert_eq!(through(SECOND, name), !blocked, "{name}, exempt from the other ban only");
    }
    for (name, lookalike) in [("exempt-first.banned.test", false), ("exempt-first.notbanned.test", true)] {
        assert_eq!(through(FIRST, name), lookalike || exemptions, "{name}, exempt, first of all");
        assert_eq!(through(ANYBODY, name), lookalike, "{name}, anybody, after that");
    }
    // An exemption from one ban is not an exemption from another.
    for name in ["other.test", "deep.other.test"] {
        assert!(!through(FIRST, name), "{name}, exempt from the first ban only");
        assert_eq!(through(SECOND, name), exemptions, "{name}, exempt from the second");
        assert!(!through(ANYBODY, name), "{name}, anybody");
    }
    drop(server);
    exceptions(consumer, start, exemptions, authority);
    let port = free_port();
    let control = tempfile::tempdir().expect("a folder");
    crate::support::open(control.path());
    let mut server = start(control.path(), None, authority, port);
    ready(&mut server, port);
    for name in ["banned.test", "www.banned.test", "other.test", "free.test"] {
        assert!(asked(port, ANYBODY, name), "{name} without the artefact");
    }
}

/// Checks a name that stays open below a blocked one, and one that is blocked below that.
fn exceptions(consumer: &str, start: Start, exemptions: bool, authority: u16) {
    let files = [PACK, EXCEPTION].concat();
    let files = if exemptions { files } else { without_exemptions(&files) };
    let tree = built(&files, &deployment(consumer));
    let artefact = &tree.manifest.artefacts[consumer];
    assert_eq!(
        (artefact.open.as_slice(), artefact.left_out.as_slice()),
        (&["meet.banned.test".to_owned()][..], &[][..])
    );
    let (dir, artefact) = laid_out(&tree, consumer);
    let port = free_port();
    let mut server = start(dir.path(), Some(&artefact), authority, port);
    ready(&mut server, port);
    for (name, blocked) in WITH_EXCEPTION {
        // Twice, so that one client's answer is in the cache when another asks.
        for _ in 0..2 {
            for (client, blocked) in [ANYBODY, FIRST, SECOND].into_iter().zip(blocked) {
                let blocked =
                    if exemptions { *blocked } else { WITH_EXCEPTION.iter().any(|own| own.0 == *name && own.1[0]) };
                assert_eq!(asked(port, client, name), !blocked, "{name} for {client}\n{}", server.log());
            }
        }
    }
}

fn unbound(dir: &Path, artefact: Option<&Path>, authority: u16, port: u16) -> Server {
    let include = artefact.map(|folder| format!("include: \"{}/countersign.conf\"\n", folder.display()));
    let config = format!(
        "server:\n  chroot: \"\"\n  username: \"\"\n  directory: \"{dir}\"\n  pidfile: \"{dir}/pid\"\n  use-syslog: no\n  interface: 127.0.0.1\n  port: {port}\n  access-control: 127.0.0.0/8 allow\n  do-not-query-localhost: no\n  module-config: \"iterator\"\n  do-ip6: no\n  local-zone: \"test.\" nodefault\n{}forward-zone:\n  name: \".\"\n  forward-addr: 127.0.0.1@{authority}\nremote-control:\n  control-enable: no\n",
        include.unwrap_or_default(),
        dir = dir.display(),
    );
    let file = dir.join("unbound.conf");
    std::fs::write(&file, config).expect("a file");
    Server::start(Command::new("unbound").arg("-d").arg("-c").arg(&file), &dir.join("log"))
}

#[test]
fn unbound_holds_a_ban() {
    matrix("unbound", unbound, true);
}

fn bind(dir: &Path, artefact: Option<&Path>, authority: u16, port: u16) -> Server {
    let include = artefact.map(|folder| format!("include \"{}/countersign.conf\";\n", folder.display()));
    // The artefact names its zones relative to the server's folder.
    let home = artefact.unwrap_or(dir);
    let config = format!(
        "options {{ directory \"{}\"; pid-file \"{dir}/pid\"; session-keyfile \"{dir}/session.key\"; managed-keys-directory \"{dir}\"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes; allow-query {{ 127.0.0.0/8; }}; allow-recursion {{ 127.0.0.0/8; }}; forward only; forwarders {{ 127.0.0.1 port {authority}; }}; dnssec-validation no; empty-zones-enable no; }};\ncontrols {{ }};\n{}",
        home.display(),
        include.unwrap_or_default(),
        dir = dir.display(),
    );
    let file = dir.join("named.conf");
    std::fs::write(&file, config).expect("a file");
    let check = Command::new("named-checkconf").arg("-z").arg(&file).output().expect("named-checkconf");
    let told = [check.stdout, check.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    assert!(check.status.success() && !told.contains("warning"), "{told}");
    Server::start(Command::new("named").args(["-g", "-n", "1", "-c"]).arg(&file), &dir.join("log"))
}

#[test]
fn bind_holds_a_ban() {
    matrix("bind", bind, true);
}

fn powerdns(dir: &Path, artefact: Option<&Path>, authority: u16, port: u16) -> Server {
    let home = artefact.unwrap_or(dir);
    let scripts = artefact.map_or(String::new(), |folder| {
        format!("lua-config-file={0}/countersign.lua\nlua-dns-script={0}/countersign-hooks.lua\n", folder.display())
    });
    let config = format!(
        "local-address=127.0.0.1\nlocal-port={port}\nsocket-dir={dir}\nallow-from=127.0.0.0/8\nforward-zones-recurse=.=127.0.0.1:{authority}\ndont-query=\ndnssec=off\nthreads=1\ndaemon=no\nwrite-pid=no\nhint-file=no\nsecurity-poll-suffix=\n{scripts}",
        dir = dir.display(),
    );
    std::fs::write(dir.join("recursor.conf"), config).expect("a file");
    let config_dir = format!("--config-dir={}", dir.display());
    Server::start(Command::new("pdns_recursor").arg(config_dir).current_dir(home), &dir.join("log"))
}

#[test]
fn powerdns_holds_a_ban() {
    matrix("powerdns", powerdns, true);
}

fn knot(dir: &Path, artefact: Option<&Path>, authority: u16, port: u16) -> Server {
    let load = artefact.map(|folder| format!("dofile('{}/countersign.lua')\n", folder.display()));
    let config = format!(
        "net.ipv6 = false\nnet.listen('127.0.0.1', {port}, {{ kind = 'dns' }})\ntrust_anchors.remove('.')\ncache.size = 10 * MB\n{}policy.add(policy.all(policy.FORWARD({{'127.0.0.1@{authority}'}})))\n",
        load.unwrap_or_default(),
    );
    let file = dir.join("kresd.conf");
    std::fs::write(&file, config).expect("a file");
    // It runs in the folder of the artefact, where the zones are.
    let home = artefact.unwrap_or(dir);
    Server::start(Command::new("kresd").arg("-n").arg("-c").arg(&file).arg(home).current_dir(home), &dir.join("log"))
}

#[test]
fn knot_holds_a_ban() {
    matrix("knot", knot, true);
}

fn dnsmasq(dir: &Path, artefact: Option<&Path>, authority: u16, port: u16) -> Server {
    let mut command = Command::new("dnsmasq");
    command.args(["--keep-in-foreground", "--no-resolv", "--no-hosts", "--user=root", "--log-facility=-"]);
    command.args(["--listen-address=127.0.0.1", "--bind-interfaces"]);
    command.arg(format!("--port={port}")).arg(format!("--server=127.0.0.1#{authority}"));
    command.arg(format!("--pid-file={}/pid", dir.display()));
    match artefact {
        Some(folder) => command.arg(format!("--conf-file={}/countersign.conf", folder.display())),
        None => command.arg("--conf-file=/dev/null"),
    };
    Server::start(&mut command, &dir.join("log"))
}

#[test]
fn dnsmasq_holds_a_ban() {
    matrix("dnsmasq", dnsmasq, false);
}

/// It treats all clients alike, so exempt clients stay blocked, and everything else is blocked as
/// before.
#[test]
fn dnsmasq_keeps_exempt_clients_blocked() {
    let tree = built(PACK, &deployment("dnsmasq"));
    let artefact = &tree.manifest.artefacts["dnsmasq"];
    let names: Vec<&str> = artefact.left_out.iter().flat_map(|left| &left.names).map(String::as_str).collect();
    assert_eq!((names, artefact.exemptions, artefact.blocked), (vec!["lab", "other"], 0, 2));
    let text = |path: &str| String::from_utf8_lossy(&tree.files[path]).into_owned();
    assert!(text("dnsmasq/README.md").contains("left out: `lab`: no effect here"), "{}", text("dnsmasq/README.md"));
    let lines = |tree: &countersign_artefact::Build| -> Vec<String> {
        let text = String::from_utf8_lossy(&tree.files["dnsmasq/countersign.conf"]).into_owned();
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
    };
    assert_eq!(lines(&tree), lines(&built(&without_exemptions(PACK), &deployment("dnsmasq"))));
}
