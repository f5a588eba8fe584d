//! Proxies: the matrix of names, clients and orders, with the real proxy.

use super::server::{Server, by_proxy, free_port, web_server};
use crate::support::{EXCEPTION, PACK, WITH_EXCEPTION, built, deployment, laid_out, open};
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::Command;

const ANYBODY: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 1);
const FIRST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 5);
const SECOND: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 6);

/// Every host of the tests.
const HOSTS: &[&str] = &[
    "banned.test",
    "www.banned.test",
    "cdn.banned.test",
    "first.example",
    "notbanned.test",
    "banned.test.example",
    "free.test",
    "other.test",
    "deep.other.test",
    "new.banned.test",
];

/// Starts a proxy in front of a web server. The folder is the artefact's, and absent in the
/// control.
type Start = fn(dir: &Path, artefact: Option<&Path>, web: u16, port: u16) -> Server;

fn get(client: Ipv4Addr, proxy: u16, web: u16, host: &str) -> (u16, String) {
    let request = format!("GET http://{host}:{web}/ HTTP/1.1\r\nHost: {host}:{web}\r\nConnection: close\r\n\r\n");
    by_proxy(client, proxy, &request)
}

fn matrix(consumer: &str, start: Start) {
    let web = web_server();
    let tree = built(PACK, &deployment(consumer));
    let (dir, artefact) = laid_out(&tree, consumer);
    let port = free_port();
    let mut server = start(dir.path(), Some(&artefact), web, port);
    server.until("the proxy answers", || get(ANYBODY, port, web, "free.test").0 == 200);
    let through = |client, host| match get(client, port, web, host) {
        (200, body) => {
            assert!(body.contains("let through"), "{host}: {body}");
            true
        }
        (403, _) => false,
        (status, body) => panic!("{host}: {status} {body}\n{}", server.log()),
    };
    for (host, blocked) in [
        ("banned.test", true),
        ("www.banned.test", true),
        ("cdn.banned.test", true),
        ("first.example", true),
        ("BANNED.test", true),
        ("notbanned.test", false),
        ("banned.test.example", false),
        ("free.test", false),
    ] {
        assert_eq!(through(ANYBODY, host), !blocked, "{host}, anybody");
        assert!(through(FIRST, host), "{host}, exempt, after anybody");
        assert_eq!(through(ANYBODY, host), !blocked, "{host}, anybody, after the exempt client");
        assert_eq!(through(SECOND, host), !blocked, "{host}, exempt from the other ban only");
    }
    assert!(through(FIRST, "new.banned.test"), "exempt, first of all");
    assert!(!through(ANYBODY, "new.banned.test"), "anybody, after that");
    for host in ["other.test", "deep.other.test"] {
        assert!(!through(FIRST, host), "{host}, exempt from the first ban only");
        assert!(through(SECOND, host), "{host}, exempt from the second");
        assert!(!through(ANYBODY, host), "{host}, anybody");
    }
    let (_, page) = get(ANYBODY, port, web, "banned.test");
    for word in ["Test &", "100% of it", "desk@office.example"] {
        let escaped = word.replace('&', "&amp;");
        assert!(page.contains(word) || page.contains(&escaped), "{word} is not on the page:\n{page}");
    }
    assert!(!page.contains("secret-team-name"), "{page}");
    if consumer == "squid" {
        tunnels(port, web);
    }
    drop(server);
    exceptions(consumer, start, web);
    control(start, web);
}

/// Checks that a tunnel is refused as a request is.
fn tunnels(port: u16, web: u16) {
    for (client, host, status) in
        [(ANYBODY, "www.banned.test", 403), (FIRST, "www.banned.test", 200), (ANYBODY, "free.test", 200)]
    {
        let request = format!("CONNECT {host}:{web} HTTP/1.1\r\nHost: {host}:{web}\r\n\r\nGET / HTTP/1.0\r\n\r\n");
        assert_eq!(by_proxy(client, port, &request).0, status, "{host} for {client}");
    }
}

/// Checks that the proxy blocks nothing without the artefact.
fn control(start: Start, web: u16) {
    let dir = tempfile::tempdir().expect("a folder");
    open(dir.path());
    let port = free_port();
    let mut server = start(dir.path(), None, web, port);
    server.until("the proxy answers", || get(ANYBODY, port, web, "free.test").0 == 200);
    for host in ["banned.test", "www.banned.test", "other.test"] {
        assert_eq!(get(ANYBODY, port, web, host).0, 200, "{host} without the artefact");
    }
}

