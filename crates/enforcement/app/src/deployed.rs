//! Reads folders of artefacts.

use countersign_command::CliError;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder of artefacts with its files, within the limits of a build.
pub(crate) struct DeployedFiles {
    pub(crate) path: PathBuf,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// The maximum number of files and bytes in a folder of artefacts.
const LIMITS: (usize, u64) = (100_000, 1 << 30);

impl DeployedFiles {
    /// Reads a folder. Does not follow links.
    ///
    /// # Errors
    /// Returns an error if it is not a folder, cannot be read, or holds more than a build can.
    pub(crate) fn read(path: &Path) -> Result<Self, CliError> {
        let mut folder = Self { path: path.to_path_buf(), files: BTreeMap::new() };
        for (name, file) in list(path)? {
            // Lists other entries too, such as links and sockets, with empty content.
            let bytes = match file.is_symlink() || !file.is_file() {
                true => Vec::new(),
                false => fs::read(&file).map_err(|error| unreadable(&file, &error))?,
            };
            folder.files.insert(name, bytes);
        }
        Ok(folder)
    }

    /// Returns true if a file has this SHA-256, in hexadecimal digits.
    pub(crate) fn is(&self, path: &str, sha256: &str) -> bool {
        self.files.get(path).is_some_and(|bytes| countersign_artefact::sha256(bytes) == sha256)
    }
}

fn unreadable(at: &Path, error: &io::Error) -> CliError {
    CliError::misuse(format!("`{}` cannot be read: {error}", at.display()), "name the folder of a build")
}

/// Returns every entry below a folder that is not a folder, by its relative path. Does not follow
/// links.
pub(crate) fn list(path: &Path) -> Result<Vec<(String, PathBuf)>, CliError> {
    let (mut found, mut bytes) = (Vec::new(), 0);
    let mut open = vec![(path.to_path_buf(), String::new())];
    while let Some((dir, prefix)) = open.pop() {
        for entry in fs::read_dir(&dir).map_err(|error| unreadable(&dir, &error))? {
            let entry = entry.map_err(|error| unreadable(&dir, &error))?;
            let kind = entry.file_type().map_err(|error| unreadable(&dir, &error))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if kind.is_dir() {
                open.push((entry.path(), format!("{name}/")));
                continue;
            }
            bytes += entry.metadata().map_or(0, |metadata| metadata.len());
            if found.len() >= LIMITS.0 || bytes > LIMITS.1 {
                let message = format!("`{}` holds more than a build can", path.display());
                return Err(CliError::misuse(message, "name the folder of a build"));
            }
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}
