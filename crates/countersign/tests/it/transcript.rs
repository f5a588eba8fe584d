//! Follows the README and the guide as a reader does: makes their files, types their commands into a
//! shell, and compares the output with theirs.

use crate::support::{ran, root, run};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The address of the service in the guide. A reader's service has another port.
const ADDRESS: &str = "127.0.0.1:8080";

/// A reader who follows a page.
struct Follower {
    here: PathBuf,
    /// What the page exports.
    exported: Vec<String>,
    /// The last file that the page made or changed.
    file: Option<PathBuf>,
    /// The service that the page started, and its address.
    service: Option<(Child, String)>,
    typed: usize,
}

impl Drop for Follower {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.service {
            let _ = child.kill().and_then(|()| child.wait());
        }
    }
}

impl Follower {
    fn new(here: &Path) -> Self {
        Self { here: here.to_path_buf(), exported: Vec::new(), file: None, service: None, typed: 0 }
    }

    /// Creates a reader in a new pack.
    fn in_new_pack(root: &TempDir) -> Self {
        let pack = root.path().join("pack");
        assert_eq!(run(&["init", pack.to_str().expect("UTF-8")]).status, 0);
        Self::new(&pack)
    }

    fn follow(&mut self, page: &str) {
        let text = fs::read_to_string(root().join("docs/guide").join(page)).expect("a page");
        let mut prose = String::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(sort) = line.strip_prefix("```") {
                let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                self.block(sort, &block.join("\n"), &prose);
                prose.clear();
            } else {
                self.change(line);
                prose.push_str(line);
                prose.push('\n');
            }
        }
    }

    /// Reads text between code: "Change `a` to `b`", "In `file`, change the key to `key = …`".
    fn change(&mut self, line: &str) {
        let ticks: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        if line.starts_with("In `") && line.contains("change the") {
            let path = self.here.join(ticks[0]);
            let key = ticks[1].split_whitespace().next().expect("a key");
            let text = fs::read_to_string(&path).expect("a file");
            let changed = text.lines().map(|old| if old.starts_with(key) { ticks[1] } else { old });
            fs::write(&path, changed.map(|line| format!("{line}\n")).collect::<String>()).expect("a file");
        } else if let (true, Some(at)) = (line.contains("Change `"), line.find("Change `")) {
            let ticks: Vec<&str> = line[at..].split('`').skip(1).step_by(2).collect();
            let path = self.file.clone().expect("a file that was made");
            let text = fs::read_to_string(&path).expect("a file");
            assert!(text.contains(ticks[0]), "{} holds no {}", path.display(), ticks[0]);
            fs::write(&path, text.replace(ticks[0], ticks[1])).expect("a file");
        }
    }

    fn block(&mut self, sort: &str, block: &str, prose: &str) {
        if sort == "console" {
            for part in format!("\n{block}").split("\n$ ").skip(1) {
                let (line, shown) = command_and_output(part);
                self.type_in(line, shown);
            }
            return;
        }
        if sort == "sh" {
            // A script with arguments asks about a tool on a device.
            let arguments = if block.starts_with("#!") { " 'example chat' laptop" } else { "" };
            let done = self.bash(&format!("bash -s{arguments} <<'END OF SCRIPT'\n{block}\nEND OF SCRIPT"));
            assert_eq!(done.status, 0, "{block}\n{}{}", done.out, done.err);
            self.typed += 1;
            return;
        }
        let named = |word: &str| {
            let rest = prose.rsplit_once(word)?.1;
            Some(rest.split('`').next().unwrap_or_default().to_owned())
        };
        if let Some(path) = named("Add to the end of `") {
            let path = self.here.join(path);
            let text = fs::read_to_string(&path).expect("a file");
            fs::write(&path, format!("{text}\n{block}\n")).expect("a file");
            self.file = Some(path);
        } else if let Some(path) = named("Make `") {
            let path = self.here.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, format!("{block}\n")).expect("a file");
            self.file = Some(path);
        }
    }

    fn type_in(&mut self, line: &str, shown: &str) {
        match line.split_once(' ') {
            Some(("cd", folder)) => self.here.push(folder),
            Some(("export", setting)) => self.exported.push(setting.to_owned()),
            // The first commands in a clone, which took the reader where the tests are.
            Some(("git", rest)) if rest.starts_with("clone") => {}
            Some(("cargo", rest)) if rest.starts_with("xtask") => {}
            Some(("countersign", rest)) if rest.starts_with("serve") => self.start(rest, shown),
            _ => {
                let own = line.strip_prefix("cargo run ").and_then(|rest| rest.split_once(" -- "));
                let done = self.bash(&own.map_or(line.to_owned(), |(_, words)| format!("countersign {words}")));
                fits(line, shown, &format!("{}{}", done.out, done.err));
                self.typed += 1;
            }
        }
    }

    /// Starts the service at a free port.
    fn start(&mut self, rest: &str, shown: &str) {
        let mut shell = self.shell(&format!("exec countersign {rest} --listen 127.0.0.1:0 --versions 0 2>/dev/null"));
        let mut child = shell.stdout(Stdio::piped()).spawn().expect("bash");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let address = line.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        fits(rest, shown, &line.replace(&address, ADDRESS));
        self.service = Some((child, address));
        self.typed += 1;
    }

    fn bash(&self, script: &str) -> crate::support::Ran {
        let address = self.service.as_ref().map_or(ADDRESS, |(_, address)| address);
        // A command that never ends by itself is interrupted.
        let ends = |line: &str| match line.contains(" --watch") {
            true => format!("timeout 3 {line} || test $? = 124"),
            false => line.to_owned(),
        };
        let script = script.lines().map(ends).collect::<Vec<_>>().join("\n").replace(ADDRESS, address);
        ran(self.shell(&script).output().expect("bash"))
    }

    fn shell(&self, script: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_countersign"));
        let path = format!("{}:{}", program.parent().expect("a folder").display(), env!("PATH"));
        let mut shell = Command::new("bash");
        shell.args(["-c", script]).current_dir(&self.here).env("PATH", path).env("COUNTERSIGN_CACHE", "off");
        for variable in ["COUNTERSIGN_PACK", "COUNTERSIGN_LANG", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            shell.env_remove(variable);
        }
        shell.envs(self.exported.iter().filter_map(|setting| setting.split_once('=')));
        shell
    }
}