/// Checks a name that stays open below a blocked one, and one that is blocked below that.
fn exceptions(consumer: &str, start: Start, web: u16) {
    let tree = built(&[PACK, EXCEPTION].concat(), &deployment(consumer));
    assert_eq!(tree.manifest.artefacts[consumer].open, ["meet.banned.test"]);
    let (dir, artefact) = laid_out(&tree, consumer);
    let port = free_port();
    let mut server = start(dir.path(), Some(&artefact), web, port);
    server.until("the proxy answers", || get(ANYBODY, port, web, "free.test").0 == 200);
    for (host, blocked) in WITH_EXCEPTION {
        for (client, blocked) in [ANYBODY, FIRST, SECOND].into_iter().zip(blocked) {
            let status = get(client, port, web, host).0;
            assert_eq!(status, if *blocked { 403 } else { 200 }, "{host} for {client}\n{}", server.log());
        }
    }
}

fn squid(dir: &Path, artefact: Option<&Path>, _web: u16, port: u16) -> Server {
    let more = WITH_EXCEPTION.iter().map(|(host, _)| host).filter(|host| !HOSTS.contains(host));
    let hosts: String = HOSTS.iter().chain(more).map(|host| format!("127.0.0.1 {host}\n")).collect();
    std::fs::write(dir.join("hosts"), hosts).expect("a file");
    let pages = dir.join("pages");
    std::fs::create_dir_all(&pages).expect("a folder");
    for entry in std::fs::read_dir("/usr/share/squid/errors/templates").expect("squid's own pages") {
        let entry = entry.expect("an entry");
        std::fs::copy(entry.path(), pages.join(entry.file_name())).expect("a copy");
    }
    let mut include = String::new();
    if let Some(folder) = artefact {
        for entry in std::fs::read_dir(folder.join("errors")).expect("pages") {
            let entry = entry.expect("an entry");
            std::fs::copy(entry.path(), pages.join(entry.file_name())).expect("a copy");
        }
        include = format!("include {}/countersign.conf\n", folder.display());
    }
    let config = format!(
        "http_port 127.0.0.1:{port}\npid_filename {dir}/pid\ncoredump_dir {dir}\naccess_log none\ncache_log {dir}/cache.log\ncache deny all\nhosts_file {dir}/hosts\nerror_directory {dir}/pages\ncache_effective_user proxy\nvisible_hostname proxy.test\npinger_enable off\n{include}http_access allow all\n",
        dir = dir.display(),
    );
    let file = dir.join("squid.conf");
    std::fs::write(&file, config).expect("a file");
    open(dir);
    // The artefact names its lists relative to Squid's folder.
    let home = artefact.unwrap_or(dir);
    let name = format!("countersign{port}");
    let check = Command::new("squid").args(["-k", "parse", "-n", &name, "-f"]).arg(&file).current_dir(home).output();
    let check = check.expect("squid: run `cargo xtask test --install`");
    let told = String::from_utf8_lossy(&check.stderr).into_owned();
    assert!(check.status.success() && !told.contains("ERROR") && !told.contains("WARNING"), "{told}");
    Server::start(Command::new("squid").args(["-N", "-n", &name, "-f"]).arg(&file).current_dir(home), &dir.join("log"))
}

#[test]
fn squid_holds_a_ban() {
    matrix("squid", squid);
}

fn nginx(dir: &Path, artefact: Option<&Path>, web: u16, port: u16) -> Server {
    let (first, second) = match artefact {
        Some(folder) => (
            format!("include {}/countersign.conf;", folder.display()),
            format!("include {}/countersign-server.conf;", folder.display()),
        ),
        None => Default::default(),
    };
    let config = format!(
        "daemon off;\nmaster_process off;\nerror_log {dir}/error.log;\npid {dir}/pid;\nevents {{}}\nhttp {{\naccess_log off;\nclient_body_temp_path {dir}/t1;\nproxy_temp_path {dir}/t2;\nfastcgi_temp_path {dir}/t3;\nuwsgi_temp_path {dir}/t4;\nscgi_temp_path {dir}/t5;\n{first}\nserver {{\nlisten 127.0.0.1:{port};\n{second}\nlocation / {{ proxy_pass http://127.0.0.1:{web}; proxy_set_header Host $host; }}\n}}\n}}\n",
        dir = dir.display(),
    );
    let file = dir.join("nginx.conf");
    std::fs::write(&file, config).expect("a file");
    let check = Command::new("nginx").arg("-t").arg("-c").arg(&file).output();
    let check = check.expect("nginx: run `cargo xtask test --install`");
    let told = String::from_utf8_lossy(&check.stderr).into_owned();
    assert!(check.status.success() && !told.contains("[warn]") && !told.contains("[emerg]"), "{told}");
    Server::start(Command::new("nginx").arg("-c").arg(&file), &dir.join("log"))
}

#[test]
fn nginx_holds_a_ban() {
    matrix("nginx", nginx);
}
