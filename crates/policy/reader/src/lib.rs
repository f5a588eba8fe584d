//! The only reader of folders and git revisions, with limits.
//!
//! A pack may come from anywhere. So the reader stops at the bounds of [`Limits`], follows no
//! symbolic link, and opens only plain files. `countersign-pack` decides what a file means.

mod ancestors;
mod fingerprint;
mod folder;
mod git_log;
mod git_revision;
mod parents;

pub use ancestors::chain;
pub use fingerprint::{Fingerprint, stamp};
pub use folder::file;
pub use git_log::{Change, history};
pub use git_revision::{full_name, revision};

use std::fmt;
use std::path::PathBuf;

/// The limits of reading.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a file.
    pub file: u64,
    /// Bytes of a pack.
    pub pack: u64,
    /// Files of a pack.
    pub files: usize,
    /// Packs of a chain.
    pub chain: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 1 << 20, pack: 64 << 20, files: 200_000, chain: 8 }
    }
}

/// Why a folder could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// Whether the name is wrong, rather than the content.
    pub misnamed: bool,
}

impl SourceError {
    fn new(path: impl Into<PathBuf>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into(), help: help.into(), misnamed: false }
    }

    fn misnamed(path: impl Into<PathBuf>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { misnamed: true, ..Self::new(path, message, help) }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for SourceError {}
