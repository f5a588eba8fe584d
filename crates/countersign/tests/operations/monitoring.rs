//! The metrics in Prometheus, the dashboard, the alerts, and the tables of the guide.

use crate::sandbox::Sandbox;
use crate::support::root;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const API: &str = "http://127.0.0.1:9090/api/v1";

fn ops(file: &str) -> String {
    fs::read_to_string(root().join("docs/ops").join(file)).expect("a file of docs/ops")
}

/// Returns the queries of the dashboard, with the variables of Grafana replaced by values.
fn dashboard() -> Vec<String> {
    let board: Value = serde_json::from_str(&ops("grafana.json")).expect("JSON");
    let panels = board["panels"].as_array().expect("panels").iter();
    let targets = panels.flat_map(|panel| panel["targets"].as_array().expect("targets"));
    targets.map(|target| target["expr"].as_str().expect("a query").replace("$__rate_interval", "1m")).collect()
}

/// Returns the names of metrics in a text.
fn metrics_in(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("countersign_") || word.starts_with("process_")).map(str::to_owned).collect()
}

/// Returns the names of the series of the service.
fn series(metrics: &str) -> BTreeSet<String> {
    let lines = metrics.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split(['{', ' ']).next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn prometheus_reads_metrics_and_alerts_fire() {
    let machine = Sandbox::boot();
    machine.install_service();
    machine.sh(
        "cp -r /usr/share/countersign/packs /srv/countersign && mv /srv/countersign/moj /srv/countersign/pack &&
         sed -i 's|^pack = .*|pack = \"/srv/countersign/pack\"|; s|^\\[serve\\]|[serve]\\nrate = 1|' /etc/countersign/countersign.toml &&
         systemctl start countersign.socket countersign-operations.socket countersign.service",
    );
    for file in ["alerts.yml", "prometheus.yml"] {
        fs::write(machine.shared.path().join(file), ops(file)).expect("written");
    }
    machine.sh(
        "(echo 'global: { scrape_interval: 1s, evaluation_interval: 1s }'; echo 'rule_files: [alerts.yml]'; cat /mnt/prometheus.yml) > /mnt/own.yml &&
         systemd-run --quiet --unit prometheus-test prometheus --config.file=/mnt/own.yml --storage.tsdb.path=/tmp/prometheus --web.listen-address=127.0.0.1:9090",
    );
    // Sends requests, too many requests, and a policy with errors.
    machine.sh("curl --silent --fail -o /dev/null 'http://127.0.0.1:8080/api/v1/answer?tool=slack'");
    machine.sh("for n in $(seq 12); do curl --silent -o /dev/null http://127.0.0.1:8080/tools; done");
    query_until(&machine, "up{job=\"countersign\"} == 1");
    query_until(&machine, "increase(countersign_requests_total[1m]) >= 0");
    machine.sh("echo 'nonsense' >> /srv/countersign/pack/pack.toml");
    query_until(&machine, "ALERTS{alertname=\"CountersignPackRefused\",alertstate=\"firing\"}");
    for expr in dashboard() {
        query_until(&machine, &expr);
    }
    let metrics = machine.sh("curl --silent --fail http://127.0.0.1:8081/metrics");
    check_names(&metrics);
    check_lint(&metrics);
    // Without the service, the alert for its absence is pending.
    machine.sh("systemctl stop countersign.service countersign.socket countersign-operations.socket");
    query_until(&machine, "ALERTS{alertname=\"CountersignDown\"}");
}

/// Repeats a query until it has a result. Fails at once if the query has an error.
#[track_caller]
fn query_until(machine: &Sandbox, query: &str) {
    let quoted = query.replace('\'', "'\\''");
    let output = machine.until(&format!(
        "curl --silent --max-time 5 --data-urlencode 'query={quoted}' {API}/query | tee /tmp/output | jq -e '.status == \"error\" or (.data.result | length > 0)' >/dev/null && cat /tmp/output"
    ));
    let output: Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!(output["status"], "success", "{query}: {output}");
}

/// Checks that dashboard, alerts and guide name existing metrics, and that the guide names them
/// all.
fn check_names(metrics: &str) {
    let served = series(metrics);
    for (file, text) in [("grafana.json", dashboard().join("\n")), ("alerts.yml", ops("alerts.yml"))] {
        let named = metrics_in(&text);
        assert!(named.len() >= 6, "{file}: {named:?}");
        let unknown: Vec<&String> = named.difference(&served).collect();
        assert!(unknown.is_empty(), "{file} names metrics that are not served: {unknown:?}");
    }
    let guide = fs::read_to_string(root().join("docs/guide/operating.md")).expect("the guide");
    let described: BTreeSet<String> = rows(&guide).into_iter().filter(|name| !metrics_in(name).is_empty()).collect();
    // A histogram has one row.
    let base = |name: &String| match name.starts_with("countersign_duration_seconds") {
        true => "countersign_duration_seconds".to_owned(),
        false => name.clone(),
    };
    let served: BTreeSet<String> = served.iter().map(base).collect();
    assert_eq!(described, served, "the table of metrics in docs/guide/operating.md");
}

/// Returns the code in the first cells of tables.
fn rows(page: &str) -> Vec<String> {
    let cells = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    cells.map(str::to_owned).collect()
}

/// Runs `promtool check metrics`, which reads the older text format. There the name of a counter
/// ends in `_total` in its description too.
fn check_lint(metrics: &str) {
    let counters: Vec<&str> =
        metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.strip_suffix(" counter")).collect();
    assert!(counters.len() >= 5, "{metrics}");
    let mut text = String::new();
    for line in metrics.lines().filter(|line| *line != "# EOF" && !line.starts_with("# UNIT")) {
        let name = line.split(' ').nth(2).filter(|name| line.starts_with('#') && counters.contains(name));
        text += &name.map_or_else(|| line.to_owned(), |name| line.replacen(name, &format!("{name}_total"), 1));
        text.push('\n');
    }
    let mut lint = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("promtool");
    lint.stdin.take().expect("its input").write_all(text.as_bytes()).expect("written");
    let output = lint.wait_with_output().expect("its end");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn promtool_accepts_the_files() {
    for (what, file) in [("rules", "alerts.yml"), ("config", "prometheus.yml")] {
        let output = Command::new("promtool")
            .args(["check", what])
            .arg(root().join("docs/ops").join(file))
            .output()
            .expect("promtool");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let output = Command::new("promtool")
        .args(["test", "rules"])
        .arg(root().join("crates/countersign/tests/operations/alerts.yml"))
        .output()
        .expect("promtool");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Checks that the guide lists exactly the events that the service logs.
#[test]
fn guide_describes_every_event_of_the_log() {
    let mut events = BTreeSet::new();
    for folder in ["crates/web/kit/src", "crates/policy/app/src", "crates/countersign/src"] {
        collect_events(&root().join(folder), &mut events);
    }
    assert!(events.len() >= 18, "{events:?}");
    let guide = fs::read_to_string(root().join("docs/guide/operating.md")).expect("the guide");
    let (_, table) = guide.split_once("\n| Event |").expect("a table of events");
    let table = table.split("\n\n").next().expect("a table");
    let described: BTreeSet<String> = rows(table).into_iter().collect();
    assert_eq!(described, events, "the table of events in docs/guide/operating.md");
}

fn collect_events(folder: &Path, events: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect_events(&path, events);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        for level in ["error", "warn", "info", "debug"] {
            for call in text.split(&format!("tracing::{level}!(")).skip(1) {
                let call = call.split(");").next().expect("an end");
                events.insert(call.rsplit('"').nth(1).expect("a message").to_owned());
            }
        }
    }
}
