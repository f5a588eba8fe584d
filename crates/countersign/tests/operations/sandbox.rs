//! A machine that a test can change: systemd in separate namespaces, on a copy of this machine's
//! files that ends with the test.

use crate::support::{Ran, ran, root};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

/// The maximum number of attempts, ten in each second.
const TRIES: usize = 600;

pub(crate) struct Sandbox {
    child: Child,
    /// The process id of its systemd.
    init: String,
    /// A folder that the sandbox sees as `/mnt`.
    pub(crate) shared: TempDir,
    cgroup: PathBuf,
    _dir: TempDir,
}

impl Sandbox {
    /// Boots the sandbox.
    ///
    /// # Panics
    /// Panics if the user is not root.
    pub(crate) fn boot() -> Self {
        let user = Command::new("id").arg("-u").output().expect("id");
        assert_eq!(user.stdout, b"0\n", "this test boots systemd in namespaces of its own and needs root");
        let (dir, shared) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let cgroup = cgroups().join(format!("countersign-test-{}", std::process::id()));
        fs::create_dir_all(&cgroup).expect("a control group");
        let project = root().canonicalize().expect("the project");
        let enter = format!("echo $$ > {}/cgroup.procs && exec \"$@\"", cgroup.display());
        let namespaces = ["--mount", "--net", "--pid", "--uts", "--ipc", "--cgroup", "--fork", "--kill-child"];
        let child = Command::new("sh")
            // The sandbox ends with the test, even if the test is killed.
            .args(["-c", &enter, "sh", "setpriv", "--pdeathsig", "KILL", "unshare"])
            .args(namespaces)
            .args(["--propagation", "private", "sh"])
            .arg(root().join("crates/countersign/tests/operations/sandbox.sh"))
            .args([dir.path(), &project, shared.path()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("unshare");
        let children = format!("/proc/{0}/task/{0}/children", child.id());
        let mut sandbox = Self { child, init: String::new(), shared, cgroup, _dir: dir };
        sandbox.init = wait_for("a first process", || {
            let children = fs::read_to_string(&children).ok()?;
            children.split_whitespace().next().map(str::to_owned)
        });
        wait_for("systemd", || (sandbox.run("systemctl is-active basic.target").out == "active\n").then_some(()));
        sandbox
    }

    /// Runs a script inside, as root.
    pub(crate) fn run(&self, script: &str) -> Ran {
        ran(self.command(script).output().expect("nsenter"))
    }

    /// Runs a script that must succeed, and returns its output.
    #[track_caller]
    pub(crate) fn sh(&self, script: &str) -> String {
        let done = self.run(script);
        assert_eq!(done.status, 0, "{script}\n{}{}\n{}", done.out, done.err, self.journal());
        done.out
    }

    /// Repeats a script until it succeeds, and returns its output.
    #[track_caller]
    pub(crate) fn until(&self, script: &str) -> String {
        for _ in 0..TRIES {
            let done = self.run(script);
            if done.status == 0 {
                return done.out;
            }
            sleep(Duration::from_millis(100));
        }
        panic!("never succeeded: {script}\n{}", self.journal());
    }

    /// Returns the log of the service.
    pub(crate) fn journal(&self) -> String {
        self.run("journalctl --no-pager --output cat --unit 'countersign*' --lines 60").out
    }

    /// Installs the units, the configuration and the binary under test, without a package.
    pub(crate) fn install_service(&self) {
        let project = root().canonicalize().expect("the project");
        self.sh(&format!(
            "cd {} && cp packaging/systemd/* /etc/systemd/system/ && mkdir -p /etc/countersign /usr/share/countersign/packs &&
             cp packaging/countersign.toml /etc/countersign/ && cp -r packs/moj packs/uk-government /usr/share/countersign/packs/ &&
             touch /usr/bin/countersign && mount --bind {} /usr/bin/countersign && systemctl daemon-reload",
            project.display(),
            env!("CARGO_BIN_EXE_countersign"),
        ));
    }

    fn command(&self, script: &str) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["--target", &self.init, "--mount", "--net", "--pid", "--uts", "--ipc", "--cgroup"]);
        command.args(["env", "-i"]);
        command.args([
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL=C.UTF-8",
            "HOME=/root",
            "DEBIAN_FRONTEND=noninteractive",
        ]);
        command.args(["bash", "-c", script]).current_dir("/").stdin(Stdio::null());
        command
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // The end of the first process ends all others.
        let _ = self.child.kill().and_then(|()| self.child.wait());
        for _ in 0..TRIES {
            remove_empty(&self.cgroup);
            if !self.cgroup.exists() {
                return;
            }
            sleep(Duration::from_millis(100));
        }
    }
}

fn remove_empty(cgroup: &Path) {
    for entry in fs::read_dir(cgroup).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            remove_empty(&entry.path());
        }
    }
    let _ = fs::remove_dir(cgroup);
}

/// Returns the mount point of control groups version 2.
fn cgroups() -> PathBuf {
    let mounts = fs::read_to_string("/proc/self/mounts").expect("mounts");
    let mut lines = mounts.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    lines
        .find(|parts| parts.get(2) == Some(&"cgroup2"))
        .map(|parts| parts[1].into())
        .expect("control groups (version 2)")
}

#[track_caller]
fn wait_for<T>(what: &str, found: impl Fn() -> Option<T>) -> T {
    for _ in 0..TRIES {
        if let Some(found) = found() {
            return found;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("{what} never came to be");
}
