//! Browsers: what they load and what they refuse, as the real browser reports over its own remote
//! protocol. The policy is where the browser looks for it, in a view of the file system that only
//! this process has.

use super::server::{Server, free_port, web_server};
use crate::support::{EXCEPTION, PACK, WITH_EXCEPTION, built, deployment, laid_out};
use serde_json::{Value, json};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tungstenite::{Message, WebSocket, stream::MaybeTlsStream};

/// Every host of the tests.
const HOSTS: &[(&str, bool)] = &[
    ("banned.test", true),
    ("www.banned.test", true),
    ("a.cdn.banned.test", true),
    ("other.test", true),
    ("notbanned.test", false),
    ("banned.test.example", false),
    ("free.test", false),
];

/// A connection to a browser.
struct Remote {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    next: u64,
}

impl Remote {
    fn new(address: &str) -> Self {
        let (socket, _) = tungstenite::connect(address).unwrap_or_else(|error| panic!("{address}: {error}"));
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        }
        Self { socket, next: 0 }
    }

    /// Sends a command and returns its result.
    fn ask(&mut self, mut command: Value) -> Value {
        self.next += 1;
        command["id"] = json!(self.next);
        self.socket.send(Message::text(command.to_string())).expect("sent");
        loop {
            let message = self.socket.read().unwrap_or_else(|error| panic!("{command}: {error}"));
            let Ok(answer) = serde_json::from_str::<Value>(message.to_text().unwrap_or_default()) else { continue };
            if answer["id"] == json!(self.next) {
                return answer;
            }
        }
    }
}

/// Starts a browser with a file in its folder for policies. An empty folder that only this process
/// sees covers the folder above.
fn with_policy(cover: &str, folder: &str, policy: Option<&Path>, browser: &[String]) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    let copy = policy.map(|policy| format!("&& cp '{}' '{folder}/' ", policy.display())).unwrap_or_default();
    let script = format!("mount -t tmpfs tmpfs '{cover}' && mkdir -p '{folder}' {copy}&& exec \"$@\"");
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if !root {
        command.arg("--map-root-user");
    }
    command.args(["sh", "-c", &script, "sh"]).args(browser);
    command
}

/// Returns the address that a browser prints after some words.
fn address(server: &mut Server, words: &str) -> String {
    let mut found = String::new();
    server.until("the browser listens", || true);
    let begun = Instant::now();
    while found.is_empty() {
        let log = server.log();
        if let Some((_, rest)) = log.split_once(words) {
            found = rest.split_whitespace().next().unwrap_or_default().to_owned();
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "the browser does not listen:\n{log}");
        std::thread::sleep(Duration::from_millis(50));
    }
    found
}

struct Chromium {
    remote: Remote,
    session: Value,
    server: Server,
}

impl Chromium {
    fn start(dir: &Path, policy: Option<&Path>) -> Self {
        let words = [
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0",
            "--host-resolver-rules=MAP * 127.0.0.1",
        ];
        let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        words.push(format!("--user-data-dir={}", dir.join("profile").display()));
        words.push("about:blank".into());
        let mut command = with_policy("/etc/chromium", "/etc/chromium/policies/managed", policy, &words);
        command.env("HOME", dir);
        let mut server = Server::start(&mut command, &dir.join("browser.log"));
        let address = address(&mut server, "DevTools listening on ");
        let mut remote = Remote::new(&address);
        let target = remote.ask(json!({ "method": "Target.createTarget", "params": { "url": "about:blank" } }));
        let attached = remote.ask(json!({
            "method": "Target.attachToTarget",
            "params": { "targetId": target["result"]["targetId"], "flatten": true },
        }));
        let session = attached["result"]["sessionId"].clone();
        assert!(session.is_string(), "{attached}\n{}", server.log());
        Self { remote, session, server }
    }

    fn page(&mut self, method: &str, params: Value) -> Value {
        self.remote.ask(json!({ "method": method, "params": params, "sessionId": self.session }))
    }

    /// Returns the error of a navigation. Empty if there is none.
    fn visit(&mut self, url: &str) -> String {
        let done = self.page("Page.navigate", json!({ "url": url }));
        assert!(done["error"].is_null(), "{url}: {done}\n{}", self.server.log());
        done["result"]["errorText"].as_str().unwrap_or_default().to_owned()
    }

