//! `serve` as administrators run it: signals, sockets, proxies, the service manager.

use crate::served::{DAY, PATIENCE, Served, packs, rest};
use crate::support::{command, ran, root};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::Path;
use std::process::{Command, Stdio};

fn moj(more: &[&str]) -> Served {
    Served::start(&root().join("packs/moj"), more)
}

fn signal(served: &Served, name: &str) {
    let kill = format!("kill -{name} {}", served.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().expect("a shell").success());
}

fn get(served: &Served, path: &str, headers: &str) -> crate::served::Reply {
    served.ask(&format!("GET {path} HTTP/1.1\r\nconnection: close\r\n{headers}\r\n"))
}

#[test]
fn sighup_reloads_configuration_and_pack() {
    let (dir, pack) = packs();
    let file = dir.path().join("countersign.toml");
    fs::write(&file, "[serve]\nrate = 0\n").expect("written");
    let path = file.to_str().expect("UTF-8");
    let served = Served::start(&pack, &["--config", path, "--log-format", "json"]);
    assert_eq!(get(&served, "/tools", "host: anything\r\n").status, 200);
    fs::write(&file, "[serve]\nrate = 0\npublic-url = \"https://apps.example.org\"\ntimeout = 20\n").expect("written");
    signal(&served, "HUP");
    served.until("the configuration", |served| get(served, "/tools", "host: anything\r\n").status == 421);
    assert_eq!(get(&served, "/tools", "host: apps.example.org\r\n").status, 200);
    assert_eq!(get(&served, "/healthz", "host: 10.0.0.1\r\n").status, 200, "probes need no name");
    served.until("the warning", |served| served.log().contains("\"key\":\"serve.timeout\""));
    // A configuration with errors changes nothing.
    fs::write(&file, "[serve]\nrte = 0\n").expect("written");
    signal(&served, "HUP");
    served.until("the error", |served| served.log().contains("did you mean `serve.rate`?"));
    assert_eq!(get(&served, "/tools", "host: anything\r\n").status, 421);
    served.terminate();
    let (status, log) = served.ended();
    assert_eq!(status.code(), Some(0), "SIGHUP ends nothing: {log}");
    for line in log.lines() {
        serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("one event, one line: {error}: {line}"));
    }
}

#[test]
fn a_renewed_certificate_is_used_and_a_broken_one_is_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let make = |name: &str| {
        let made = format!(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {name}.key -out {name}.pem \
             -days 30 -subj /CN={name} -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
        );
        assert!(
            Command::new("sh").args(["-c", &made]).current_dir(dir.path()).output().expect("openssl").status.success()
        );
    };
    make("first");
    make("second");
    let at = |name: &str| dir.path().join(name);
    let text = |name: &str| at(name).to_str().expect("UTF-8").to_owned();
    fs::copy(at("first.pem"), at("live.pem")).and(fs::copy(at("first.key"), at("live.key"))).expect("copied");
    let served = moj(&["--tls-cert", &text("live.pem"), "--tls-key", &text("live.key"), "--rate", "0"]);
    let answers = |served: &Served, authority: &str| {
        let url = format!("https://{}/healthz", served.address);
        let fixed = ["--silent", "--noproxy", "*", "--cacert", authority, &url];
        Command::new("curl").args(fixed).output().expect("curl").status.success()
    };
    assert!(answers(&served, &text("first.pem")));
    // The watch loads the new certificate.
    fs::copy(at("second.pem"), at("live.pem")).and(fs::copy(at("second.key"), at("live.key"))).expect("copied");
    served.until("the new certificate", |served| answers(served, &text("second.pem")));
    assert!(!answers(&served, &text("first.pem")));
    // A broken certificate does not replace the former one, and the log and the status page report
    // it.
    fs::write(at("live.pem"), "broken\n").expect("written");
    signal(&served, "HUP");
    served.until("the error", |served| served.log().contains("the previous ones stay"));
    assert!(answers(&served, &text("second.pem")));
    let url = format!("https://{}/status", served.address);
    let page = Command::new("curl").args(["--silent", "--insecure", "--noproxy", "*", &url]).output().expect("curl");
    let page = String::from_utf8(page.stdout).expect("UTF-8");
    assert!(page.contains("The certificates on disk cannot be used"), "{page}");
}

