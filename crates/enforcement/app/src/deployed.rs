//! Folders of artefacts, read whole.

use countersign_command::CliError;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder with all that is in it, as far as builds go.
pub(crate) struct DeployedFiles {
    pub(crate) path: PathBuf,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// The most files and bytes that a folder of artefacts may hold.
const LIMITS: (usize, u64) = (100_000, 1 << 30);

impl DeployedFiles {
    /// Reads a folder; links are not followed.
    ///
    /// # Errors
    /// Where it is none, cannot be read or holds more than a build can.
    pub(crate) fn read(path: &Path) -> Result<Self, CliError> {
        let mut folder = Self { path: path.to_path_buf(), files: BTreeMap::new() };
        for (name, file) in list(path)? {
            // What is no file (a link, a socket) is told, and has nothing in it.
            let bytes = match file.is_symlink() || !file.is_file() {
                true => Vec::new(),
                false => fs::read(&file).map_err(|error| unreadable(&file, &error))?,
            };
            folder.files.insert(name, bytes);
        }
        Ok(folder)
    }

    /// Whether a file has this SHA-256, in hexadecimal digits.
    pub(crate) fn is(&self, path: &str, sha256: &str) -> bool {
        self.files.get(path).is_some_and(|bytes| countersign_artefact::sha256(bytes) == sha256)
    }
}

fn unreadable(at: &Path, error: &io::Error) -> CliError {
    CliError::misuse(format!("`{}` cannot be read: {error}", at.display()), "name the folder of a build")
}

/// Everything below a folder that is no folder, by its path inside; links are not
/// followed.
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
