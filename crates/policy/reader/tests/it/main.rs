//! Hostile folders.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

use countersign_reader::{Limits, chain};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use tempfile::TempDir;

const HEAD: &str = "format = 1\nname = \"N\"\nversion = \"1\"\n";

fn pack(dir: &Path, more: &str) {
    fs::create_dir_all(dir.join("tools")).expect("a folder");
    fs::write(dir.join("pack.toml"), format!("{HEAD}{more}")).expect("a file");
}

fn errors(dir: &Path, limits: &Limits) -> Vec<String> {
    chain(dir, limits).expect_err("an error").into_iter().map(|error| error.message).collect()
}

#[test]
fn a_pack_is_read_with_its_parents_first() {
    let root = TempDir::new().expect("a folder");
    pack(&root.path().join("parent"), "");
    pack(&root.path().join("child"), "extends = \"../parent\"\n");
    let folders = chain(&root.path().join("child"), &Limits::default()).expect("folders");
    assert_eq!(folders.iter().map(|folder| folder.label.as_str()).collect::<Vec<_>>(), ["parent", "child"]);
}

#[test]
fn symbolic_links_are_refused() {
    let root = TempDir::new().expect("a folder");
    let dir = root.path().join("pack");
    pack(&dir, "");
    fs::write(root.path().join("secret.toml"), "name = \"secret\"").expect("a file");
    symlink(root.path().join("secret.toml"), dir.join("tools/secret.toml")).expect("a link");
    symlink("/etc", dir.join("rules")).expect("a link");
    let found = errors(&dir, &Limits::default());
    assert_eq!(found, ["this is a symbolic link, and none is followed"; 2]);
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let root = TempDir::new().expect("a folder");
    pack(root.path(), "");
    let huge = fs::File::create(root.path().join("tools/huge.toml")).expect("a file");
    huge.set_len(100 << 20).expect("a size");
    assert_eq!(errors(root.path(), &Limits::default()), ["this file is larger than 1024 KiB"]);
    let small = Limits { pack: 4, ..Limits::default() };
    assert!(errors(root.path(), &small).iter().any(|error| error.contains("this pack is larger")));
}

#[test]
fn too_many_files_are_refused_once() {
    let root = TempDir::new().expect("a folder");
    pack(root.path(), "");
    for place in 0..50 {
        fs::write(root.path().join(format!("tools/t{place}.toml")), "name = \"T\"").expect("a file");
    }
    let few = Limits { files: 10, ..Limits::default() };
    assert_eq!(errors(root.path(), &few), ["this pack has more than 10 files"]);
}

#[test]
fn circles_and_long_chains_are_refused() {
    let root = TempDir::new().expect("a folder");
    pack(&root.path().join("a"), "extends = \"../b\"\n");
    pack(&root.path().join("b"), "extends = \"../a\"\n");
    assert_eq!(errors(&root.path().join("a"), &Limits::default()), ["this pack extends itself"]);
    for place in 0..12 {
        pack(&root.path().join(format!("c{place}")), &format!("extends = \"../c{}\"\n", place + 1));
    }
    assert_eq!(errors(&root.path().join("c0"), &Limits::default()), ["more than 8 packs extend one another"]);
}

#[test]
fn what_is_no_plain_file_is_refused() {
    let root = TempDir::new().expect("a folder");
    pack(root.path(), "");
    let pipe = root.path().join("tools/pipe.toml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    assert_eq!(errors(root.path(), &Limits::default()), ["this is no plain file"]);
}

#[test]
fn a_folder_that_is_not_there_says_so() {
    assert!(
        errors(Path::new("/nowhere/at/all"), &Limits::default())
            .first()
            .is_some_and(|error| error.contains("cannot be read"))
    );
}