#[test]
fn clients_of_the_api_show_a_certificate_where_they_must() {
    let dir = tempfile::tempdir().expect("a folder");
    let made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout own.key -out own.pem -days 30 \
        -subj /CN=own -addext subjectAltName=IP:127.0.0.1 && \
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=ca && \
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout client.key -out client.csr -subj /CN=client && \
        printf 'basicConstraints=CA:FALSE\\n' > ext && \
        openssl x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out client.pem -days 30 -extfile ext";
    let made = Command::new("sh").args(["-c", made]).current_dir(dir.path()).output().expect("openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let file = |name: &str| dir.path().join(name).to_str().expect("UTF-8").to_owned();
    let served = moj(&[
        "--tls-cert",
        &file("own.pem"),
        "--tls-key",
        &file("own.key"),
        "--tls-client-authority",
        &file("ca.pem"),
    ]);
    let status = |path: &str, more: &[&str]| {
        let url = format!("https://{}{path}", served.address);
        let fixed =
            ["--silent", "--noproxy", "*", "--cacert", &file("own.pem"), "-o", "/dev/null", "-w", "%{http_code}"];
        let told = Command::new("curl").args(fixed).args(more).arg(&url).output().expect("curl");
        String::from_utf8(told.stdout).expect("UTF-8")
    };
    let (client, key) = (file("client.pem"), file("client.key"));
    assert_eq!(status("/api/v1/tools", &[]), "403");
    assert_eq!(status("/tools", &[]), "200", "pages need none");
    assert_eq!(status("/api/v1/tools", &["--cert", &client, "--key", &key]), "200");
    // A certificate of another authority ends the handshake.
    assert_eq!(status("/api/v1/tools", &["--cert", &file("own.pem"), "--key", &file("own.key")]), "000");
}

#[test]
fn unix_sockets_and_separate_operations() {
    let dir = tempfile::tempdir().expect("a folder");
    let socket = dir.path().join("http.sock");
    let (listen, ops) =
        (format!("unix:{}", socket.display()), format!("unix:{}", dir.path().join("ops.sock").display()));
    // A socket file of a killed process does not prevent the start.
    drop(std::os::unix::net::UnixListener::bind(&socket).expect("a socket"));
    let served = moj(&["--listen", &listen, "--operations-listen", &ops]);
    let ask = |path: &Path, uri: &str, more: &str| {
        let mut stream = UnixStream::connect(path).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        write!(stream, "GET {uri} HTTP/1.1\r\nhost: test\r\n{more}connection: close\r\n\r\n").expect("sent");
        let mut told = String::new();
        stream.read_to_string(&mut told).expect("an answer");
        told
    };
    assert!(ask(&socket, "/api/v1/tools/slack", "").starts_with("HTTP/1.1 200"));
    assert!(ask(&dir.path().join("ops.sock"), "/metrics", "").contains("countersign_build_info"));
    assert!(ask(&dir.path().join("ops.sock"), "/tools", "").starts_with("HTTP/1.1 404"));
    assert_eq!(served.get("/metrics").status, 404, "clients see no metrics");
    assert_eq!(served.get("/readyz").status, 200);
    served.terminate();
    assert_eq!(served.ended().0.code(), Some(0));
    assert!(!socket.exists(), "the socket goes with the service");
}

#[test]
fn metrics_are_for_this_machine() {
    let served = moj(&["--trusted-proxy", "127.0.0.1"]);
    let metrics = get(&served, "/metrics", "host: test\r\n");
    assert_eq!(metrics.status, 200);
    for name in [
        "process_cpu_seconds_total",
        "process_resident_memory_bytes",
        "process_open_fds",
        "process_start_time_seconds",
        "countersign_build_info",
        "countersign_duration_seconds_bucket",
    ] {
        get(&served, "/tools", "host: test\r\n");
        let text = get(&served, "/metrics", "host: test\r\n").body;
        assert!(text.contains(name), "{name}: {text}");
    }
    assert_eq!(get(&served, "/metrics", "host: test\r\nx-forwarded-for: 198.51.100.7\r\n").status, 403);
}

#[test]
fn sockets_of_systemd_are_taken() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let address = listener.local_addr().expect("an address");
    let binary = env!("CARGO_BIN_EXE_countersign");
    let script = format!(
        "exec 3<&0; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=web exec {binary} serve --pack packs/moj --at {DAY} --versions 0 --listen systemd:web"
    );
    let mut child = Command::new("sh")
        .args(["-c", &script])
        .current_dir(root())
        .stdin(Stdio::from(std::os::fd::OwnedFd::from(listener)))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    assert!(line.contains(&address.to_string()), "{line}");
    let mut stream = std::net::TcpStream::connect(address).expect("a connection");
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").expect("sent");
    assert_eq!(rest(stream).status, 200);
    child.kill().and_then(|()| child.wait()).expect("ended");
}

