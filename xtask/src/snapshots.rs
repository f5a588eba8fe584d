use crate::run::{output, root, run_with};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Runs the tests, and then reports snapshots that no test has compared with anything.
///
/// # Errors
/// Returns an error if a test fails or a snapshot is not used.
pub(crate) fn tests_and_snapshots(test: &[&str]) -> Result<(), String> {
    let list = root().join("target/snapshots-in-use");
    let _ = fs::remove_file(&list);
    run_with(test, &[("INSTA_SNAPSHOT_REFERENCES_FILE", &list.display().to_string())])?;
    let used = fs::read_to_string(&list).map_err(|error| format!("{}: {error}", list.display()))?;
    let used: BTreeSet<PathBuf> = used.lines().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let tracked = output(&["git", "ls-files", "*.snap"])?;
    let unused: Vec<&str> = tracked
        .lines()
        .filter(|path| fs::canonicalize(root().join(path)).is_ok_and(|path| !used.contains(&path)))
        .collect();
    if unused.is_empty() {
        return Ok(());
    }
    Err(format!("no test uses these snapshots; remove them:\n{}", unused.join("\n")))
}
