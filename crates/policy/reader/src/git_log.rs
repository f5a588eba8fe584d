//! The revisions of a repository that changed a pack.

use crate::Limits;
use crate::SourceError;
use crate::folder::file;
use crate::git_revision::git;
use countersign_catalogue::NAME;
use countersign_pack::{File, PackFolder, extends};
use std::path::{Path, PathBuf};

/// A revision that changed a pack or one that it extends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The commit.
    pub commit: String,
    /// The day on which it was committed (ISO 8601), in the committer's time zone.
    pub day: String,
}

/// Returns the last changes of the pack in a folder and of the packs that it extends, the newest
/// first. Empty if the folder is not in a git repository.
///
/// # Errors
/// Returns an error if the pack's `pack.toml` cannot be read.
pub fn history(dir: &Path, most: usize, limits: &Limits) -> Result<Vec<Change>, SourceError> {
    let mut dirs: Vec<PathBuf> = vec![dir.to_path_buf()];
    let mut next = 0;
    while let Some(dir) = dirs.get(next).filter(|_| dirs.len() < limits.chain) {
        let parents = parents(dir, limits)?;
        dirs.extend(parents.into_iter().filter(|parent| !dirs.contains(parent)).collect::<Vec<_>>());
        next += 1;
    }
    let most = format!("--max-count={most}");
    let words = ["log", &most, "--format=%H %cs", "--end-of-options", "HEAD", "--"].map(str::to_owned);
    let here = dirs.iter().filter_map(|dir| std::path::absolute(dir).ok());
    let paths = here.map(|dir| dir.to_string_lossy().into_owned());
    let Ok(lines) = git(dir, words.into_iter().chain(paths)) else { return Ok(Vec::new()) };
    let change = |line: &str| {
        let (commit, day) = line.split_once(' ')?;
        Some(Change { commit: commit.to_owned(), day: day.to_owned() })
    };
    Ok(lines.lines().filter_map(change).collect())
}

/// Returns the folders of the packs that the one in a folder extends.
pub(crate) fn parents(dir: &Path, limits: &Limits) -> Result<Vec<PathBuf>, SourceError> {
    let bytes = file(&dir.join("pack.toml"), limits.file)?;
    let own = PackFolder::new("", vec![File { path: "pack.toml".into(), bytes }]);
    Ok(extends(&own).into_iter().filter(|name| name != NAME).map(|parent| dir.join(parent)).collect())
}