/// Splits a part of a transcript into the command, which may go on for lines within quotes, and its
/// output.
fn command_and_output(part: &str) -> (&str, &str) {
    let is_whole = |line: &str| line.matches('\'').count().is_multiple_of(2);
    let ends = part.match_indices('\n').map(|(at, _)| at).chain([part.len()]);
    let end = ends.into_iter().find(|end| is_whole(&part[..*end])).unwrap_or(part.len());
    (&part[..end], part.get(end + 1..).unwrap_or_default())
}

/// Checks that the output contains the shown parts in order, the first at the start. Lines of `…`
/// alone separate them. A `…` within a line means any text.
fn fits(line: &str, shown: &str, found: &str) {
    let mut rest: Vec<&str> = found.lines().collect();
    let lines: Vec<&str> = shown.lines().collect();
    for (place, part) in lines.split(|line| line.trim() == "…").enumerate() {
        let blank = |line: &&&str| line.trim().is_empty();
        let skipped = part.iter().take_while(blank).count();
        let ended = part.iter().rev().take_while(blank).count();
        let wanted = part.get(skipped..part.len() - ended).unwrap_or_default();
        if wanted.is_empty() {
            continue;
        }
        let same = |at: &usize| wanted.iter().zip(&rest[*at..]).all(|(wanted, found)| alike(wanted, found));
        let places = 0..=rest.len().saturating_sub(wanted.len());
        let at = places.clone().find(same).filter(|at| rest.len() >= wanted.len() && (place > 0 || *at == 0));
        let Some(at) = at else { panic!("$ {line}\n--- shown\n{}\n--- found\n{found}", wanted.join("\n")) };
        rest.drain(..at + wanted.len());
    }
}

