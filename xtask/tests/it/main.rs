//! What holds for the workspace as a whole.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

mod circles;
mod layering;
mod pages;
mod words;

use std::path::{Path, PathBuf};

/// Returns the source folder of each crate of the workspace.
fn crate_sources() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut found: Vec<PathBuf> = std::fs::read_dir(crates)
        .expect("the crates")
        .map(|entry| entry.expect("an entry").path().join("src"))
        .filter(|src| src.is_dir())
        .collect();
    found.sort();
    assert!(found.len() > 10, "the crates are found");
    found
}

/// Returns the Rust files below a folder.
fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] }).collect();
    found.retain(|path| path.extension().is_some_and(|end| end == "rs"));
    found.sort();
    found
}
