//! Installs a build in its folder, completely or not at all.

use crate::deployed::list;
use countersign_artefact::{Build, Manifest};
use countersign_command::CliError;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::SystemTime;

/// An installed build, with the state of its files at that time.
pub(crate) struct InstalledBuild {
    pub(crate) tree: Build,
    marks: BTreeMap<String, Fingerprint>,
    /// The thread that removes the former build.
    removal: Option<JoinHandle<()>>,
}

/// The size of a file and the time of its last change, which show whether it changed.
type Fingerprint = (u64, SystemTime);

/// Waits until no other build is being installed in the same parent folder. `None` if the system
/// cannot lock folders; then the last build wins.
fn lock_beside(path: &Path) -> Option<File> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = File::open(parent).ok()?;
    match folder.try_lock() {
        Ok(()) => return Some(folder),
        Err(TryLockError::Error(_)) => return None,
        Err(TryLockError::WouldBlock) => {}
    }
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "another build is being put into `{}`; waiting for it", parent.display());
    drop(err);
    folder.lock().ok().map(|()| folder)
}

/// Installs a build completely or not at all: writes beside it, then exchanges the folders. Keeps
/// two parts of a former build: those that cannot be built any more, and those of the deployments
/// `others`, which this build leaves out. Does not read files again that `before` installed and
/// that did not change since.
///
/// # Errors
/// Returns an error if the target exists and is no build, or holds files that no build wrote.
pub(crate) fn place(
    path: &Path,
    mut tree: Build,
    others: &[String],
    mut before: Option<&mut InstalledBuild>,
) -> Result<InstalledBuild, CliError> {
    before.iter_mut().for_each(|before| before.settle());
    // Removes a slash at the end, which would put the new folder inside the old one.
    let path = &path.components().collect::<PathBuf>();
    let cannot = |error: io::Error| {
        CliError::misuse(format!("`{}` cannot be written: {error}", path.display()), "name another folder with `--out`")
    };
    let lock = lock_beside(path);
    let there = path.exists();
    if there {
        keep_former(path, &mut tree, others, before.as_deref());
    }
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let (part, old) = (beside(".part"), beside(".old"));
    let _ = fs::remove_dir_all(&part);
    // Exchanges nothing before it is certain that the existing folder is a build.
    let (ours, written) = std::thread::scope(|scope| {
        let ours = scope.spawn(|| if there { only_ours(path) } else { Ok(()) });
        let written = written(&part, path, &tree, before.as_deref());
        (ours.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), written)
    });
    if let Err(trouble) = ours {
        let _ = fs::remove_dir_all(&part);
        return Err(trouble);
    }
    let placed = written.and_then(|marks| {
        if !there {
            fs::rename(&part, path)?;
        } else if !exchanged(&part, path) {
            let _ = fs::remove_dir_all(&old);
            fs::rename(path, &old)?;
            fs::rename(&part, path).inspect_err(|_| {
                let _ = fs::rename(&old, path);
            })?;
        }
        Ok(marks)
    });
    match placed {
        Ok(marks) => {
            // Removes the former build from either place. Holds the lock until it is gone, because
            // the next build writes into a folder of the same name.
            let removal = std::thread::spawn(move || {
                for former in [part, old] {
                    let _ = fs::remove_dir_all(former);
                }
                drop(lock);
            });
            Ok(InstalledBuild { tree, marks, removal: Some(removal) })
        }
        Err(error) => {
            let _ = fs::remove_dir_all(&part);
            Err(cannot(error))
        }
    }
}

/// Keeps the files of a former build for deployments that cannot be built, and for the others,
/// which this build leaves out.
fn keep_former(path: &Path, tree: &mut Build, others: &[String], before: Option<&InstalledBuild>) {
    let refused = tree.refused();
    if refused.is_empty() && others.is_empty() {
        return;
    }
    let manifest = fs::read(path.join("manifest.json")).ok();
    let Some(former) = manifest.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok()) else { return };
    let is_inside = |file: &str| Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
    let files = |folder: &str| -> BTreeMap<String, Arc<Vec<u8>>> {
        let named = former.artefacts.get(folder).into_iter().flat_map(|artefact| artefact.files.keys());
        let read = |file: &String| {
            let bytes = fs::read(path.join(folder).join(file)).ok()?;
            let same = before.and_then(|before| before.tree.files.get(&format!("{folder}/{file}")));
            let same = same.filter(|known| ***known == bytes).cloned();
            Some((file.clone(), same.unwrap_or_else(|| Arc::new(bytes))))
        };
        named.filter(|file| is_inside(folder) && is_inside(file)).filter_map(read).collect()
    };
    for folder in refused {
        tree.keep(&folder, &former, files(&folder));
    }
    for folder in others {
        tree.leave(folder, &former, files(folder));
    }
}

