//! Folders of artefacts: read whole, and put in their place whole or not at all.

use crate::error::Trouble;
use countersign_artefact::Manifest;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder with all that is in it, as far as builds go.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// The most files and bytes that a folder of artefacts may hold.
const LIMITS: (usize, u64) = (100_000, 1 << 30);

impl Folder {
    /// Reads a folder; links are not followed.
    ///
    /// # Errors
    /// Where it is none, cannot be read or holds more than a build can.
    pub(crate) fn read(path: &Path) -> Result<Self, Trouble> {
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

fn unreadable(at: &Path, error: &io::Error) -> Trouble {
    Trouble::misuse(format!("`{}` cannot be read: {error}", at.display()), "name the folder of a build")
}

/// Everything below a folder that is no folder, by its path inside; links are not
/// followed.
fn list(path: &Path) -> Result<Vec<(String, PathBuf)>, Trouble> {
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
                return Err(Trouble::misuse(message, "name the folder of a build"));
            }
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

/// Puts a folder of files in its place whole or not at all: written beside it, then
/// exchanged. A former build gives way; anything else is left alone.
///
/// # Errors
/// Where what is there is no build, or has files that no build wrote.
pub(crate) fn replace_folder(path: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Trouble> {
    // Without a slash at its end, which would put what is beside it inside.
    let path = &path.components().collect::<PathBuf>();
    let cannot = |error: io::Error| {
        Trouble::misuse(format!("`{}` cannot be written: {error}", path.display()), "name another folder with `--out`")
    };
    let there = path.exists();
    if there {
        let former = list(path)?;
        let known: Option<Manifest> =
            fs::read(path.join("manifest.json")).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let ours = |file: &str| match (&known, file.split_once('/')) {
            (Some(_), None) => file == "manifest.json",
            (Some(manifest), Some((folder, rest))) => {
                manifest.artefacts.get(folder).is_some_and(|artefact| artefact.files.contains_key(rest))
            }
            (None, _) => false,
        };
        if let Some(other) = former.iter().map(|(file, _)| file).find(|file| !ours(file)) {
            return Err(Trouble::misuse(
                format!("`{}` holds `{other}`, which no build wrote", path.display()),
                "move it away, or name another folder with `--out`; nothing was changed",
            ));
        }
    }
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let (part, old) = (beside(".part"), beside(".old"));
    let _ = fs::remove_dir_all(&part);
    let written = files.iter().try_for_each(|(name, bytes)| {
        let file = part.join(name);
        file.parent().map_or(Ok(()), fs::create_dir_all)?;
        // A file that stays as it was is kept, its time included: consumers that watch
        // it need not load it again.
        let former = path.join(name);
        let kept = there && fs::read(&former).is_ok_and(|old| old == *bytes) && fs::hard_link(&former, &file).is_ok();
        if kept { Ok(()) } else { fs::write(file, bytes) }
    });
    let placed = written.and_then(|()| {
        if there {
            let _ = fs::remove_dir_all(&old);
            fs::rename(path, &old)?;
        }
        fs::rename(&part, path).inspect_err(|_| {
            if there {
                let _ = fs::rename(&old, path);
            }
        })
    });
    if placed.is_err() {
        let _ = fs::remove_dir_all(&part);
    } else if there {
        let _ = fs::remove_dir_all(&old);
    }
    placed.map_err(cannot)
}
