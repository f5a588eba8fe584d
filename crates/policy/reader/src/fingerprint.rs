use crate::Limits;
use crate::folder::FOLDERS;
use crate::git_log::parents;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The state on disk of the files of a pack and of those that it extends. Two fingerprints differ
/// if a file was written, added or removed between them. Only each `pack.toml` is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    files: BTreeMap<PathBuf, (u64, Option<SystemTime>)>,
}

/// Returns the fingerprint of a pack. It leaves out what cannot be read, and
/// [`chain`](crate::chain()) reports that.
pub fn stamp(dir: &Path, limits: &Limits) -> Fingerprint {
    let mut stamp = Fingerprint::default();
    let mut open = vec![dir.to_path_buf()];
    for _ in 0..limits.chain {
        let Some(dir) = open.pop() else { break };
        for place in FOLDERS.iter().map(|name| dir.join(name)).chain([dir.clone()]) {
            let entries = fs::read_dir(&place).into_iter().flatten().filter_map(Result::ok);
            // The most files that a pack may have, and one more to notice that there are too many.
            for entry in entries.take(limits.files + 1) {
                let known = entry.metadata().map(|known| (known.len(), known.modified().ok()));
                stamp.files.insert(entry.path(), known.unwrap_or_default());
            }
        }
        open.extend(parents(&dir, limits).unwrap_or_default());
    }
    stamp
}
