//! nginx, Caddy and HAProxy with the files of `docs/ops`, in front of the service.

use crate::sandbox::Sandbox;
use crate::support::root;
use serde_json::Value;
use std::fs;

/// A proxy from its Debian package.
struct Proxy {
    unit: &'static str,
    /// Its file in `docs/ops`, and the target of that file.
    file: &'static str,
    place: &'static str,
    /// The text in its file that the test replaces to serve one path only.
    all: &'static str,
    below: &'static str,
}

const NGINX: Proxy = Proxy {
    unit: "nginx",
    file: "nginx.conf",
    place: "/etc/nginx/sites-enabled/countersign",
    all: "location / {",
    below: "location /guidance/ {",
};

const CADDY: Proxy = Proxy {
    unit: "caddy",
    file: "Caddyfile",
    place: "/etc/caddy/Caddyfile",
    all: "handle {",
    below: "handle /guidance/* {",
};

const HAPROXY: Proxy = Proxy {
    unit: "haproxy",
    file: "haproxy.cfg",
    place: "/etc/haproxy/haproxy.cfg",
    all: "default_backend countersign",
    below: "use_backend countersign if { path_beg /guidance/ }",
};

const HOST: &str = "https://apps.example.org";

#[test]
fn nginx_forwards_client_host_and_path() {
    check(&NGINX);
}

#[test]
fn caddy_forwards_client_host_and_path() {
    check(&CADDY);
}

#[test]
fn haproxy_forwards_client_host_and_path() {
    check(&HAPROXY);
}

fn check(proxy: &Proxy) {
    let machine = Sandbox::boot();
    prepare(&machine);
    start(&machine, proxy, |text| text);
    serve_at(&machine, HOST);
    answers(&machine, HOST);
    redirects(&machine);
    limits_clients_by_their_address(&machine);
    serve_at(&machine, "https://apps.example.org/guidance");
    answers(&machine, "https://apps.example.org/guidance");
    start(&machine, proxy, |text| {
        assert_eq!(text.matches(proxy.all).count(), 1, "{text}");
        text.replace(proxy.all, proxy.below)
    });
    answers(&machine, "https://apps.example.org/guidance");
    let outside = machine.run(&format!("{} {HOST}/tools", curl("192.0.2.30")));
    assert!(!outside.out.contains("Slack"), "{}", outside.out);
}

/// Creates addresses for clients and the proxy, and its certificate.
fn prepare(machine: &Sandbox) {
    machine.install_service();
    machine.sh(
        "for n in $(seq 1 40); do ip address add 192.0.2.$n/32 dev lo; done
         echo '192.0.2.1 apps.example.org' >> /etc/hosts
         mkdir /etc/ssl/countersign && cd /etc/ssl/countersign
         openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out chain.pem -days 30 \
           -subj /CN=apps.example.org -addext subjectAltName=DNS:apps.example.org 2>/dev/null
         cat chain.pem key.pem > bundle.pem && chmod 644 *
         rm -f /etc/nginx/sites-enabled/*",
    );
}

fn start(machine: &Sandbox, proxy: &Proxy, change: impl Fn(String) -> String) {
    let text = fs::read_to_string(root().join("docs/ops").join(proxy.file)).expect("a configuration");
    fs::write(machine.shared.path().join("proxy"), change(text)).expect("written");
    machine.sh(&format!("cp /mnt/proxy {} && systemctl restart {}", proxy.place, proxy.unit));
}

/// Starts the service for a public address, with one request a second for each client.
fn serve_at(machine: &Sandbox, url: &str) {
    machine.sh(&format!(
        "cd /etc/countersign && sed -i 's|^#* *public-url.*|public-url = \"{url}\"|; s|^# trusted|trusted|; /^rate/d; s|^\\[serve\\]|[serve]\\nrate = 1|' countersign.toml &&
         systemctl restart countersign.socket countersign-operations.socket countersign.service"
    ));
    machine.until(&format!("{} --fail -o /dev/null {url}/healthz", curl("192.0.2.2")));
}

fn curl(client: &str) -> String {
    format!("curl --silent --cacert /etc/ssl/countersign/chain.pem --interface {client}")
}

/// Requests a page, the interfaces and their addresses, each from a client without earlier
/// requests.
fn answers(machine: &Sandbox, url: &str) {
    machine.sh("sleep 2");
    let prefix = url.strip_prefix(HOST).unwrap_or_default();
    let page = machine.sh(&format!("{} --fail {url}/tools", curl("192.0.2.3")));
    assert!(page.contains("Slack") && page.contains(&format!("href=\"{prefix}/")), "{page}");
    let answer =
        machine.sh(&format!("{} --fail '{url}/api/v1/answer?tool=tiktok&device=smartphone'", curl("192.0.2.4")));
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["verdict"], "not-allowed");
    let metadata = machine.sh(&format!("{} --fail {url}/.well-known/authzen-configuration", curl("192.0.2.5")));
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    assert_eq!(metadata["access_evaluation_endpoint"], format!("{url}/access/v1/evaluation"));
    let status = machine.sh(&format!("{} -o /dev/null -w '%{{http_code}}' {url}/metrics", curl("192.0.2.6")));
    assert_eq!(status, "404", "clients see no metrics");
    let head = machine.sh(&format!("{} --head {url}/tools", curl("192.0.2.7"))).to_lowercase();
    assert!(head.contains("strict-transport-security: max-age=31536000"), "{head}");
}

fn redirects(machine: &Sandbox) {
    let head = machine.sh("curl --silent --head 'http://apps.example.org/tools?q=slack'").to_lowercase();
    assert!(head.contains(" 301") || head.contains(" 308"), "{head}");
    assert!(head.contains("location: https://apps.example.org/tools?q=slack"), "{head}");
}

/// Checks that the service limits the client's own address, for any headers of the client.
fn limits_clients_by_their_address(machine: &Sandbox) {
    // Each request claims another address. If the service trusted one, it would limit none.
    let limited = |client: &str, headers: &str| {
        let ask = format!("{} -o /dev/null -w '%{{http_code}}\\n' {headers} {HOST}/tools", curl(client));
        let statuses = machine.sh(&format!("for n in $(seq 12); do {ask}; done"));
        statuses.lines().filter(|status| *status == "429").count()
    };
    assert!(limited("192.0.2.20", "") > 0, "one client is limited");
    for headers in [
        "-H \"X-Forwarded-For: 203.0.113.$n\"",
        "-H \"Forwarded: for=203.0.113.$n;host=apps.example.org\"",
        "-H \"Forwarded: for=198.51.100.$n\" -H \"X-Forwarded-For: 198.51.100.$n\"",
    ] {
        assert!(limited("192.0.2.20", headers) > 0, "{headers} gives another address");
    }
    let other = format!(
        "{} -o /dev/null -w '%{{http_code}}' -H 'Forwarded: host=evil.example' {HOST}/tools",
        curl("192.0.2.21")
    );
    assert_eq!(machine.sh(&other), "200", "another client is not limited, and cannot claim another host");
}
