//! Compiled copies of packs in the user's cache, so that an unchanged pack needs no compiler.
//!
//! The name of a copy is a digest of its inputs: every file of the pack and of its parents, and
//! this program. So a copy is never stale. A copy that was altered is not used.

use countersign_artefact::sha256;
use countersign_compiled::{FORMAT, Policy};
use countersign_pack::PackFolder;
use jiff::civil::Date;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The variable with the folder for copies, or `off` to keep none.
pub(crate) const VARIABLE: &str = "COUNTERSIGN_CACHE";

/// The maximum number of copies in the folder.
const MOST_COPIES: usize = 16;

/// The maximum size of a copy, in bytes.
const MOST_BYTES: u64 = 256 << 20;

/// The cache entry of one pack.
pub(crate) struct Copy {
    file: PathBuf,
}

impl Copy {
    /// Returns the entry of a pack with these folders. `None` if the cache is off.
    pub(crate) fn of(folders: &[PackFolder], at: Option<Date>) -> Option<Self> {
        let file = folder()?.join(key(folders, at)?);
        Some(Self { file })
    }

    /// Returns the copy. `None` if there is none, or it was altered.
    pub(crate) fn read(&self) -> Option<Policy> {
        if !is_own(self.file.parent()?) {
            return None;
        }
        let bytes = countersign_reader::file(&self.file, MOST_BYTES).ok()?;
        let (digest, policy) = bytes.split_at_checked(DIGEST)?;
        // An altered copy is replaced.
        (sha256(policy).as_bytes() == digest).then(|| Policy::read(policy).ok()).flatten()
    }

    /// Saves a copy. Ignores failures, because no answer depends on it.
    pub(crate) fn write(&self, policy: &Policy) {
        let _ = self.try_write(policy);
    }

    fn try_write(&self, policy: &Policy) -> Option<()> {
        let folder = self.file.parent()?;
        make(folder)?;
        let body = policy.write();
        let mut bytes = sha256(&body).into_bytes();
        bytes.extend_from_slice(&body);
        crate::atomic_file::replace(&self.file, &bytes).ok()?;
        forget(folder);
        Some(())
    }
}

/// The length of a digest, in hexadecimal digits.
const DIGEST: usize = 64;

/// Returns the digest of all inputs of a copy, as the name of its file.
fn key(folders: &[PackFolder], at: Option<Date>) -> Option<String> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let changed = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut text = format!("{FORMAT} {} {} {} {at:?}\n", env!("CARGO_PKG_VERSION"), program.len(), changed.as_nanos(),);
    for folder in folders {
        text.push_str(&format!("{:?}\n", folder.label));
        for file in &folder.files {
            text.push_str(&format!("{:?} {}\n", file.path, sha256(&file.bytes)));
        }
    }
    Some(sha256(text.as_bytes()))
}

/// Returns the folder for copies: the one in the variable, otherwise the system's cache folder.
fn folder() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    match std::env::var_os(VARIABLE) {
        Some(said) if said == "off" => return None,
        Some(said) if !said.is_empty() => return Some(PathBuf::from(said)),
        _ => {}
    }
    let base = if cfg!(windows) {
        absolute("LOCALAPPDATA")?
    } else if cfg!(target_os = "macos") {
        absolute("HOME")?.join("Library/Caches")
    } else {
        // XDG Base Directory Specification, `XDG_CACHE_HOME`.
        absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?
    };
    Some(base.join("countersign"))
}

/// Creates the folder. Only this user can read or write it.
fn make(folder: &Path) -> Option<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).ok()?;
    is_own(folder).then_some(())
}

/// Returns true if only this user can write to the folder.
#[cfg(unix)]
fn is_own(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir() && found.uid() == own && found.mode() & 0o022 == 0)
}

#[cfg(not(unix))]
fn is_own(folder: &Path) -> bool {
    folder.is_dir()
}

/// Removes the oldest copies.
fn forget(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let named = |name: &str| name.len() == DIGEST && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let copy = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok().filter(|name| named(name))?;
        Some((entry.metadata().ok()?.modified().ok()?, folder.join(name)))
    };
    let mut copies: Vec<_> = entries.filter_map(Result::ok).filter_map(copy).collect();
    copies.sort_unstable();
    let more = copies.len().saturating_sub(MOST_COPIES);
    for (_, old) in copies.into_iter().take(more) {
        let _ = fs::remove_file(old);
    }
}
