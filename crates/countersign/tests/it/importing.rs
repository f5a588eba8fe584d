//! `import`: the files, the report, and the edits that a second import keeps.

use crate::support::{command, ran, run};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const FIRST: &str =
    "Tool;Status;Owner;Expires\nAlpha;Approved;Ann;2030-12-31\nBeta;Denied;Bo;\nGamma;Pilot;;2020-01-13\n;Approved;;\n";
const SECOND: &str =
    "Tool;Status;Owner;Expires\nAlpha;Denied;Ann;2030-12-31\nGamma;Pilot;;2031-01-13\nDelta;Approved;;\n";

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn a_list_becomes_a_pack_that_lints_and_answers() {
    let root = tempfile::tempdir().expect("a folder");
    let (list, pack, report) =
        (root.path().join("list.csv"), root.path().join("pack"), root.path().join("report.json"));
    fs::write(&list, FIRST).expect("written");
    let made = run(&["import", text(&list), "--out", text(&pack), "--report", text(&report)]);
    assert_eq!(made.status, 1, "{}{}", made.out, made.err);
    insta::assert_snapshot!("import-first", made.out.replace(text(root.path()), "ROOT"));
    let told: Value = serde_json::from_slice(&fs::read(&report).expect("a report")).expect("JSON");
    assert_eq!((&told["rows"], &told["imported"], &told["merged"]), (&4.into(), &3.into(), &0.into()));
    assert_eq!(told["refused"][0], serde_json::json!({ "table": "", "row": 5, "reason": "it has no name" }));
    assert_eq!(run(&["lint", text(&pack)]).status, 0);
    let verdict = |tool: &str| {
        let answer = run(&["check", tool, "--pack", text(&pack), "--at", "2026-04-01", "--format", "json"]).json();
        (answer["verdict"].clone(), answer["reasons"][0]["kind"].clone())
    };
    assert_eq!(verdict("alpha"), ("allowed".into(), "permitted".into()));
    assert_eq!(verdict("beta"), ("not-allowed".into(), "forbidden".into()));
    assert_eq!(verdict("gamma"), ("ask-first".into(), "expired".into()));
    let trace = fs::read_to_string(pack.join(".import/trace.csv")).expect("a trace");
    assert!(trace.contains("tools/alpha.toml,listings.until,list.csv,,2,4,Expires\n"), "{trace}");
}

#[test]
fn a_second_import_tells_what_changed_and_keeps_what_was_edited() {
    let root = tempfile::tempdir().expect("a folder");
    let (list, pack) = (root.path().join("list.csv"), root.path().join("pack"));
    fs::write(&list, FIRST).expect("written");
    run(&["import", text(&list), "--out", text(&pack)]);
    let gamma = pack.join("tools/gamma.toml");
    let edited = fs::read_to_string(&gamma).expect("a tool").replace("2020-01-13", "2029-01-01 # ours");
    fs::write(&gamma, edited).expect("written");
    fs::write(&list, SECOND).expect("written");
    let again = run(&["import", text(&list), "--out", text(&pack)]);
    assert_eq!(again.status, 0, "{}", again.err);
    let (_, changes) = again.out.split_once("Since the import before\n").expect("changes");
    insta::assert_snapshot!("import-second", changes.replace(text(root.path()), "ROOT"));
    assert!(fs::read_to_string(&gamma).expect("a tool").contains("2029-01-01 # ours"));
    assert!(!pack.join("tools/beta.toml").exists() && pack.join("tools/delta.toml").exists());
    assert_eq!(run(&["lint", text(&pack)]).status, 0);
}

#[test]
fn what_is_not_understood_is_asked_about() {
    let root = tempfile::tempdir().expect("a folder");
    let (list, pack) = (root.path().join("list.csv"), root.path().join("pack"));
    fs::write(&list, FIRST).expect("written");
    let mut asking = command(&["import", text(&list), "--out", text(&pack), "--interactive"]);
    let mut child = asking.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("started");
    child.stdin.take().expect("its input").write_all(b"owner\nignore\nnot-allowed\n").expect("answered");
    let told = ran(child.wait_with_output().expect("an end"));
    assert!(told.out.contains("What is the column “Owner”, as in: Ann / Bo?"), "{}", told.out);
    assert!(told.out.contains("`owner` is none of these") && told.out.contains("What does the status “Pilot” come to"));
    let kept = fs::read_to_string(pack.join(".import/mapping.toml")).expect("a mapping");
    assert!(kept.contains("\"Owner\" = \"ignore\"") && kept.contains("\"Pilot\" = \"not-allowed\""), "{kept}");
    let answer = run(&["check", "gamma", "--pack", text(&pack), "--format", "json"]).json();
    assert_eq!(answer["verdict"], "not-allowed");
}

