//! The pages in a real browser: user journeys with scripts and without, on a desktop and on a small
//! screen, and without a mouse. Also accessibility, markup, weight, and the examples of the guide
//! to the service.

use crate::served::Served;
use crate::support::root;
use std::fs;
use std::process::Command;

#[test]
fn people_find_their_answers() {
    let modules = root().join("target/npm-e2e");
    assert!(modules.join("node_modules").is_dir(), "what drives the browser is missing: `cargo xtask test --install`");
    let served = Served::start(&root().join("packs/moj"), &["--rate", "0"]);
    let script = root().join("crates/countersign/tests/e2e/run.mjs");
    let base = format!("http://{}", served.address);
    let ran = Command::new("node").arg(script).arg(base).env("COUNTERSIGN_E2E", &modules).output().expect("a run");
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(ran.status.success(), "{}\n{}", told(&ran.stdout), told(&ran.stderr));
    assert!(told(&ran.stdout).contains("nothing found"), "{}", told(&ran.stdout));
}

/// Sends the requests of the guide, and compares the answers with those that it shows.
#[test]
fn the_guide_to_the_service_holds() {
    let served = Served::start(&root().join("packs/moj"), &[]);
    let page = fs::read_to_string(root().join("docs/guide/serving.md")).expect("a page");
    let mut asked = 0;
    for block in page.split("```console\n").skip(1).filter_map(|rest| rest.split("\n```").next()) {
        for part in format!("\n{block}").split("\n$ ").skip(1).filter(|part| part.starts_with("curl ")) {
            let (line, shown) = part.rsplit_once('\n').expect("what comes back");
            let line = line.replace("127.0.0.1:8080", &served.address.to_string());
            let ran = Command::new("sh").args(["-c", &line]).output().expect("a run");
            assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), shown.trim(), "$ {line}");
            asked += 1;
        }
    }
    assert!(asked >= 4, "{asked} commands");
    let listens = format!("Ministry of Justice 2022.4 at http://{}/", served.address)
        .replace(&served.address.to_string(), "127.0.0.1:8080");
    assert!(page.contains(&listens), "{listens}");
}