#[test]
fn the_service_manager_learns_what_happens() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("notify.sock");
    let manager = UnixDatagram::bind(&path).expect("a socket");
    manager.set_read_timeout(Some(PATIENCE)).expect("set");
    let served = Served::start_with(&root().join("packs/moj"), &[], |command| {
        command.env("NOTIFY_SOCKET", &path).env("WATCHDOG_USEC", "400000");
    });
    let wait = |wanted: &str| {
        let mut buffer = [0; 4096];
        for _ in 0..200 {
            let size = manager.recv(&mut buffer).expect("a message");
            if String::from_utf8_lossy(&buffer[..size]).contains(wanted) {
                return;
            }
        }
        panic!("{wanted} never came");
    };
    wait("READY=1");
    wait("WATCHDOG=1");
    signal(&served, "HUP");
    wait("RELOADING=1");
    wait("READY=1");
    served.terminate();
    wait("STOPPING=1");
    assert_eq!(served.ended().0.code(), Some(0));
}

#[test]
fn links_and_routes_lie_below_a_prefix() {
    let served = moj(&["--public-url", "https://apps.example.org/guidance", "--trusted-proxy", "127.0.0.1"]);
    let host = "host: apps.example.org\r\n";
    for path in ["/guidance/tools", "/tools"] {
        let page = get(&served, path, host);
        assert_eq!(page.status, 200, "{path}");
        let mut links = page.body.split("href=\"").chain(page.body.split("action=\"")).chain(page.body.split("src=\""));
        let outside = links
            .find(|link| link.starts_with('/') && !link.starts_with("/guidance/") && !link.starts_with("/guidance\""));
        assert!(outside.is_none(), "{path}: {:?}", outside.map(|link| link.chars().take(80).collect::<String>()));
    }
    // Another path with the same first letters is not below the prefix.
    assert_eq!(get(&served, "/guidancex", host).status, 404);
    assert_eq!(get(&served, "/tools/", host).header("location"), Some("/guidance/tools"));
    let metadata = get(&served, "/.well-known/authzen-configuration", host).json();
    assert_eq!(metadata["access_evaluation_endpoint"], "https://apps.example.org/guidance/access/v1/evaluation");
    // The host is that of the public address, or the one that a trusted proxy reports.
    assert_eq!(get(&served, "/tools", "host: 10.1.1.1\r\nx-forwarded-host: apps.example.org\r\n").status, 200);
    assert_eq!(
        get(&served, "/tools", "host: 10.1.1.1\r\nforwarded: for=192.0.2.1;host=apps.example.org;proto=https\r\n")
            .status,
        200
    );
    assert_eq!(get(&served, "/tools", "host: evil.example\r\n").status, 421);
    let untrusted = moj(&["--public-url", "https://apps.example.org"]);
    assert_eq!(get(&untrusted, "/tools", "host: 10.1.1.1\r\nx-forwarded-host: apps.example.org\r\n").status, 421);
}

