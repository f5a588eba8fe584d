use crate::{Limits, SourceError};
use countersign_pack::{File, PackFolder};
use countersign_parallel::parallel_map;
use std::fs::{self, DirEntry};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The extensions of files in a pack.
const ENDINGS: &[&str] = &["toml", "cedar", "md"];
/// The folders of a pack.
pub(crate) const FOLDERS: &[&str] = &["tools", "bans", "exemptions", "checklists", "tests", "text", "rules", "pages"];

/// What a file or folder is for a pack.
pub(crate) enum EntryKind {
    /// Irrelevant.
    Nowhere,
    /// In a folder that packs do not have, with this path.
    Noted(String),
    /// A file in the wrong place.
    Kept,
    /// A file to read.
    Read,
}

/// Returns what a file is for a pack, from its path relative to the pack.
pub(crate) fn place(path: &str) -> EntryKind {
    let parts: Vec<&str> = path.split('/').collect();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match parts.as_slice() {
        _ if parts.iter().any(|part| part.starts_with('.')) => EntryKind::Nowhere,
        [_] if ending == "toml" => EntryKind::Read,
        [_] => EntryKind::Nowhere,
        [folder, _] if FOLDERS.contains(folder) => {
            if ENDINGS.contains(&ending) {
                EntryKind::Read
            } else {
                EntryKind::Kept
            }
        }
        [folder, inner, _, ..] if FOLDERS.contains(folder) => EntryKind::Noted(format!("{folder}/{inner}/")),
        [folder, ..] => EntryKind::Noted(format!("{folder}/")),
        [] => EntryKind::Nowhere,
    }
}

struct Reader<'a> {
    limits: &'a Limits,
    files: Vec<File>,
    /// The files to read, by place.
    wanted: Vec<(usize, PathBuf)>,
    errors: Vec<SourceError>,
}

/// Reads the files of a pack, sorted by path.
///
/// # Errors
/// Returns all errors, not only the first.
pub(crate) fn read(dir: &Path, label: String, limits: &Limits) -> Result<PackFolder, Vec<SourceError>> {
    let mut reader = Reader { limits, files: Vec::new(), wanted: Vec::new(), errors: Vec::new() };
    reader.folder(dir, "");
    for (place, read) in all_bytes(&reader.wanted, limits) {
        match (read, reader.files.get_mut(place)) {
            (Ok(bytes), Some(file)) => file.bytes = bytes,
            (Err(error), _) => reader.errors.push(error),
            (Ok(_), None) => {}
        }
    }
    if !reader.errors.is_empty() {
        reader.errors.sort_by(|one, other| one.path.cmp(&other.path));
        return Err(reader.errors);
    }
    reader.files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(PackFolder::new(label, reader.files))
}

/// Reads one file.
///
/// # Errors
/// Returns an error if the file cannot be read or has more than `most` bytes.
pub fn file(path: &Path, most: u64) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) if bytes.len() as u64 <= most => Ok(bytes),
        Ok(_) => {
            let message = format!("this file is larger than {} MiB", most >> 20);
            Err(SourceError::new(
                path,
                message,
                "name the pack's folder instead, or a file that `countersign compile` made",
            ))
        }
        Err(error) => {
            Err(SourceError::new(path, format!("this file cannot be read: {error}"), "see to its permissions"))
        }
    }
}

impl Reader<'_> {
    fn folder(&mut self, dir: &Path, prefix: &str) {
        let entries = match fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) => {
                let help = "name the folder of a pack, the one that holds `pack.toml`";
                self.errors.push(SourceError::new(dir, format!("this folder cannot be read: {error}"), help));
                return;
            }
        };
        for entry in entries.filter_map(Result::ok) {
            self.entry(&entry, prefix);
        }
    }

    fn entry(&mut self, entry: &DirEntry, prefix: &str) {
        let path = entry.path();
        let Ok(name) = entry.file_name().into_string() else {
            self.errors.push(SourceError::new(path, "this name is not UTF-8", "rename the file"));
            return;
        };
        let Ok(sort) = entry.file_type() else { return };
        let inside = format!("{prefix}{name}");
        if name.starts_with('.') {
            return;
        }
        if sort.is_dir() {
            match (prefix.is_empty(), FOLDERS.contains(&name.as_str())) {
                (true, true) => self.folder(&path, &format!("{name}/")),
                _ => self.files.push(File { path: format!("{inside}/"), bytes: Vec::new() }),
            }
            return;
        }
        let folder = prefix.is_empty() && FOLDERS.contains(&name.as_str());
        let wanted = matches!(place(&inside), EntryKind::Read);
        if sort.is_symlink() {
            if wanted || folder {
                self.errors.push(SourceError::new(
                    path,
                    "this is a symbolic link, and none is followed",
                    "put the file itself there",
                ));
            }
        } else if !sort.is_file() {
            self.errors.push(SourceError::new(path, "this is no plain file", "take it out of the pack"));
        } else if self.files.len() >= self.limits.files {
            if self.files.len() == self.limits.files {
                let message = format!("this pack has more than {} files", self.limits.files);
                self.errors.push(SourceError::new(path, message, "part it in two, one extending the other"));
                self.files.push(File { path: inside, bytes: Vec::new() });
            }
        } else {
            if wanted {
                self.wanted.push((self.files.len(), path));
            }
            if wanted || !prefix.is_empty() {
                self.files.push(File { path: inside, bytes: Vec::new() });
            }
        }
    }
}

/// Reads files, with as many threads as are useful.
fn all_bytes(wanted: &[(usize, PathBuf)], limits: &Limits) -> Vec<(usize, Result<Vec<u8>, SourceError>)> {
    let left = AtomicU64::new(limits.pack);
    parallel_map(wanted, FILES_OF_A_THREAD, |(place, path)| (*place, bytes(path, limits, &left)))
}

/// The number of files that makes another thread useful.
const FILES_OF_A_THREAD: usize = 100;

/// Returns the bytes of a file, if they fit into the rest of the pack's limit.
fn bytes(path: &Path, limits: &Limits, left: &AtomicU64) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    let bound = limits.file.min(left.load(Ordering::Relaxed));
    let read = fs::File::open(path).and_then(|file| {
        // The size is only a hint, because the file can grow while it is read.
        let size = file.metadata()?.len().min(bound);
        bytes.reserve_exact(usize::try_from(size).unwrap_or_default() + 2);
        file.take(bound + 1).read_to_end(&mut bytes)
    });
    let size = bytes.len() as u64;
    let fits = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(size)).is_ok();
    if let Err(error) = read {
        Err(SourceError::new(path, format!("this file cannot be read: {error}"), "see to its permissions"))
    } else if size > limits.file {
        let message = format!("this file is larger than {} KiB", limits.file >> 10);
        Err(SourceError::new(path, message, "part it in several files"))
    } else if !fits {
        let message = format!("this pack is larger than {} MiB", limits.pack >> 20);
        Err(SourceError::new(path, message, "part it in two, one extending the other"))
    } else {
        Ok(bytes)
    }
}
