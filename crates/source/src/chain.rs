use crate::{Limits, SourceError, folder};
use countersign_pack::{Folder, extends};
use std::path::{Path, PathBuf};

/// Reads a pack and those that it extends, the outermost parent first.
///
/// # Errors
/// Everything that could not be read, not only the first.
pub fn chain(dir: &Path, limits: &Limits) -> Result<Vec<Folder>, Vec<SourceError>> {
    let mut folders = Vec::new();
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut next = Some(dir.to_path_buf());
    while let Some(dir) = next.take() {
        let whole = dir.canonicalize().map_err(|error| {
            let help = "name the folder of a pack, the one that holds `pack.toml`";
            let unread = SourceError::new(&dir, format!("this folder cannot be read: {error}"), help);
            // Whoever names a folder that is not there has mistyped it; a pack that
            // extends one is at fault.
            vec![SourceError { misnamed: seen.is_empty(), ..unread }]
        })?;
        if seen.contains(&whole) {
            let help = "take out one `extends` of the circle";
            return Err(vec![SourceError::new(&dir, "this pack extends itself", help)]);
        }
        if seen.len() >= limits.chain {
            let message = format!("more than {} packs extend one another", limits.chain);
            return Err(vec![SourceError::new(&dir, message, "shorten the chain")]);
        }
        let folder = folder::read(&whole, label(&whole), limits)?;
        next = extends(&folder).map(|parent| whole.join(parent));
        seen.push(whole);
        folders.push(folder);
    }
    folders.reverse();
    Ok(folders)
}

fn label(dir: &Path) -> String {
    dir.file_name().map_or_else(|| "pack".to_owned(), |name| name.to_string_lossy().into_owned())
}
