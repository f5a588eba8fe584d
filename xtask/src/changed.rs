use crate::run::{output, run, say};
use std::collections::BTreeSet;

/// Runs the tests of the crates that differ from the branch `main`, and of all crates that use
/// them. Formatting and clippy are checked for the whole workspace, which is quick.
///
/// # Errors
/// Returns an error if git cannot tell what changed, or a step fails.
pub(crate) fn test_changed() -> Result<(), String> {
    run(&["cargo", "fmt", "--all", "--check"])?;
    run(&["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"])?;
    let base = output(&["git", "merge-base", "HEAD", "main"])?;
    let changed = output(&["git", "diff", "--name-only", base.trim()])?;
    let new = output(&["git", "ls-files", "--others", "--exclude-standard"])?;
    let Some(crates) = changed.lines().chain(new.lines()).map(crate_of).collect::<Option<BTreeSet<String>>>() else {
        say("what changed is not in one crate alone, so all tests run");
        return run(&["cargo", "nextest", "run", "--workspace", "--locked"]);
    };
    if crates.is_empty() {
        say("nothing differs from the branch `main`");
        return Ok(());
    }
    let filter: Vec<String> = crates.iter().map(|folder| format!("rdeps(={folder})")).collect();
    run(&["cargo", "nextest", "run", "--workspace", "--locked", "--filterset", &filter.join(" | ")])
}

/// Returns the name of the crate that has a file. `None` if no crate has it: packs, documents and
/// the workspace's own files concern all of them.
fn crate_of(path: &str) -> Option<String> {
    if path.starts_with("xtask/") {
        return Some("xtask".to_owned());
    }
    let folders: Vec<&str> = path.strip_prefix("crates/")?.split('/').collect();
    match folders.as_slice() {
        ["countersign", _, ..] => Some("countersign".to_owned()),
        ["command", _, ..] => Some("countersign-command".to_owned()),
        ["web", "kit", _, ..] => Some("countersign-web-kit".to_owned()),
        [capability, "app", _, ..] => Some(format!("countersign-{capability}-app")),
        [_, name, _, ..] => Some(format!("countersign-{name}")),
        _ => None,
    }
}
