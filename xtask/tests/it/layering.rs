//! The layers of the crates, checked against cargo's metadata.

use super::{crate_sources, files, metadata};
use cargo_metadata::{DependencyKind, Metadata};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The crates of the workspace that each crate may depend on. ARCHITECTURE.md says why.
const LAYERS: &[(&str, &[&str])] = &[
    ("countersign-model", &[]),
    ("countersign-pack", &["countersign-model"]),
    ("countersign-diagram", &[]),
    ("countersign-catalogue", &["countersign-model", "countersign-pack"]),
    ("countersign-reader", &["countersign-pack", "countersign-catalogue"]),
    ("countersign-compiled", &["countersign-model", "countersign-diagram"]),
    ("countersign-decide", &["countersign-model", "countersign-diagram", "countersign-compiled"]),
    ("countersign-compile", &["countersign-model", "countersign-diagram", "countersign-pack", "countersign-compiled"]),
    (
        "countersign-lint",
        &[
            "countersign-model",
            "countersign-diagram",
            "countersign-pack",
            "countersign-compiled",
            "countersign-decide",
            "countersign-compile",
        ],
    ),
    ("countersign-artefact", &["countersign-model"]),
    ("countersign-import", &["countersign-model", "countersign-pack"]),
    ("countersign-govuk", &[]),
    ("countersign-testkit", &["countersign-pack"]),
    (
        "countersign",
        &[
            "countersign-model",
            "countersign-pack",
            "countersign-reader",
            "countersign-compiled",
            "countersign-decide",
            "countersign-compile",
            "countersign-lint",
            "countersign-artefact",
            "countersign-import",
            "countersign-policy-app",
            "countersign-web-kit",
        ],
    ),
    ("countersign-assets", &[]),
    (
        "countersign-web-kit",
        &["countersign-model", "countersign-compiled", "countersign-decide", "countersign-govuk", "countersign-assets"],
    ),
    (
        "countersign-policy-app",
        &[
            "countersign-model",
            "countersign-compiled",
            "countersign-decide",
            "countersign-govuk",
            "countersign-web-kit",
        ],
    ),
    ("xtask", &["countersign-pack", "countersign-testkit"]),
];

/// Outside crates that only some crates may use.
const GUARDED: &[(&str, &[&str])] = &[
    ("cedar-policy", &["countersign-compile"]),
    ("cedar-policy-core", &["countersign-compile"]),
    ("clap", &["countersign", "xtask"]),
    ("anstream", &["countersign"]),
    ("toml", &["countersign-pack", "countersign-import"]),
    ("toml_edit", &["countersign-pack", "countersign"]),
    ("tokio", &["countersign-web-kit"]),
    ("axum", &["countersign-policy-app", "countersign-web-kit"]),
    ("hyper", &["countersign-web-kit"]),
    ("askama", &["countersign-govuk", "countersign-policy-app", "countersign-web-kit"]),
    ("tracing-subscriber", &["countersign"]),
    ("reqwest", &[]),
];

/// Crates that turn bytes into values, without a file, a clock or a network.
const PURE: &[&str] = &[
    "countersign-model",
    "countersign-diagram",
    "countersign-pack",
    "countersign-compiled",
    "countersign-decide",
    "countersign-compile",
    "countersign-lint",
    "countersign-artefact",
    "countersign-import",
    "countersign-govuk",
    "countersign-testkit",
];

/// Crates that may name products and organisations: in examples, and as words of lists.
const NAMING_PRODUCTS: &[&str] = &["countersign", "countersign-import", "countersign-catalogue", "countersign-assets"];

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

/// Reports the lines of a crate's source that use one of these words. Comments may.
fn assert_without(name: &str, src: &Path, words: &[&str], except: &[&str]) {
    for path in files(src, &["rs"]).into_iter().filter(|path| !except.iter().any(|end| path.ends_with(end))) {
        let text = std::fs::read_to_string(&path).expect("a source file").to_lowercase();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in words {
                assert!(!line.contains(&word.to_lowercase()), "{name}, {}: {line}", path.display());
            }
        }
    }
}

/// The service is given its policy: it opens no file, reads no clock for an answer and
/// starts no process. Only listening touches files: those of Unix sockets.
#[test]
fn the_service_touches_no_file() {
    let words = ["std::fs", "tokio::fs", "std::env::", "std::process", "SystemTime", "Timestamp::now", "Zoned::now"];
    for (name, src) in crate_sources().into_iter().filter(|(name, _)| name == "countersign-web-kit") {
        assert_without(&name, &src, &words, &["listen.rs"]);
    }
}

#[test]
fn pure_crates_touch_no_file_clock_or_network() {
    let words = ["std::fs", "std::net", "std::env::", "std::process", "SystemTime", "Instant"];
    let crates: Vec<_> = crate_sources().into_iter().filter(|(name, _)| PURE.contains(&name.as_str())).collect();
    assert_eq!(crates.len(), PURE.len(), "a crate of PURE is gone");
    for (name, src) in crates {
        assert_without(&name, &src, &words, &[]);
    }
}

/// The code contains nothing about the first organisation.
#[test]
fn no_organisation_is_in_the_code() {
    let words = ["moj", "ministry", "justice", "tiktok", "slack", "official-sensitive", "cabinet office"];
    for (name, src) in crate_sources().into_iter().filter(|(name, _)| !NAMING_PRODUCTS.contains(&name.as_str())) {
        assert_without(&name, &src, &words, &[]);
    }
}
