//! The line between the crates, over what cargo says of them.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use std::collections::{BTreeMap, BTreeSet};

/// What each crate may depend on inside the workspace: ARCHITECTURE.md says why.
const LAYERS: &[(&str, &[&str])] = &[
    ("countersign-model", &[]),
    ("countersign-pack", &["countersign-model"]),
    ("countersign-diagram", &[]),
    ("countersign-catalogue", &["countersign-model", "countersign-pack"]),
    ("countersign-source", &["countersign-pack", "countersign-catalogue"]),
    ("countersign-policy", &["countersign-model", "countersign-diagram"]),
    ("countersign-decide", &["countersign-model", "countersign-diagram", "countersign-policy"]),
    ("countersign-compile", &["countersign-model", "countersign-diagram", "countersign-pack", "countersign-policy"]),
    (
        "countersign-lint",
        &[
            "countersign-model",
            "countersign-diagram",
            "countersign-pack",
            "countersign-policy",
            "countersign-decide",
            "countersign-compile",
        ],
    ),
    ("countersign-artefact", &["countersign-model"]),
    ("countersign-import", &["countersign-model", "countersign-pack"]),
    ("countersign-govuk", &[]),
    ("countersign-testkit", &["countersign-pack"]),
    (
        "countersign-cli",
        &[
            "countersign-model",
            "countersign-pack",
            "countersign-source",
            "countersign-policy",
            "countersign-decide",
            "countersign-compile",
            "countersign-lint",
            "countersign-artefact",
            "countersign-import",
            "countersign-server",
        ],
    ),
    ("countersign-assets", &[]),
    (
        "countersign-server",
        &["countersign-model", "countersign-policy", "countersign-decide", "countersign-govuk", "countersign-assets"],
    ),
    ("xtask", &["countersign-pack", "countersign-testkit"]),
];

/// What only some crates may bring in from outside.
const GUARDED: &[(&str, &[&str])] = &[
    ("cedar-policy", &["countersign-compile"]),
    ("cedar-policy-core", &["countersign-compile"]),
    ("clap", &["countersign-cli", "xtask"]),
    ("anstream", &["countersign-cli"]),
    ("toml", &["countersign-pack", "countersign-import"]),
    ("toml_edit", &["countersign-pack", "countersign-cli"]),
    ("tokio", &["countersign-server"]),
    ("axum", &["countersign-server"]),
    ("hyper", &["countersign-server"]),
    ("askama", &["countersign-govuk", "countersign-server"]),
    ("tracing-subscriber", &["countersign-cli"]),
    ("reqwest", &[]),
];

/// Crates that take bytes and give values: no file, no clock, no network.
const PURE: &[&str] =
    &["model", "diagram", "pack", "policy", "decide", "compile", "lint", "artefact", "import", "govuk", "testkit"];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .no_deps()
        .exec()
        .expect("metadata")
}

fn dependencies(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    let normal = |package: &cargo_metadata::Package| {
        package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind == DependencyKind::Normal)
            .map(|dependency| dependency.name.clone())
            .collect()
    };
    metadata.packages.iter().map(|package| (package.name.to_string(), normal(package))).collect()
}

#[test]
fn crates_depend_on_what_is_below_them() {
    let found = dependencies(&metadata());
    let known: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    for (name, dependencies) in &found {
        let allowed = known.get(name.as_str()).unwrap_or_else(|| panic!("say in LAYERS what `{name}` may depend on"));
        for dependency in dependencies.iter().filter(|dependency| found.contains_key(*dependency)) {
            assert!(allowed.contains(&dependency.as_str()), "`{name}` must not depend on `{dependency}`");
        }
    }
    assert_eq!(found.len(), known.len(), "a crate of LAYERS is gone");
}

#[test]
fn only_some_crates_bring_in_what_is_guarded() {
    for (name, dependencies) in dependencies(&metadata()) {
        for (guarded, allowed) in GUARDED {
            let brings = dependencies.contains(*guarded);
            assert!(!brings || allowed.contains(&name.as_str()), "`{name}` must not depend on `{guarded}`");
        }
    }
}

/// The service is given its policy: it opens no file, reads no clock for an answer and
/// starts nothing. Only listening touches files: those of Unix sockets.
#[test]
fn the_service_touches_no_file() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/server/src");
    for path in files(&dir).into_iter().filter(|path| !path.ends_with("listen.rs")) {
        let text = std::fs::read_to_string(&path).expect("a source file");
        for word in ["std::fs", "tokio::fs", "std::env::", "std::process", "SystemTime", "Timestamp::now", "Zoned::now"]
        {
            assert!(!text.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn pure_crates_touch_no_file_clock_or_network() {
    for name in PURE {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(name).join("src");
        for path in files(&dir) {
            let text = std::fs::read_to_string(&path).expect("a source file");
            for word in ["std::fs", "std::net", "std::env::", "std::process", "SystemTime", "Instant"] {
                assert!(!text.contains(word), "{} uses {word}", path.display());
            }
        }
    }
}

fn files(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Nothing about the first organisation is in the code.
#[test]
fn no_organisation_is_in_the_code() {
    let words = ["moj", "ministry", "justice", "tiktok", "slack", "official-sensitive", "cabinet office"];
    for name in [
        "server", "model", "diagram", "pack", "source", "policy", "decide", "compile", "lint", "artefact", "govuk",
        "testkit",
    ] {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(name).join("src");
        for path in files(&dir) {
            let text = std::fs::read_to_string(&path).expect("a source file").to_lowercase();
            // Comments may give examples; code may not.
            for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
                for word in words {
                    assert!(!line.contains(word), "{}: {line}", path.display());
                }
            }
        }
    }
}
