//! The interfaces against their OpenAPI document. Schemathesis sends valid and invalid requests,
//! and checks the answers against the document.

use crate::served::Served;
use crate::support::root;
use std::process::Command;

/// The number of random requests for each operation, besides those that cover the document.
const EXAMPLES: &str = "10";

/// Excluded: the policy can refuse a valid question with unknown names. The document holds for
/// every policy, so it lists no tools and facets.
const LEFT_OUT: &str = "positive_data_acceptance";

#[test]
fn the_interfaces_are_as_they_are_described() {
    let served = Served::start(&root().join("packs/moj"), &["--rate", "0"]);
    let dir = tempfile::tempdir().expect("a folder");
    let url = format!("http://{}/api/openapi.json", served.address);
    let ran = Command::new(root().join("target/schemathesis/bin/st"))
        .args(["run", &url, "--seed", "1", "--max-examples", EXAMPLES, "--phases", "coverage,fuzzing", "--no-shrink"])
        .args(["--checks", "all", "--exclude-checks", LEFT_OUT, "--warnings", "off", "--no-color"])
        .env("NO_PROXY", "127.0.0.1")
        .current_dir(dir.path())
        .output()
        .expect("schemathesis: `cargo xtask test --install` installs it");
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{told}{}", String::from_utf8_lossy(&ran.stderr));
    // Checks that schemathesis tested every operation, each in several ways.
    let document = served.get("/api/openapi.json").json();
    let paths = document["paths"].as_object().expect("paths");
    let operations: usize = paths.values().map(|methods| methods.as_object().map_or(0, serde_json::Map::len)).sum();
    assert!(told.contains(&format!("Tested: {operations}\n")), "{told}");
    let words: Vec<&str> = told.split_whitespace().collect();
    let passed =
        words.windows(2).find_map(|two| (two[1] == "passed" && two[0].len() > 2).then(|| two[0].parse::<usize>()));
    assert!(matches!(passed, Some(Ok(passed)) if passed > 500), "{told}");
    let log = served.log();
    assert!(!log.contains("panicked") && !log.contains("ERROR"), "{log}");
}