#[test]
fn misuse_is_told_with_a_way_out() {
    let root = tempfile::tempdir().expect("a folder");
    let (list, pack) = (root.path().join("list.csv"), root.path().join("pack"));
    fs::write(&list, "Thing,Owner\nAlpha,Ann\n").expect("written");
    let said = |arguments: &[&str]| {
        let ran = run(arguments);
        assert_eq!(ran.status, 2, "{}{}", ran.out, ran.err);
        ran.err.replace(text(root.path()), "ROOT")
    };
    let mapping = root.path().join("mapping.toml");
    fs::write(&mapping, "colums = 1\n[columns]\n\"A\" = \"nmae\"\n[statuses]\n\"B\" = \"fine\"\n").expect("written");
    let other = root.path().join("list.pdf");
    fs::write(&other, "%PDF").expect("written");
    let own = root.path().join("own");
    assert_eq!(run(&["init", text(&own)]).status, 0);
    let (empty, none) = (root.path().join("empty.csv"), root.path().join("none.csv"));
    fs::write(&empty, "").expect("written");
    let all = [
        said(&["import", text(&empty), "--out", text(&pack)]),
        said(&["import", text(&none), "--out", text(&pack)]),
        said(&["import", text(&list), "--out", text(&pack)]),
        said(&["import", text(&list), "--out", text(&pack), "--mapping", text(&mapping)]),
        said(&["import", text(&other), "--out", text(&pack)]),
        said(&["import", text(&list), "--out", text(&own)]),
        said(&["import", text(&list), "--out", text(&pack), "--column", "Thing"]),
        said(&["import", text(&list), "--out", text(&pack), "--status", "Fine=well"]),
    ];
    insta::assert_snapshot!("import-misuse", all.join("---\n"));
    assert!(!pack.exists());
}

/// The command line sets the meaning of a heading, and the mapping keeps it.
#[test]
fn a_heading_is_explained() {
    let root = tempfile::tempdir().expect("a folder");
    let (list, pack) = (root.path().join("list.md"), root.path().join("pack"));
    fs::write(&list, "# Software\n\n## On the shelf\n\n- Alpha\n- Beta\n\n## In the bin\n\n- Gamma\n")
        .expect("written");
    let told = run(&["import", text(&list), "--out", text(&pack)]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains("--status \"On the shelf=not-allowed\""), "{}", told.err);
    let told = run(&["import", text(&list), "--out", text(&pack), "--status", "On the shelf=allowed"]);
    assert_eq!(told.status, 0, "{}", told.err);
    assert!(told.out.contains("On the shelf: allowed, 2 tools"), "{}", told.out);
    assert!(told.out.contains("--status \"In the bin=not-allowed\""), "{}", told.out);
    let told = run(&["import", text(&list), "--out", text(&pack), "--status", "In the bin=not-allowed"]);
    assert!(
        told.out.contains("In the bin: not allowed, 1 tool") && told.out.contains("On the shelf: allowed"),
        "{}",
        told.out
    );
    assert!(run(&["check", "gamma", "--pack", text(&pack)]).out.contains("Not allowed"));
}

#[test]
fn a_list_of_domains_belongs_to_a_tool() {
    let root = tempfile::tempdir().expect("a folder");
    let (list, pack) = (root.path().join("hosts.txt"), root.path().join("pack"));
    let lines = "# Clips\n127.0.0.1 localhost\n0.0.0.0 ads.clips.example log.clips.example # two\n0.0.0.0 akamai.net\n||clips.example^\n*.reels.example\nads.clips.example\n";
    fs::write(&list, lines).expect("written");
    let told = run(&["import", text(&list), "--out", text(&pack)]);
    assert_eq!(told.status, 2);
    assert!(
        told.err.contains("a list of 5 domains, and names no tool") && told.err.contains("--domains-of"),
        "{}",
        told.err
    );
    let told = run(&["import", text(&list), "--out", text(&pack), "--domains-of", "Clips"]);
    assert_eq!(told.status, 0, "{}", told.err);
    assert!(told.out.contains("Blocked: not allowed, 1 tool"), "{}", told.out);
    let tool = fs::read_to_string(pack.join("tools/clips.toml")).expect("a file");
    for word in [
        "\"ads.clips.example\"",
        "\"log.clips.example\"",
        "\"clips.example\"",
        "\"reels.example\"",
        "akamai.net (left out",
    ] {
        assert!(tool.contains(word), "no {word} in {tool}");
    }
    assert!(!tool.contains("\"akamai.net\""), "{tool}");
    assert!(run(&["check", "clips.example", "--pack", text(&pack)]).out.starts_with("Clips"));
    let list = root.path().join("list.csv");
    fs::write(&list, "Tool,Status\nA,Approved\n").expect("written");
    assert_eq!(run(&["import", text(&list), "--out", text(&pack), "--domains-of", "Clips"]).status, 2);
}