/// Exchanges two folders in one step, so that the path always exists. Returns false if the file
/// system cannot do this (renameat2(2), `RENAME_EXCHANGE`).
#[cfg(target_os = "linux")]
fn exchanged(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchanged(_: &Path, _: &Path) -> bool {
    false
}

/// The part of a manifest with the files that a build wrote.
#[derive(Deserialize)]
struct Wrote {
    artefacts: BTreeMap<String, WroteFiles>,
}

#[derive(Deserialize)]
struct WroteFiles {
    files: BTreeMap<String, IgnoredAny>,
}

/// Returns an error if a folder holds files that no build wrote.
fn only_ours(path: &Path) -> Result<(), CliError> {
    let manifest = fs::read(path.join("manifest.json")).ok();
    let known: Option<Wrote> = manifest.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let ours = |file: &str| match (&known, file.split_once('/')) {
        (Some(_), None) => file == "manifest.json",
        (Some(known), Some((folder, rest))) => {
            known.artefacts.get(folder).is_some_and(|artefact| artefact.files.contains_key(rest))
        }
        (None, _) => false,
    };
    match list(path)?.into_iter().find(|(file, _)| !ours(file)) {
        None => Ok(()),
        Some((other, _)) => Err(CliError::misuse(
            format!("`{}` holds `{other}`, which no build wrote", path.display()),
            "move it away, or name another folder with `--out`; nothing was changed",
        )),
    }
}

/// Writes the files into a new folder. Keeps an unchanged file with its time, so that consumers
/// which watch it need not load it again.
fn written(
    part: &Path,
    former: &Path,
    tree: &Build,
    before: Option<&InstalledBuild>,
) -> io::Result<BTreeMap<String, Fingerprint>> {
    let folders: BTreeSet<&Path> = tree.files.keys().filter_map(|name| Path::new(name).parent()).collect();
    for folder in folders {
        fs::create_dir_all(part.join(folder))?;
    }
    let next = AtomicUsize::new(0);
    let all: Vec<(&String, &Arc<Vec<u8>>)> = tree.files.iter().collect();
    let work = || {
        let mut marks = Vec::new();
        while let Some((name, bytes)) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mark = placed(
                &former.join(name),
                &part.join(name),
                bytes,
                before.and_then(|before| before.known(name, bytes)),
            )?;
            marks.push(((*name).clone(), mark));
        }
        Ok(marks)
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let marks: io::Result<Vec<_>> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = vec![work()];
        all.extend(
            others.into_iter().map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))),
        );
        all.into_iter().collect()
    });
    Ok(marks?.into_iter().flatten().collect())
}

/// Installs one file. Links the former file if it holds the same bytes.
fn placed(old: &Path, new: &Path, bytes: &[u8], known: Option<Fingerprint>) -> io::Result<Fingerprint> {
    if let Some(known) = known
        && mark(old).is_ok_and(|now| now == known)
        && fs::hard_link(old, new).is_ok()
    {
        return Ok(known);
    }
    if !(holds(old, bytes) && fs::hard_link(old, new).is_ok()) {
        fs::write(new, bytes)?;
    }
    mark(new)
}

fn mark(file: &Path) -> io::Result<Fingerprint> {
    let metadata = fs::symlink_metadata(file)?;
    Ok((metadata.len(), metadata.modified()?))
}

/// Returns true if a file holds exactly these bytes.
fn holds(file: &Path, bytes: &[u8]) -> bool {
    let same = || -> io::Result<bool> {
        let metadata = fs::symlink_metadata(file)?;
        if !metadata.is_file() || metadata.len() != bytes.len() as u64 {
            return Ok(false);
        }
        let (mut file, mut piece, mut rest) = (File::open(file)?, vec![0; 64 << 10], bytes);
        loop {
            let read = file.read(&mut piece)?;
            match (piece.get(..read), rest.split_at_checked(read)) {
                (Some([]), _) => return Ok(rest.is_empty()),
                (Some(own), Some((wanted, after))) if own == wanted => rest = after,
                _ => return Ok(false),
            }
        }
    };
    same().unwrap_or(false)
}

impl InstalledBuild {
    /// Returns the state of an installed file, if the build holds these same bytes.
    fn known(&self, name: &str, bytes: &Arc<Vec<u8>>) -> Option<Fingerprint> {
        self.tree.files.get(name).filter(|own| Arc::ptr_eq(own, bytes)).and_then(|_| self.marks.get(name).copied())
    }

    /// Waits until the former build is removed.
    fn settle(&mut self) {
        let _ = self.removal.take().map(JoinHandle::join);
    }
}

impl Drop for InstalledBuild {
    fn drop(&mut self) {
        self.settle();
    }
}
