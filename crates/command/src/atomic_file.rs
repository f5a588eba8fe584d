//! Files that are written completely or not at all.

use crate::compiled_file::is_compiled;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Replaces a file completely or not at all: writes beside it, then renames.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = part_of(path);
    let done = fs::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

/// A file written beside another, which it replaces when it is complete.
pub struct Replacement {
    path: PathBuf,
    part: PathBuf,
    out: BufWriter<fs::File>,
    done: bool,
}

impl Replacement {
    /// Starts a file beside `path`.
    ///
    /// # Errors
    /// Returns an error if it cannot be created.
    pub fn new(path: PathBuf) -> io::Result<Self> {
        let part = part_of(&path);
        let out = BufWriter::with_capacity(256 << 10, fs::File::create(&part)?);
        Ok(Self { path, part, out, done: false })
    }

    /// Puts the file in its place.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        fs::rename(&self.part, &self.path)?;
        self.done = true;
        Ok(())
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.part);
        }
    }
}

fn part_of(path: &Path) -> PathBuf {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    part.into()
}

/// Returns true if a path holds anything other than a compiled policy, which a write would destroy.
/// Anything unreadable counts.
pub fn holds_something_else(path: &Path) -> bool {
    fs::metadata(path).is_ok() && !is_compiled(path)
}