#[test]
fn http_is_spoken_strictly() {
    let served = moj(&["--rate", "0", "--log", "debug"]);
    let host = "host: test\r\n";
    assert_eq!(served.ask("GET /tools HTTP/1.1\r\nconnection: close\r\n\r\n").status, 400, "no Host");
    assert_eq!(served.ask("GET /tools HTTP/1.0\r\n\r\n").status, 200, "HTTP/1.0 needs none");
    let options = served.ask("OPTIONS /api/v1/tools HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    assert_eq!((options.status, options.header("allow")), (204, Some("GET,HEAD,OPTIONS")));
    let moved = get(&served, "/tools/?q=slack", host);
    assert_eq!((moved.status, moved.header("location")), (308, Some("/tools?q=slack")));
    assert_eq!(get(&served, "//evil.example/", host).header("location"), None);
    for (path, told) in [
        ("/api/v1/tools?nmae=x", "unknown parameter `nmae`"),
        ("/api/v1/facets?tool=slack", "unknown parameter `tool`"),
        ("/api/v1/versions?q=x", "this address takes none"),
        ("/api/v1/tools?q=a&q=b", "`q` is given twice"),
    ] {
        let refused = get(&served, path, host);
        assert_eq!(refused.status, 400, "{path}");
        assert!(refused.body.contains(told), "{path}: {}", refused.body);
    }
    for path in ["/api/v1/tools", "/tools", "/api/openapi.json"] {
        let first = get(&served, path, host);
        let tag = first.header("etag").unwrap_or_else(|| panic!("{path} has a tag")).to_owned();
        assert!(tag.starts_with('"'), "{tag} is strong");
        let again = get(&served, path, &format!("{host}if-none-match: {tag}\r\n"));
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        let mut tags = vec![tag];
        for encoding in ["gzip", "br", "zstd"] {
            let packed = served.head_of(path, &format!("{host}accept-encoding: {encoding}\r\n"));
            assert!(packed.contains(&format!("content-encoding: {encoding}")), "{path}: {packed}");
            let tag = packed.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_owned();
            let again = get(&served, path, &format!("{host}accept-encoding: {encoding}\r\nif-none-match: {tag}\r\n"));
            assert_eq!(again.status, 304, "{path} {encoding}");
            tags.push(tag);
        }
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 4, "each representation has its own tag");
    }
    let own = get(&served, "/tools", &format!("{host}x-request-id: my-own-7\r\n"));
    assert_eq!(own.header("x-request-id"), Some("my-own-7"));
    assert!(get(&served, "/tools", host).header("x-request-id").is_some());
    served.until("the line", |served| {
        let log = served.log();
        let line = log.lines().find(|line| line.contains("my-own-7"));
        line.is_some_and(|line| {
            ["method=GET", "route=\"/tools\"", "status=200", "duration_ms="].iter().all(|part| line.contains(part))
        })
    });
}

#[test]
fn a_browser_gets_a_page_and_a_program_a_problem() {
    let served = moj(&["--rate", "1"]);
    let mut last = String::new();
    for _ in 0..50 {
        let told = get(&served, "/tools", "host: test\r\naccept: text/html\r\n");
        if told.status == 429 {
            last = told.header("content-type").unwrap_or_default().to_owned();
            break;
        }
    }
    assert_eq!(last, "text/html; charset=utf-8");
    let told = get(&served, "/api/v1/tools", "host: test\r\naccept: text/html\r\n");
    assert_eq!(told.header("content-type"), Some("application/problem+json"));
}

