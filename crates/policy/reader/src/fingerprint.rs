use crate::Limits;
use crate::folder::FOLDERS;
use crate::git_log::parents;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How the files of a pack, and of those that it extends, lie on disk: two stamps
/// differ when something was written, added or taken away between them. Nothing but
/// each `pack.toml` is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    files: BTreeMap<PathBuf, (u64, Option<SystemTime>)>,
}

/// The stamp of a pack. What cannot be read is left out: [`chain`](crate::ancestors) tells of it.
pub fn stamp(dir: &Path, limits: &Limits) -> Fingerprint {
    let mut stamp = Fingerprint::default();
    let mut open = vec![dir.to_path_buf()];
    for _ in 0..limits.chain {
        let Some(dir) = open.pop() else { break };
        for place in FOLDERS.iter().map(|name| dir.join(name)).chain([dir.clone()]) {
            let entries = fs::read_dir(&place).into_iter().flatten().filter_map(Result::ok);
            // As many as a pack may have, and one more by which too many are told.
            for entry in entries.take(limits.files + 1) {
                let known = entry.metadata().map(|known| (known.len(), known.modified().ok()));
                stamp.files.insert(entry.path(), known.unwrap_or_default());
            }
        }
        open.extend(parents(&dir, limits).unwrap_or_default());
    }
    stamp
}
