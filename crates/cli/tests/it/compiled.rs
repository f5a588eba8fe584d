//! `compile`: where the file goes, and what is said of it.

use crate::support::{command, run};
use std::fs;

#[test]
fn only_a_compiled_policy_is_replaced() {
    let root = tempfile::tempdir().expect("a folder");
    let dir = root.path().join("pack");
    assert_eq!(run(&["init", dir.to_str().expect("UTF-8")]).status, 0);
    let dir_name = dir.to_str().expect("UTF-8");
    let own = dir.join("pack.toml");
    let before = fs::read(&own).expect("a file");
    for taken in [own.to_str().expect("UTF-8"), dir_name, "/dev/null"] {
        let told = run(&["compile", "--pack", dir_name, "--out", taken]);
        assert_eq!(told.status, 2, "{taken}: {}{}", told.out, told.err);
        assert!(told.err.contains("is no compiled policy"), "{}", told.err);
        assert!(told.err.contains("name another file with `--out`"), "{}", told.err);
    }
    assert_eq!(fs::read(&own).expect("a file"), before);
    let file = root.path().join("new.policy");
    let file = file.to_str().expect("UTF-8");
    for _ in 0..2 {
        let told = run(&["compile", "--pack", dir_name, "--out", file]);
        assert_eq!(told.status, 0, "{}", told.err);
        assert!(told.out.contains("different sets of answers"), "{}", told.out);
        assert!(told.out.contains("\nholds from 2026-01-01 on\n"), "{}", told.out);
    }
}

#[test]
fn a_policy_goes_to_standard_output() {
    let root = tempfile::tempdir().expect("a folder");
    let file = root.path().join("moj.policy");
    let file = file.to_str().expect("UTF-8");
    let ask = |out: &str| {
        let arguments = ["compile", "--pack", "packs/moj", "--at", "2026-04-01", "--out", out];
        command(&arguments).output().expect("a run")
    };
    let (kept, piped) = (ask(file), ask("-"));
    assert!(piped.status.success());
    assert!(piped.stdout == fs::read(file).expect("a file"), "the same bytes");
    let told = String::from_utf8(piped.stderr).expect("UTF-8");
    assert_eq!(told.replace("standard output", file), String::from_utf8(kept.stdout).expect("UTF-8"));
    assert!(told.contains("\nholds from 2023-03-16 on\n"), "{told}");
}

#[test]
fn what_needs_the_folder_says_so() {
    let root = tempfile::tempdir().expect("a folder");
    let file = root.path().join("moj.policy");
    let file = file.to_str().expect("UTF-8");
    assert_eq!(run(&["compile", "--pack", "packs/moj", "--out", file]).status, 0);
    for words in [&["lint", file][..], &["test", file], &["compile", "--pack", file]] {
        let told = run(words);
        assert_eq!(told.status, 2, "{words:?}: {}{}", told.out, told.err);
        let said = "is a compiled policy already, and this command needs the pack's folder";
        assert!(told.err.contains(said), "{words:?}: {}", told.err);
    }
    let told = run(&["lint", "packs/moj/pack.toml"]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains("name the folder of the pack: `packs/moj`"), "{}", told.err);
    let told = run(&["check", "slack", "--pack", "packs/moj/pack.toml"]);
    assert_eq!(told.status, 3);
    assert!(told.err.contains("name the folder of the pack: `packs/moj`"), "{}", told.err);
    for words in
        [&["check", "slack", "--pack", "packs/mjo"][..], &["lint", "packs/mjo"], &["compile", "--pack", "packs/mjo"]]
    {
        let told = run(words);
        assert_eq!(told.status, 2, "{words:?}");
        assert!(told.err.contains("packs/mjo: there is neither a folder nor a file of that name"), "{}", told.err);
    }
    fs::File::options().write(true).open(file).expect("a file").set_len(1 << 30).expect("a size");
    let told = run(&["check", "slack", "--pack", file]);
    assert!(
        told.err.contains("larger than 64 MiB") && told.err.contains("name the pack's folder instead"),
        "{}",
        told.err
    );
}