#[test]
fn each_value_of_the_configuration_has_an_origin() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("c.toml");
    fs::write(&file, "pack = \"pack\"\n[serve]\nrate = 5\nlisten = [\"127.0.0.1:1\", \"[::1]:1\"]\n").expect("written");
    let secret = dir.path().join("level");
    fs::write(&secret, "warn\n").expect("written");
    let path = file.to_str().expect("UTF-8");
    let show = |more: &[&str]| {
        let arguments = [&["config", "show", "--config", path, "--format", "json"], more].concat();
        let mut command = command(&arguments);
        command.env("COUNTERSIGN_TIMEOUT", "30").env("COUNTERSIGN_LOG_FILE", &secret).env("COUNTERSIGN_RATE", "6");
        command.env("COUNTERSIGN_TLS_KEY_FILE", "/run/secrets/key.pem");
        ran(command.output().expect("a run")).json()
    };
    let entry = |told: &Value, key: &str| {
        let found = told.as_array().expect("a list").iter().find(|entry| entry["key"] == key).expect("a key").clone();
        (found["values"].clone(), found["origin"].as_str().unwrap_or_default().to_owned())
    };
    let told = show(&["--rate", "7"]);
    for (key, value, origin) in [
        ("serve.rate", "7", "--rate"),
        ("serve.timeout", "30", "COUNTERSIGN_TIMEOUT"),
        ("log.level", "warn", "COUNTERSIGN_LOG_FILE"),
        ("serve.tls.key", "/run/secrets/key.pem", "COUNTERSIGN_TLS_KEY_FILE"),
        ("serve.connections", "1024", "default"),
    ] {
        let (values, from) = entry(&told, key);
        assert_eq!((values[0].as_str(), from.as_str()), (Some(value), origin), "{key}");
    }
    assert_eq!(entry(&show(&[]), "serve.rate").1, "COUNTERSIGN_RATE", "variables count before the file");
    let (values, from) = entry(&told, "serve.listen");
    assert_eq!((values.as_array().map(Vec::len), from), (Some(2), format!("{path}:4")));

    fs::write(&file, "pakc = 1\n[serve]\nrate = \"many\"\ntls = { key = \"k.pem\" }\n[log]\nlevel = \"loud\"\n")
        .expect("written");
    let told = ran(command(&["config", "check", "--config", path]).output().expect("a run"));
    assert_eq!(told.status, 2);
    for part in
        ["c.toml:1: unknown key `pakc`; did you mean `pack`?", "c.toml:3: `serve.rate` has a value of another kind"]
    {
        assert!(told.err.contains(part), "{part}: {}", told.err);
    }
    // One run reports errors of every kind.
    fs::write(&file, "pakc = 1\n[log]\nlevel = \"loud\"\n").expect("written");
    let told = ran(command(&["config", "check", "--config", path]).output().expect("a run"));
    assert!(told.err.contains("unknown key `pakc`") && told.err.contains("expected one of warn"), "{}", told.err);
    fs::write(&file, "[log]\nlevel = \"loud\"\n[serve]\nlisten = [\"nowhere\"]\n").expect("written");
    let told = ran(command(&["config", "check", "--config", path]).output().expect("a run"));
    assert!(told.err.contains("expected one of warn, info, debug"), "{}", told.err);
}

#[test]
fn the_help_of_serve_names_every_setting() {
    let help = ran(command(&["serve", "--help"]).output().expect("a run")).out;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let settings = ran(command(&["config", "show", "--pack", "p", "--format", "json"]).output().expect("a run")).json();
    for setting in settings.as_array().expect("a list") {
        for name in ["option", "variable"] {
            let name = setting[name].as_str().expect("a name");
            assert!(help.contains(name), "{name} is not in the help of serve");
        }
        if setting["origin"] == "default" {
            let default = format!("[default: {}]", setting["values"][0].as_str().expect("a value"));
            assert!(help.contains(&default), "{default} is not in the help of serve");
        }
    }
}
