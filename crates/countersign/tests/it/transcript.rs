//! Follows the README and the guide: makes their files, runs their commands and compares the output
//! with theirs.

use crate::support::{command, ran, root};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A reader who follows a page.
struct Follower {
    here: PathBuf,
    /// The pack named by `export COUNTERSIGN_PACK=…`.
    pack: Option<String>,
    /// The last file that the page made or changed.
    file: Option<PathBuf>,
    typed: usize,
}

impl Follower {
    fn new(here: &Path) -> Self {
        Self { here: here.to_path_buf(), pack: None, file: None, typed: 0 }
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
                let (line, shown) = part.split_once('\n').unwrap_or((part, ""));
                self.type_in(line, shown);
            }
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
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["cd", dir] => self.here.push(dir),
            ["export", setting] => self.pack = setting.strip_prefix("COUNTERSIGN_PACK=").map(str::to_owned),
            ["countersign", rest @ ..] | ["cargo", "run", "--quiet", "--", rest @ ..] => {
                let mut typed = command(rest);
                typed.current_dir(&self.here);
                if let Some(pack) = &self.pack {
                    typed.env("COUNTERSIGN_PACK", pack);
                }
                let told = ran(typed.output().expect("a run"));
                fits(line, shown, &format!("{}{}", told.out, told.err));
                self.typed += 1;
            }
            _ => {}
        }
    }
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

/// Returns the words of a command line. Text in quotes is one word.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim().chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
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
    let done = std::process::Command::new("cp").arg("-r").arg(root().join("packs")).arg(here.path()).status();
    assert!(done.expect("cp").success());
    let mut follower = Follower::new(here.path());
    follower.follow("enforcing.md");
    assert!(follower.typed >= 2);
}

#[test]
fn whoever_decides_on_exemptions_can_follow_the_page() {
    let root = TempDir::new().expect("a folder");
    let here = root.path().to_str().expect("UTF-8");
    assert_eq!(crate::support::run(&["init", here]).status, 0);
    let mut follower = Follower::new(root.path());
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
