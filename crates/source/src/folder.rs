use crate::{Limits, SourceError};
use countersign_pack::{File, Folder};
use std::fs::{self, DirEntry};
use std::io::Read;
use std::path::Path;

/// The endings of files that a pack holds.
const ENDINGS: &[&str] = &["toml", "cedar", "md"];
/// The folders that a pack holds.
pub(crate) const FOLDERS: &[&str] = &["tools", "bans", "exemptions", "checklists", "tests", "text", "rules", "pages"];

/// What a file or folder is to a pack.
pub(crate) enum Place {
    /// Nothing.
    Nowhere,
    /// In a folder that packs do not have, with this path.
    Noted(String),
    /// A file that does not belong where it is.
    Kept,
    /// A file to read.
    Read,
}

/// What the file with a path, relative to the pack, is to the pack.
pub(crate) fn place(path: &str) -> Place {
    let parts: Vec<&str> = path.split('/').collect();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match parts.as_slice() {
        _ if parts.iter().any(|part| part.starts_with('.')) => Place::Nowhere,
        [_] if ending == "toml" => Place::Read,
        [_] => Place::Nowhere,
        [folder, _] if FOLDERS.contains(folder) => {
            if ENDINGS.contains(&ending) {
                Place::Read
            } else {
                Place::Kept
            }
        }
        [folder, inner, _, ..] if FOLDERS.contains(folder) => Place::Noted(format!("{folder}/{inner}/")),
        [folder, ..] => Place::Noted(format!("{folder}/")),
        [] => Place::Nowhere,
    }
}

struct Reader<'a> {
    limits: &'a Limits,
    left: u64,
    files: Vec<File>,
    errors: Vec<SourceError>,
}

/// Reads the files of a pack, sorted by path.
///
/// # Errors
/// Everything that could not be read, not only the first.
pub(crate) fn read(dir: &Path, label: String, limits: &Limits) -> Result<Folder, Vec<SourceError>> {
    let mut reader = Reader { limits, left: limits.pack, files: Vec::new(), errors: Vec::new() };
    reader.folder(dir, "");
    if !reader.errors.is_empty() {
        return Err(reader.errors);
    }
    reader.files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Folder { label, files: reader.files })
}

/// Reads one file.
///
/// # Errors
/// Where it cannot be read or has more than `most` bytes.
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
        let wanted = matches!(place(&inside), Place::Read);
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
            let bytes = if wanted { self.bytes(&path) } else { Vec::new() };
            if wanted || !prefix.is_empty() {
                self.files.push(File { path: inside, bytes });
            }
        }
    }

    fn bytes(&mut self, path: &Path) -> Vec<u8> {
        let mut bytes = Vec::new();
        let bound = self.limits.file.min(self.left);
        let read = fs::File::open(path).and_then(|file| {
            // The size is a hint only: the file may grow while it is read.
            let size = file.metadata()?.len().min(bound);
            bytes.reserve_exact(usize::try_from(size).unwrap_or_default() + 2);
            file.take(bound + 1).read_to_end(&mut bytes)
        });
        let size = bytes.len() as u64;
        if let Err(error) = read {
            self.errors.push(SourceError::new(
                path,
                format!("this file cannot be read: {error}"),
                "see to its permissions",
            ));
        } else if size > self.limits.file {
            let message = format!("this file is larger than {} KiB", self.limits.file >> 10);
            self.errors.push(SourceError::new(path, message, "part it in several files"));
        } else if size > self.left {
            let message = format!("this pack is larger than {} MiB", self.limits.pack >> 20);
            self.errors.push(SourceError::new(path, message, "part it in two, one extending the other"));
        }
        self.left = self.left.saturating_sub(size);
        bytes
    }
}
