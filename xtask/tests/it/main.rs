//! Checks of the workspace as a whole.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

mod circles;
mod commands;
mod layering;
mod pages;
mod words;

use cargo_metadata::{Metadata, MetadataCommand};
use std::path::{Path, PathBuf};

/// Returns what cargo says of the workspace.
fn metadata() -> Metadata {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("metadata")
}

/// Returns the source folder of each crate of the product, with the crate's name.
fn crate_sources() -> Vec<(String, PathBuf)> {
    let packages = metadata().packages;
    let sources = packages.into_iter().filter(|package| package.name.as_str() != "xtask").map(|package| {
        let src = package.manifest_path.with_file_name("src").into_std_path_buf();
        (package.name.to_string(), src)
    });
    let found: Vec<(String, PathBuf)> = sources.collect();
    assert!(found.len() > 10, "the crates are found");
    found
}

/// Returns the files below a folder that have one of these endings.
fn files(dir: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    let below = |path: PathBuf| if path.is_dir() { files(&path, endings) } else { vec![path] };
    let mut found: Vec<PathBuf> = entries.flat_map(below).collect();
    found.retain(|path| path.extension().is_some_and(|end| endings.iter().any(|ending| end == *ending)));
    found.sort();
    found
}
