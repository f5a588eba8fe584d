//! Writing files.

use countersign_policy::begins_compiled;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Puts a file in its place whole or not at all: written beside it, then renamed.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let done = fs::write(&part, bytes).and_then(|()| fs::rename(&part, path));
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

/// Whether something stands at a path that is no compiled policy, and would be
/// lost if one was put there. What cannot be looked into counts.
pub(crate) fn holds_something_else(path: &Path) -> bool {
    let Ok(found) = fs::metadata(path) else { return false };
    let mut head = Vec::new();
    // A pipe or a device is not opened: it may never end.
    let read = found.is_file() && fs::File::open(path).and_then(|file| file.take(8).read_to_end(&mut head)).is_ok();
    !read || !begins_compiled(&head)
}
