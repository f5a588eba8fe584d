//! The files in every package of a release, collected in one folder.

use crate::run::{command, root, run};
use std::fs;
use std::path::{Path, PathBuf};

/// The version of this release.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The folder, which `[package.metadata.deb]` of `crates/countersign/Cargo.toml` names.
const STAGE: &str = "target/package";

/// Files of the project that go into the archive, and the folders for them.
const FILES: &[(&str, &str)] = &[
    ("README.md", ""),
    ("LICENSE-MIT", ""),
    ("LICENSE-APACHE", ""),
    ("packaging/countersign.toml", ""),
    ("packaging/systemd", ""),
    ("docs/ops", ""),
    ("packs/moj", "packs"),
    ("packs/uk-government", "packs"),
];

/// Stages the binary, its manual pages and completions, and the files of the project.
///
/// # Errors
/// Returns an error if the binary does not run or a file cannot be written.
pub(crate) fn stage(binary: &Path) -> Result<PathBuf, String> {
    let stage = root().join(STAGE);
    let text = |error: std::io::Error| format!("{STAGE}: {error}");
    if stage.exists() {
        fs::remove_dir_all(&stage).map_err(text)?;
    }
    fs::create_dir_all(stage.join("packs")).map_err(text)?;
    let own = stage.join("countersign");
    fs::copy(binary, &own).map_err(|error| format!("{}: {error}", binary.display()))?;
    let own = own.to_string_lossy();
    run(&["strip", "--strip-unneeded", &own])?;
    run(&[&own, "man", "--out", &stage.join("man").to_string_lossy()])?;
    completions(&own, &stage.join("completions"))?;
    for (file, folder) in FILES {
        let target = stage.join(folder);
        run(&["cp", "--recursive", file, &target.to_string_lossy()])?;
    }
    fs::copy(root().join("CHANGELOG.md"), stage.join("changelog")).map_err(text)?;
    Ok(stage)
}

/// Writes completions with the file names that the shells look for.
fn completions(binary: &str, folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    for (shell, name) in [("bash", "countersign"), ("zsh", "_countersign"), ("fish", "countersign.fish")] {
        let script = command(&[binary, "completions", shell]).output().map_err(|error| error.to_string())?;
        if !script.status.success() {
            return Err(format!("`{binary} completions {shell}` failed"));
        }
        fs::write(folder.join(name), script.stdout).map_err(|error| error.to_string())?;
    }
    Ok(())
}
