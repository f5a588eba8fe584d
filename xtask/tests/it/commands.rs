//! The commands of `cargo xtask` and `cargo` that the documents print.

use crate::{files, metadata};
use std::path::Path;
use std::process::Command;

/// Returns the documents, each with its path and its text.
fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = files(&root.join("docs"), &["md"]);
    paths.extend(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"].map(|name| root.join(name)));
    let read = |path: &Path| std::fs::read_to_string(path).expect("a document");
    paths.iter().map(|path| (path.display().to_string(), read(path))).collect()
}

/// Returns every `cargo …` command in a transcript or in the text of the documents.
fn cargo_commands() -> Vec<(String, String)> {
    let mut commands = Vec::new();
    for (path, text) in documents() {
        for line in text.lines() {
            let typed = line.trim().strip_prefix("$ ").map(|line| line.split(" #").next().unwrap_or(line));
            let quoted = line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("cargo "));
            let all = typed.into_iter().filter(|line| line.starts_with("cargo ")).chain(quoted);
            commands.extend(all.map(|command| (path.clone(), command.trim().to_owned())));
        }
    }
    commands
}

#[test]
fn tasks_of_the_documents_exist() {
    let mut checked = 0;
    for (path, command) in cargo_commands() {
        let Some(rest) = command.strip_prefix("cargo xtask") else { continue };
        // Placeholders and optional parts stand for words that a person chooses.
        let words: Vec<&str> =
            rest.split_whitespace().take_while(|word| !word.starts_with(['[', '…', '<']) && *word != "X").collect();
        let done = Command::new(env!("CARGO_BIN_EXE_xtask")).args(&words).arg("--help").output().expect("xtask");
        assert!(done.status.success(), "{path}: `{command}`: {}", String::from_utf8_lossy(&done.stderr));
        checked += 1;
    }
    assert!(checked >= 10, "{checked}");
}

#[test]
fn crates_and_programs_of_the_documents_exist() {
    let packages = metadata().packages;
    let is_known = |name: &str| {
        packages
            .iter()
            .any(|package| package.name.as_str() == name || package.targets.iter().any(|target| target.name == name))
    };
    for (path, command) in cargo_commands() {
        let words: Vec<&str> = command.split_whitespace().collect();
        for pair in words.windows(2).filter(|pair| ["-p", "--package", "--bin"].contains(&pair[0])) {
            assert!(is_known(pair[1]), "{path}: `{command}` names `{}`", pair[1]);
        }
    }
}