fn alike(wanted: &str, found: &str) -> bool {
    match wanted.split_once('…') {
        Some((before, after)) => found.starts_with(before) && found.ends_with(after),
        None => wanted.trim_end() == found.trim_end(),
    }
}

#[test]
fn the_readme_tells_the_truth() {
    let mut follower = Follower::new(&root());
    follower.follow("../../README.md");
    assert_eq!(follower.typed, 2);
}

#[test]
fn staff_can_follow_their_page() {
    let mut follower = Follower::new(&root());
    follower.follow("staff.md");
    assert!(follower.typed >= 6);
}

#[test]
fn a_new_organisation_can_follow_its_page() {
    let root = TempDir::new().expect("a folder");
    let mut follower = Follower::new(root.path());
    follower.follow("new-organisation.md");
    assert!(follower.typed >= 14);
}

#[test]
fn administrators_can_follow_their_page() {
    let here = TempDir::new().expect("a folder");
    copy_packs(here.path());
    let mut follower = Follower::new(here.path());
    follower.follow("enforcing.md");
    assert!(follower.typed >= 2);
}

#[test]
fn whoever_decides_on_exemptions_can_follow_the_page() {
    let root = TempDir::new().expect("a folder");
    let mut follower = Follower::in_new_pack(&root);
    follower.follow("exemptions.md");
    assert_eq!(follower.typed, 7);
}

#[test]
fn whoever_has_a_list_can_follow_the_page() {
    let root = TempDir::new().expect("a folder");
    let mut follower = Follower::new(root.path());
    follower.follow("importing.md");
    assert_eq!(follower.typed, 3);
}

#[test]
fn whoever_keeps_the_register_can_follow_the_page() {
    let root = TempDir::new().expect("a folder");
    let mut follower = Follower::in_new_pack(&root);
    follower.follow("register.md");
    assert_eq!(follower.typed, 10);
}

#[test]
fn whoever_writes_rules_can_follow_the_page() {
    let root = TempDir::new().expect("a folder");
    let mut follower = Follower::in_new_pack(&root);
    follower.follow("rules.md");
    assert_eq!(follower.typed, 2);
}

#[test]
fn translators_can_follow_their_page() {
    let root = TempDir::new().expect("a folder");
    let mut follower = Follower::in_new_pack(&root);
    follower.follow("translating.md");
    assert_eq!(follower.typed, 9);
}

#[test]
fn whoever_automates_can_follow_the_page() {
    let root = TempDir::new().expect("a folder");
    let mut follower = Follower::in_new_pack(&root);
    follower.follow("automation.md");
    assert_eq!(follower.typed, 15);
}

#[test]
fn whoever_describes_products_can_follow_the_page() {
    let root = TempDir::new().expect("a folder");
    let mut follower = Follower::new(root.path());
    follower.follow("catalogue.md");
    assert_eq!(follower.typed, 1);
}

#[test]
fn whoever_changes_a_policy_can_follow_the_page() {
    let root = TempDir::new().expect("a folder");
    let mut follower = Follower::new(root.path());
    copy_packs(root.path());
    let done = follower.bash(
        "git init --quiet . && git config user.name Author && git config user.email author@example.org && git add . \
         && git commit --quiet --message Packs && git update-ref refs/remotes/origin/main HEAD",
    );
    assert_eq!(done.status, 0, "{}", done.err);
    follower.follow("changing.md");
    assert_eq!(follower.typed, 7);
}

#[cfg(feature = "serve")]
#[test]
fn whoever_runs_the_service_can_follow_the_page() {
    let root = TempDir::new().expect("a folder");
    copy_packs(root.path());
    let mut follower = Follower::new(root.path());
    follower.follow("serving.md");
    assert_eq!(follower.typed, 7);
}

fn copy_packs(folder: &Path) {
    let done = Command::new("cp").arg("-r").arg(root().join("packs")).arg(folder).status();
    assert!(done.expect("cp").success());
}
