use crate::parents::{Places, with_parents};
use crate::{Limits, SourceError, folder};
use countersign_pack::PackFolder;
use std::path::{Path, PathBuf};

/// Reads a pack and those that it extends: catalogues first, then the outermost parent.
///
/// # Errors
/// Returns all errors, not only the first.
pub fn chain(dir: &Path, limits: &Limits) -> Result<Vec<PackFolder>, Vec<SourceError>> {
    let start = whole(dir).map_err(|error| vec![SourceError { misnamed: true, ..error }])?;
    with_parents(&Folders { limits }, start, limits)
}

/// Packs in folders on disk.
struct Folders<'a> {
    limits: &'a Limits,
}

impl Places for Folders<'_> {
    type EntryKind = PathBuf;

    fn parent(&self, of: &PathBuf, name: &str) -> Result<PathBuf, SourceError> {
        whole(&of.join(name))
    }

    fn is_pack(&self, place: &PathBuf) -> bool {
        place.join("pack.toml").is_file()
    }

    fn read(&self, place: &PathBuf) -> Result<PackFolder, Vec<SourceError>> {
        folder::read(place, label(place), self.limits)
    }

    fn error(&self, at: &PathBuf, message: String, help: &str) -> SourceError {
        SourceError::new(at, message, help)
    }
}

fn whole(dir: &Path) -> Result<PathBuf, SourceError> {
    dir.canonicalize().map_err(|error| {
        let help = "name the folder of a pack, the one that holds `pack.toml`";
        SourceError::new(dir, format!("this folder cannot be read: {error}"), help)
    })
}

fn label(dir: &Path) -> String {
    dir.file_name().map_or_else(|| "pack".to_owned(), |name| name.to_string_lossy().into_owned())
}