    /// Returns the browser's own report on its policies.
    fn policies(&mut self) -> String {
        assert_eq!(self.visit("chrome://policy"), "");
        let script = "(() => { const all = []; const walk = node => { if (node.nodeType === 3) all.push(node.textContent.trim()); if (node.shadowRoot) walk(node.shadowRoot); for (const child of node.childNodes) if (!['STYLE', 'SCRIPT', 'TEMPLATE'].includes(child.nodeName)) walk(child); }; walk(document.body); return all.filter(text => text).join('\\n'); })()";
        let begun = Instant::now();
        loop {
            let told = self.page("Runtime.evaluate", json!({ "expression": script, "returnByValue": true }));
            let told = told["result"]["result"]["value"].as_str().unwrap_or_default().to_owned();
            if told.contains("URLBlocklist") || begun.elapsed() > Duration::from_secs(15) {
                return told;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

/// Returns true for blocked names below one that stays open, which Firefox leaves out.
fn is_below_open(host: &str) -> bool {
    host.ends_with(".meet.banned.test")
}

/// Checks the PAC file of the pack with a name that stays open below a blocked one.
fn pac_with_exception(browser: &mut Chromium) {
    let tree = built(&[PACK, EXCEPTION].concat(), &deployment("pac"));
    let script = String::from_utf8(tree.files["pac/proxy.pac"].to_vec()).expect("text");
    assert_eq!(browser.visit("about:blank"), "");
    for (host, [blocked, ..]) in WITH_EXCEPTION {
        let expression = format!("{script};FindProxyForURL('http://{host}/', '{host}')");
        let told = browser.page("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true }));
        let wanted = if *blocked { "PROXY 127.0.0.1:9" } else { "DIRECT" };
        assert_eq!(told["result"]["result"]["value"], wanted, "{host}: {told}");
    }
}

/// Checks a PAC file with the engine of the browser.
fn pac(browser: &mut Chromium) {
    let tree = built(PACK, &deployment("pac"));
    let script = String::from_utf8(tree.files["pac/proxy.pac"].to_vec()).expect("text");
    assert_eq!(browser.visit("about:blank"), "");
    for (host, blocked) in HOSTS {
        for host in [(*host).to_owned(), host.to_uppercase(), format!("{host}.")] {
            let expression = format!("{script};FindProxyForURL('http://{host}/', '{host}')");
            let told = browser.page("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true }));
            let wanted = if *blocked { "PROXY 127.0.0.1:9" } else { "DIRECT" };
            assert_eq!(told["result"]["result"]["value"], wanted, "{host}: {told}");
        }
    }
}

/// Returns the status of a policy on the browser's own page, in the line before its value.
fn status<'a>(told: &'a str, policy: &str) -> &'a str {
    let (_, row) = told.split_once(&format!("\n{policy}\n")).unwrap_or_default();
    let lines: Vec<&str> = row.lines().take_while(|line| *line != "Value").collect();
    lines.last().copied().unwrap_or("missing")
}

/// The browser's own page shows errors that the browser otherwise ignores, so that page can fail
/// the test.
#[test]
fn chromium_tells_of_broken_policies() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("broken.json");
    std::fs::write(&file, r#"{ "URLBlocklist": "banned.test", "UrlBlockList": ["banned.test"] }"#).expect("a file");
    let mut browser = Chromium::start(dir.path(), Some(&file));
    let web = web_server();
    assert_eq!(browser.visit(&format!("http://banned.test:{web}/")), "", "it fails open");
    let told = browser.policies();
    assert_eq!(status(&told, "URLBlocklist"), "Error", "{told}");
    assert_eq!(status(&told, "UrlBlockList"), "Error", "{told}");
}

const BLOCKED: &str = "net::ERR_BLOCKED_BY_ADMINISTRATOR";

#[test]
fn chromium_holds_a_ban() {
    let web = web_server();
    let tree = built(PACK, &deployment("chromium"));
    let (dir, artefact) = laid_out(&tree, "chromium");
    let mut browser = Chromium::start(dir.path(), Some(&artefact.join("countersign.json")));
    for (host, blocked) in HOSTS {
        let error = browser.visit(&format!("http://{host}:{web}/"));
        assert_eq!(error, if *blocked { BLOCKED } else { "" }, "{host}");
    }
    let told = browser.policies();
    for policy in ["URLBlocklist", "ExtensionSettings"] {
        assert_eq!(status(&told, policy), "OK", "{policy}:\n{told}");
    }
    pac(&mut browser);
    drop(browser);
    // The file of the exempt group lifts only the first ban.
    let lab = tempfile::tempdir().expect("a folder");
    let mut browser = Chromium::start(lab.path(), Some(&artefact.join("groups/trial-lab.json")));
    for (host, blocked) in
        [("banned.test", false), ("www.banned.test", false), ("other.test", true), ("free.test", false)]
    {
        let error = browser.visit(&format!("http://{host}:{web}/"));
        assert_eq!(error, if blocked { BLOCKED } else { "" }, "{host}, for the exempt group");
    }
    drop(browser);
    // One name stays open below a blocked one, and another is blocked below that.
    let tree = built(&[PACK, EXCEPTION].concat(), &deployment("chromium"));
    let (dir, artefact) = laid_out(&tree, "chromium");
    let mut browser = Chromium::start(dir.path(), Some(&artefact.join("countersign.json")));
    for (host, [blocked, ..]) in WITH_EXCEPTION {
        let error = browser.visit(&format!("http://{host}:{web}/"));
        assert_eq!(error, if *blocked { BLOCKED } else { "" }, "{host}, with an exception");
    }
    assert_eq!(status(&browser.policies(), "URLAllowlist"), "OK");
    pac_with_exception(&mut browser);
    drop(browser);
    let control = tempfile::tempdir().expect("a folder");
    let mut browser = Chromium::start(control.path(), None);
    for host in ["banned.test", "other.test"] {
        assert_eq!(browser.visit(&format!("http://{host}:{web}/")), "", "{host} without the artefact");
    }
}

struct Firefox {
    remote: Remote,
    context: Value,
    _server: Server,
}

impl Firefox {
    fn start(dir: &Path, policy: Option<&Path>) -> Self {
        let profile = dir.join("profile");
        std::fs::create_dir_all(&profile).expect("a folder");
        let more = WITH_EXCEPTION.iter().map(|(host, _)| *host);
        let hosts: Vec<&str> = HOSTS.iter().map(|(host, _)| *host).chain(more).collect();
        let preferences = [
            ("network.dns.localDomains", json!(hosts.join(","))),
            ("dom.security.https_first", json!(false)),
            ("browser.shell.checkDefaultBrowser", json!(false)),
            ("datareporting.policy.dataSubmissionEnabled", json!(false)),
            ("app.update.enabled", json!(false)),
            ("network.captive-portal-service.enabled", json!(false)),
            ("network.connectivity-service.enabled", json!(false)),
        ];
        let preferences: String =
            preferences.iter().map(|(name, value)| format!("user_pref(\"{name}\", {value});\n")).collect();
        std::fs::write(profile.join("user.js"), preferences).expect("a file");
        let port = free_port();
        let words = ["firefox-esr".to_owned(), "--headless".into(), format!("--remote-debugging-port={port}")];
        let words =
            [words.as_slice(), &["--profile".into(), profile.display().to_string(), "about:blank".into()]].concat();
        let folder = "/usr/lib/firefox-esr/distribution";
        let mut command = with_policy(folder, folder, policy, &words);
        command.env("HOME", dir);
        let mut server = Server::start(&mut command, &dir.join("browser.log"));
        let address = address(&mut server, "WebDriver BiDi listening on ");
        let mut remote = Remote::new(&format!("{address}/session"));
        let session = remote.ask(json!({ "method": "session.new", "params": { "capabilities": {} } }));
        assert!(session["error"].is_null(), "{session}");
        let tree = remote.ask(json!({ "method": "browsingContext.getTree", "params": {} }));
        let context = tree["result"]["contexts"][0]["context"].clone();
        Self { remote, context, _server: server }
    }

    /// Returns the error of a navigation. Empty if there is none.
    fn visit(&mut self, url: &str) -> String {
        let params = json!({ "context": self.context, "url": url, "wait": "complete" });
        let done = self.remote.ask(json!({ "method": "browsingContext.navigate", "params": params }));
        done["message"].as_str().unwrap_or_default().to_owned()
    }
}

#[test]
fn firefox_holds_a_ban() {
    let web = web_server();
    let tree = built(PACK, &deployment("firefox"));
    let (dir, artefact) = laid_out(&tree, "firefox");
    let mut browser = Firefox::start(dir.path(), Some(&artefact.join("policies.json")));
    let holds = |browser: &mut Firefox, host: &str, blocked: bool| {
        let error = browser.visit(&format!("http://{host}:{web}/"));
        match blocked {
            true => assert!(error.contains("BLOCKED_BY_POLICY"), "{host}: {error}"),
            false => assert_eq!(error, "", "{host}"),
        }
    };
    for (host, blocked) in HOSTS {
        holds(&mut browser, host, *blocked);
    }
    drop(browser);
    // The file of the exempt group lifts only the first ban.
    let lab = tempfile::tempdir().expect("a folder");
    let policies = lab.path().join("policies.json");
    std::fs::copy(artefact.join("groups/trial-lab.json"), &policies).expect("a copy");
    let mut browser = Firefox::start(lab.path(), Some(&policies));
    for (host, blocked) in [("banned.test", false), ("www.banned.test", false), ("other.test", true)] {
        holds(&mut browser, host, blocked);
    }
    drop(browser);
    // A name stays open below a blocked one. A name blocked below that is left out.
    let tree = built(&[PACK, EXCEPTION].concat(), &deployment("firefox"));
    let left: Vec<&String> = tree.manifest.artefacts["firefox"].left_out.iter().flat_map(|left| &left.names).collect();
    assert_eq!(left, ["ads.meet.banned.test"]);
    let (dir, artefact) = laid_out(&tree, "firefox");
    let mut browser = Firefox::start(dir.path(), Some(&artefact.join("policies.json")));
    for (host, [blocked, ..]) in WITH_EXCEPTION {
        holds(&mut browser, host, *blocked && !is_below_open(host));
    }
    drop(browser);
    let control = tempfile::tempdir().expect("a folder");
    let mut browser = Firefox::start(control.path(), None);
    for host in ["banned.test", "other.test"] {
        holds(&mut browser, host, false);
    }
}
