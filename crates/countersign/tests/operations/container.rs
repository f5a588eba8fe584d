//! Checks of the Containerfile that need no image.

use crate::support::{root, run};
use std::fs;
use std::process::Command;

fn lines() -> Vec<String> {
    let text = fs::read_to_string(root().join("packaging/container/Containerfile")).expect("a Containerfile");
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn containerfile_copies_files_that_exist() {
    let mut copied = 0;
    for line in lines() {
        let Some(rest) = line.strip_prefix("COPY ").filter(|rest| !rest.starts_with("--from=build")) else { continue };
        let words: Vec<&str> = rest.split_whitespace().collect();
        for source in &words[..words.len() - 1] {
            assert!(root().join(source).exists(), "{line}: there is no {source}");
            copied += 1;
        }
    }
    assert!(copied >= 8);
    // The image build compiles the workspace, so it must copy all its members.
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    let members = manifest.lines().find(|line| line.starts_with("members = ")).expect("members");
    for member in members.split('"').skip(1).step_by(2) {
        assert!(member.starts_with("crates/") || member == "xtask", "COPY {member}, which the workspace needs");
    }
}

#[test]
fn containerfile_starts_the_service_without_rights() {
    let lines = lines();
    let stages: Vec<&String> = lines.iter().filter(|line| line.starts_with("FROM ")).collect();
    assert_eq!(stages.len(), 2);
    let rust = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    let version =
        rust.lines().find_map(|line| line.strip_prefix("rust-version = ")).expect("a version").trim_matches('"');
    assert!(stages[0].contains(&format!("rust:{version}-")), "{}", stages[0]);
    let user = lines.iter().find_map(|line| line.strip_prefix("USER ")).expect("a user");
    assert!(user.split(':').all(|id| id.parse::<u32>().is_ok_and(|id| id > 0)), "{user}");
    let start = lines.iter().find_map(|line| line.strip_prefix("ENTRYPOINT ")).expect("a start");
    let words: Vec<String> = serde_json::from_str(start).expect("a list of words");
    let help = run(&[&words[1], "--help"]).out;
    for option in words.iter().filter(|word| word.starts_with("--")) {
        assert!(help.contains(&format!("{option} <")), "{option}: {help}");
    }
    let check =
        [&["config", "check", "--pack", "packs/moj"], &words[2..].iter().map(String::as_str).collect::<Vec<_>>()[..]]
            .concat();
    assert_eq!(run(&check).out, "no errors\n");
}

#[test]
fn healthcheck_reports_a_service_that_answers() {
    let served = crate::served::Served::start(&root().join("packs/moj"), &[]);
    let check = |port: u16| {
        let script = root().join("packaging/container/healthcheck");
        Command::new("bash").arg(script).arg(port.to_string()).output().expect("bash").status.success()
    };
    assert!(check(served.address.port()));
    let port = served.address.port();
    drop(served);
    assert!(!check(port));
}
