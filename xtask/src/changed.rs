use crate::run::{output, root, run, say};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Runs the tests of the crates that differ from the branch `main`, and of all crates that use
/// them. Formatting and clippy are checked for the whole workspace, which is quick.
///
/// # Errors
/// Returns an error if git or cargo cannot tell what changed, or a step fails.
pub(crate) fn test_changed() -> Result<(), String> {
    run(&["cargo", "fmt", "--all", "--check"])?;
    run(&["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"])?;
    let base = output(&["git", "merge-base", "HEAD", "main"])?;
    let changed = output(&["git", "diff", "--name-only", base.trim()])?;
    let new = output(&["git", "ls-files", "--others", "--exclude-standard"])?;
    let crates = crates()?;
    let owner = |path: &str| {
        let path = root().join(path);
        crates.iter().find(|(_, folder)| path.starts_with(folder)).map(|(name, _)| name.as_str())
    };
    let owners = changed.lines().chain(new.lines()).map(owner).collect::<Option<BTreeSet<&str>>>();
    let Some(owners) = owners else {
        say("files outside of the crates differ, so all tests run");
        return run(&["cargo", "nextest", "run", "--workspace", "--locked"]);
    };
    if owners.is_empty() {
        say("nothing differs from the branch `main`");
        return Ok(());
    }
    let filter: Vec<String> = owners.iter().map(|name| format!("rdeps(={name})")).collect();
    run(&["cargo", "nextest", "run", "--workspace", "--locked", "--filterset", &filter.join(" | ")])
}

/// Returns each crate of the workspace with its folder.
fn crates() -> Result<Vec<(String, PathBuf)>, String> {
    let metadata = output(&["cargo", "metadata", "--no-deps", "--format-version", "1", "--locked"])?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    let named = |package: &Value| {
        let folder = Path::new(package.get("manifest_path")?.as_str()?).parent()?;
        Some((package.get("name")?.as_str()?.to_owned(), folder.to_path_buf()))
    };
    let packages = metadata.get("packages").and_then(Value::as_array);
    Ok(packages.into_iter().flatten().filter_map(named).collect())
}
