//! The pages in a real browser: what people do with them, with scripts and without, on a
//! desktop and on a small screen, without a mouse; accessibility, markup and weight.

use crate::support::{command, root};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

#[test]
fn people_find_their_answers() {
    let modules = root().join("target/npm-e2e");
    assert!(modules.join("node_modules").is_dir(), "what drives the browser is missing: `cargo xtask test --install`");
    let mut service = command(&["serve", "--pack", "packs/moj", "--listen", "127.0.0.1:0", "--at", "2026-04-01"]);
    let mut service = service.args(["--rate", "0"]).stdout(Stdio::piped()).spawn().expect("a service");
    let mut line = String::new();
    BufReader::new(service.stdout.take().expect("an output")).read_line(&mut line).expect("a line");
    let base = line.trim().rsplit(' ').next().expect("an address").trim_end_matches('/').to_owned();
    let script = root().join("crates/cli/tests/e2e/run.mjs");
    let ran = Command::new("node").arg(script).arg(&base).env("COUNTERSIGN_E2E", &modules).output();
    service.kill().and_then(|()| service.wait()).expect("an end");
    let ran = ran.expect("a run");
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(ran.status.success(), "{}\n{}", told(&ran.stdout), told(&ran.stderr));
    assert!(told(&ran.stdout).contains("nothing found"), "{}", told(&ran.stdout));
}
