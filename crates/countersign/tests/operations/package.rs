//! The Debian package: built, installed, upgraded and removed on a machine with systemd.

use crate::sandbox::Sandbox;
use crate::support::{ran, root};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The maximum exposure in `systemd-analyze security`, in tenths.
const EXPOSURE: &str = "20";

/// Makes a release of the binary under test. A lock allows one at a time, because all use the same
/// folder for their files.
pub(crate) fn release(out: &Path, revision: &str) {
    let lock = fs::File::create(root().join("target/package.lock")).expect("a lock");
    lock.lock().expect("a lock");
    let fixed = ["run", "--quiet", "--locked", "--package", "xtask", "--", "release"];
    let mut command = Command::new(env!("CARGO"));
    command.args(fixed).args(["--binary", env!("CARGO_BIN_EXE_countersign"), "--revision", revision, "--out"]).arg(out);
    // The variables that cargo sets for this test would mislead another cargo.
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
    {
        command.env_remove(name);
    }
    let done = ran(command.current_dir(root()).output().expect("cargo"));
    assert_eq!(done.status, 0, "{}{}", done.out, done.err);
}

#[test]
fn debian_package_installs_upgrades_and_is_removed() {
    let machine = Sandbox::boot();
    let (first, again, second) = (
        machine.shared.path().join("first"),
        machine.shared.path().join("again"),
        machine.shared.path().join("second"),
    );
    release(&first, "1");
    release(&again, "1");
    release(&second, "2");
    check_release(&first, &again);
    check_contents(&first.join("countersign_0.1.0-1_amd64.deb"));
    install(&machine);
    check_units(&machine);
    reload(&machine);
    upgrade(&machine);
    remove(&machine);
}

/// Checks that the same source gives the same bytes, and that the checksums are right.
fn check_release(first: &Path, again: &Path) {
    let sums = fs::read_to_string(first.join("SHA256SUMS")).expect("sums");
    assert_eq!(sums, fs::read_to_string(again.join("SHA256SUMS")).expect("sums"));
    assert_eq!(sums.lines().count(), 3, "{sums}");
    assert!(
        Command::new("sha256sum")
            .args(["--check", "--quiet", "SHA256SUMS"])
            .current_dir(first)
            .status()
            .expect("sha256sum")
            .success()
    );
    let list = fs::read_to_string(first.join("countersign-0.1.0.cdx.json")).expect("a list of dependencies");
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list["bomFormat"], "CycloneDX");
    let names: Vec<&str> =
        list["components"].as_array().expect("components").iter().filter_map(|one| one["name"].as_str()).collect();
    for name in ["cedar-policy", "axum", "rustls", "countersign-decide"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert!(!list.to_string().contains(root().canonicalize().expect("the project").to_str().expect("UTF-8")));
    let archive = first.join("countersign-0.1.0-x86_64-unknown-linux-gnu.tar.gz");
    let listed = ran(Command::new("tar").arg("-tzf").arg(&archive).output().expect("tar")).out;
    for file in
        ["countersign", "man/countersign-serve.1", "completions/_countersign", "LICENSE-MIT", "packs/moj/pack.toml"]
    {
        assert!(
            listed.lines().any(|line| line == format!("countersign-0.1.0-x86_64-unknown-linux-gnu/{file}")),
            "{file}: {listed}"
        );
    }
}

fn check_contents(package: &Path) {
    let listed = ran(Command::new("dpkg-deb").arg("--contents").arg(package).output().expect("dpkg-deb")).out;
    for (mode, file) in [
        ("-rwxr-xr-x", "usr/bin/countersign"),
        ("-rw-r--r--", "etc/countersign/countersign.toml"),
        ("-rw-r--r--", "usr/lib/systemd/system/countersign.service"),
        ("-rw-r--r--", "usr/lib/systemd/system/countersign.socket"),
        ("-rw-r--r--", "usr/lib/systemd/system/countersign-operations.socket"),
        ("-rw-r--r--", "usr/share/man/man1/countersign.1.gz"),
        ("-rw-r--r--", "usr/share/man/man1/countersign-serve.1.gz"),
        ("-rw-r--r--", "usr/share/bash-completion/completions/countersign"),
        ("-rw-r--r--", "usr/share/zsh/vendor-completions/_countersign"),
        ("-rw-r--r--", "usr/share/fish/vendor_completions.d/countersign.fish"),
        ("-rw-r--r--", "usr/share/countersign/packs/moj/pack.toml"),
        ("-rw-r--r--", "usr/share/doc/countersign/copyright"),
    ] {
        let found = listed
            .lines()
            .any(|line| line.starts_with(&format!("{mode} 0/0 ")) && line.ends_with(&format!("./{file}")));
        assert!(found, "{mode} {file}: {listed}");
    }
    let conffiles =
        ran(Command::new("dpkg-deb").arg("--info").arg(package).arg("conffiles").output().expect("dpkg-deb")).out;
    assert_eq!(conffiles.trim(), "/etc/countersign/countersign.toml");
}

