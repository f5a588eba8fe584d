//! The pack that a command uses, and the day.

use crate::compiled_file::{is_compiled, whole_pack};
use crate::error::CliError;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// A pack and a day, as a command names them.
#[derive(Clone, Debug, Default)]
pub struct PackLocation {
    /// The folder of the pack or its compiled file. `None` for the nearest folder that holds a pack.
    pub path: Option<PathBuf>,
    /// The day. `None` for today.
    pub at: Option<Date>,
}

impl PackLocation {
    /// Creates the location of a pack at a path, today.
    pub fn at_path(path: impl Into<PathBuf>) -> Self {
        Self { path: Some(path.into()), at: None }
    }

    /// Returns the compiled file, if the path names a file.
    pub fn file(&self) -> Option<&Path> {
        self.path.as_deref().filter(|path| path.is_file())
    }

    /// Returns the pack's folder.
    ///
    /// # Errors
    /// Returns an error if the path is not a folder, or if no pack is named and none is near.
    pub fn folder(&self) -> Result<PathBuf, CliError> {
        self.path.as_deref().map_or_else(nearest_pack, folder)
    }
}

/// Returns a named folder.
///
/// # Errors
/// Returns an error if it is not a folder.
fn folder(dir: &Path) -> Result<PathBuf, CliError> {
    let name = dir.display();
    if dir.is_file() {
        return Err(if is_compiled(dir) {
            let message = format!("{name} is a compiled policy already, and this command needs the pack's folder");
            CliError::misuse(message, "name the folder from which it was compiled")
        } else {
            CliError::misuse(format!("{name} is a file, and this command needs the pack's folder"), whole_pack(dir))
        });
    }
    match std::fs::symlink_metadata(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(CliError::misuse(
            format!("{name}: there is neither a folder nor a file of that name"),
            "name the folder of a pack, or a file that `countersign compile` made",
        )),
        _ => Ok(dir.to_path_buf()),
    }
}

/// Returns the nearest folder with a pack, from the current folder upwards.
///
/// # Errors
/// Returns an error if there is none.
pub fn nearest_pack() -> Result<PathBuf, CliError> {
    let here = std::env::current_dir().map_err(|error| {
        CliError::misuse(format!("cannot determine the current folder: {error}"), "name the pack with `--pack DIR`")
    })?;
    let found = here.ancestors().find(|dir| dir.join("pack.toml").is_file()).map(Path::to_path_buf);
    found.ok_or_else(|| {
        CliError::misuse(
            "neither this folder nor one above it holds a `pack.toml`",
            "name the pack with `--pack DIR` or in COUNTERSIGN_PACK, or start one with `countersign init DIR`",
        )
    })
}
