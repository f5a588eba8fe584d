//! A look at what is there before it is read or replaced.

use countersign_policy::begins_compiled;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Whether a file is a compiled policy, by how it begins. Pipes and devices are not
/// opened: they may never end.
pub(crate) fn is_compiled(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = path.is_file() && File::open(path).and_then(|file| file.take(8).read_to_end(&mut head)).is_ok();
    read && begins_compiled(&head)
}
