//! The layers of the crates, checked against cargo's metadata.

use super::{crate_sources, files, metadata};
use cargo_metadata::{DependencyKind, Metadata};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The crates of the workspace that each crate may depend on. ARCHITECTURE.md says why.
const LAYERS: &[(&str, &[&str])] = &[
    ("countersign-parallel", &[]),
    ("countersign-model", &[]),
    ("countersign-diagram", &[]),
    ("countersign-pack", &["model"]),
    ("countersign-catalogue", &["model", "pack"]),
    ("countersign-reader", &["pack", "catalogue", "parallel"]),
    ("countersign-compiled", &["model", "diagram"]),
    ("countersign-decide", &["model", "diagram", "compiled", "parallel"]),
    ("countersign-compile", &["model", "diagram", "pack", "compiled"]),
    ("countersign-lint", &["model", "diagram", "pack", "compiled", "decide", "compile"]),
    ("countersign-import", &["model", "pack"]),
    ("countersign-testkit", &["pack"]),
    ("countersign-artefact", &["model", "pack", "parallel"]),
    ("countersign-govuk", &[]),
    ("countersign-assets", &[]),
    ("countersign-web-kit", &["model", "compiled", "decide", "govuk", "assets"]),
    ("countersign-command", &["model", "pack", "reader", "compiled", "decide", "compile", "lint", "artefact"]),
    ("countersign-policy-app", POLICY_APP),
    ("countersign-enforcement-app", &["model", "pack", "compiled", "decide", "lint", "artefact", "command"]),
    ("countersign", &["model", "pack", "reader", "decide", "command", "web-kit", "policy-app", "enforcement-app"]),
    ("xtask", &["pack", "testkit"]),
];

const POLICY_APP: &[&str] =
    &["model", "pack", "reader", "compiled", "decide", "lint", "import", "artefact", "govuk", "command", "web-kit"];

/// Outside crates that only some crates may use.
const GUARDED: &[(&str, &[&str])] = &[
    ("cedar-policy", &["countersign-compile"]),
    ("cedar-policy-core", &["countersign-compile"]),
    ("clap", &["countersign", "countersign-command", "countersign-enforcement-app", "countersign-policy-app", "xtask"]),
    ("anstream", &["countersign", "countersign-command", "countersign-enforcement-app", "countersign-policy-app"]),
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
    "countersign-parallel",
    "countersign-testkit",
];

/// Crates that may name products and organisations: in examples, and as words of lists.
const NAMING_PRODUCTS: &[&str] = &[
    "countersign",
    "countersign-policy-app",
    "countersign-enforcement-app",
    "countersign-import",
    "countersign-catalogue",
    "countersign-assets",
];

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
            let short = dependency.trim_start_matches("countersign-");
            assert!(allowed.contains(&short), "`{name}` must not depend on `{dependency}`");
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

/// Returns the folders of the code that answers requests: the kit, and the operations and pages of
/// each app.
fn service_sources() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for (name, src) in crate_sources() {
        match name.as_str() {
            "countersign-web-kit" => found.push((name, src)),
            app if app.ends_with("-app") => {
                let parts = ["api", "page"].map(|part| (name.clone(), src.join(part)));
                found.extend(parts.into_iter().filter(|(_, part)| part.is_dir()));
            }
            _ => {}
        }
    }
    assert!(found.len() >= 3, "the service is found");
    found
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
    for (name, src) in service_sources() {
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

/// Capabilities meet in the binary alone: no app uses another one.
#[test]
fn apps_use_no_other_app() {
    for (name, dependencies) in dependencies(&metadata()).into_iter().filter(|(name, _)| name != "countersign") {
        let other = dependencies.iter().find(|dependency| dependency.ends_with("-app"));
        assert_eq!(other, None, "`{name}` must not depend on an app");
    }
}

#[test]
fn the_clock_is_read_in_one_place() {
    for (name, src) in crate_sources() {
        assert_without(&name, &src, &["Timestamp::now", "Zoned::now", "SystemTime::now"], &["command/src/clock.rs"]);
    }
}

/// The code contains nothing about the first organisation.
#[test]
fn no_organisation_is_in_the_code() {
    let words = ["moj", "ministry", "justice", "tiktok", "slack", "official-sensitive", "cabinet office"];
    let crates = crate_sources().into_iter().filter(|(name, _)| !NAMING_PRODUCTS.contains(&name.as_str()));
    for (name, src) in crates.chain(service_sources()) {
        assert_without(&name, &src, &words, &[]);
    }
}