fn install(machine: &Sandbox) {
    machine.sh("dpkg --install /mnt/first/countersign_0.1.0-1_amd64.deb");
    assert_eq!(machine.sh("curl --silent --fail http://127.0.0.1:8080/healthz"), "ok\n");
    assert!(machine.sh("curl --silent --fail http://127.0.0.1:8081/metrics").contains("countersign_build_info"));
    assert!(machine.sh("curl --silent --fail http://127.0.0.1:8080/").contains("Ministry of Justice"));
    for unit in ["countersign.service", "countersign.socket", "countersign-operations.socket"] {
        assert_eq!(
            machine.sh(&format!("systemctl is-active {unit} && systemctl is-enabled {unit}")),
            "active\nenabled\n",
            "{unit}"
        );
    }
    let user = machine.sh("ps -o user= -p $(systemctl show --value --property MainPID countersign)");
    assert_ne!(user.trim(), "root");
    machine.sh("lexgrog /usr/share/man/man1/countersign*.1.gz");
    machine.sh("man --warnings=w --pager=cat countersign-serve 2>&1 >/dev/null | (! grep .)");
    let completed = machine.sh(
        "source /usr/share/bash-completion/completions/countersign
         COMP_WORDS=(countersign show --pack /usr/share/countersign/packs/moj slac) COMP_CWORD=4 && _clap_complete_countersign countersign slac /usr/share/countersign/packs/moj && echo ${COMPREPLY[@]}",
    );
    assert!(completed.contains("slack"), "{completed}");
    machine.sh("countersign config check --config /etc/countersign/countersign.toml");
}

/// Checks that the units have no errors, and the service has few rights.
fn check_units(machine: &Sandbox) {
    let units = "countersign.service countersign.socket countersign-operations.socket";
    let verified = machine.run(&format!("systemd-analyze verify {units} 2>&1"));
    assert_eq!((verified.status, verified.out.as_str()), (0, ""));
    let offline = format!(
        "systemd-analyze security --no-pager --offline=true --threshold={EXPOSURE} /usr/lib/systemd/system/countersign.service"
    );
    machine.sh(&offline);
}

/// Checks that a configuration with errors changes nothing, and that a reload applies a valid one.
fn reload(machine: &Sandbox) {
    let file = "/etc/countersign/countersign.toml";
    machine.sh(&format!("echo 'rte = 1' >> {file} && systemctl reload countersign"));
    machine.until("journalctl --unit countersign | grep 'the configuration has errors'");
    machine.sh(&format!("sed -i '/^rte/d; s/^# public-url/public-url/' {file} && systemctl reload countersign"));
    machine.until("test $(curl --silent -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/tools) = 421");
    machine.sh("curl --silent --fail -o /dev/null http://127.0.0.1:8080/tools -H 'Host: apps.example.org'");
}

/// Checks that an upgrade refuses no client, and keeps the administrator's changes.
fn upgrade(machine: &Sandbox) {
    let before = machine.sh("systemctl show --value --property MainPID countersign");
    machine.sh("systemctl disable countersign-operations.socket 2>/dev/null");
    let asked = machine.sh(
        "(while test ! -e /tmp/upgraded; do curl --silent --max-time 20 -o /dev/null -w '%{http_code}\n' http://127.0.0.1:8080/healthz; done) > /tmp/answers &
         dpkg --install /mnt/second/countersign_0.1.0-2_amd64.deb >&2; touch /tmp/upgraded; wait; sort /tmp/answers | uniq -c",
    );
    assert!(asked.trim().ends_with(" 200") && asked.lines().count() == 1, "{asked}");
    assert_ne!(machine.sh("systemctl show --value --property MainPID countersign"), before, "the new version runs");
    assert_eq!(machine.sh("dpkg-query --show --showformat '${Version}' countersign"), "0.1.0-2");
    machine.sh("grep '^public-url' /etc/countersign/countersign.toml");
    assert_eq!(machine.run("systemctl is-enabled countersign-operations.socket").out, "disabled\n");
}

fn remove(machine: &Sandbox) {
    machine.sh("dpkg --remove countersign");
    assert_ne!(machine.run("curl --silent http://127.0.0.1:8080/healthz").status, 0);
    machine.sh("test -e /etc/countersign/countersign.toml && test ! -e /usr/bin/countersign");
    machine.sh("dpkg --purge countersign");
    let left = machine.sh("find /etc /lib /run/systemd /usr /var/lib -xdev -name '*countersign*'");
    assert_eq!(left, "", "nothing is left");
}
