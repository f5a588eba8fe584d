//! The packs of this repository, and a new one.

use crate::support::{root, run};
use std::fs;
use tempfile::TempDir;

#[test]
fn the_packs_lint_and_pass_their_tests() {
    for pack in ["packs/uk-government", "packs/moj"] {
        let lint = run(&["lint", pack, "--strict", "--at", "2026-04-01"]);
        assert_eq!(lint.status, 0, "{}{}", lint.out, lint.err);
        let test = run(&["test", pack, "--covered", "--at", "2026-04-01"]);
        assert_eq!(test.status, 0, "{}{}", test.out, test.err);
    }
}

#[test]
fn lint_lists_where_sources_disagree() {
    let told = run(&["lint", "packs/moj", "--format", "json", "--at", "2026-04-01"]).json();
    let diagnostics = told["diagnostics"].as_array().expect("a list");
    let tools: Vec<&str> = diagnostics
        .iter()
        .filter(|one| one["code"] == "disagreement")
        .map(|one| one["message"].as_str().and_then(|message| message.split(':').next()).expect("a tool"))
        .collect();
    assert_eq!(tools, ["Google Meet", "Skype for Business", "Slack", "Trello"]);
}

#[test]
fn a_new_pack_lints_tests_and_answers() {
    let root = TempDir::new().expect("a folder");
    let dir = root.path().join("new");
    let dir = dir.to_str().expect("UTF-8");
    assert_eq!(run(&["init", dir, "--name", "The \"Best\" Office"]).status, 0);
    let lint = run(&["lint", dir, "--strict"]);
    assert_eq!(lint.status, 0, "{}{}", lint.out, lint.err);
    let test = run(&["test", dir, "--covered"]);
    assert_eq!(test.status, 0, "{}{}", test.out, test.err);
    let answer = run(&["check", "ExChat", "purpose=business", "--pack", dir, "--format", "json"]).json();
    assert_eq!((&answer["verdict"], &answer["pack"]["name"]), (&"undecided".into(), &"The \"Best\" Office".into()));
    let again = run(&["init", dir]);
    assert_eq!(again.status, 2);
    assert!(again.err.contains("holds a pack already"));
}

#[test]
fn a_failing_test_shows_the_difference() {
    let root = TempDir::new().expect("a folder");
    let dir = root.path().to_str().expect("UTF-8");
    run(&["init", dir]);
    fs::write(root.path().join("tests/wrong.toml"), "[[test]]\ntool = \"example chat\"\nverdict = \"allowed\"\nfacts = { purpose = \"business\", device = \"own\" }\nquestions = [\"data\"]\n").expect("a file");
    let told = run(&["test", dir]);
    assert_eq!(told.status, 1);
    insta::assert_snapshot!(told.out);
}

#[test]
fn a_department_is_stricter_never_looser() {
    let root = TempDir::new().expect("a folder");
    let child = root.path().join("child");
    let parent = self::root().join("packs/uk-government").canonicalize().expect("a path");
    fs::create_dir_all(child.join("rules")).expect("a folder");
    let head = |more: &str| {
        format!(
            "format = 1\nname = \"Child\"\nversion = \"1\"\nextends = {:?}\n{more}",
            parent.to_str().expect("UTF-8")
        )
    };
    let dir = child.to_str().expect("UTF-8");
    let check = |device: &str| run(&["check", "tiktok", "purpose=business", device, "--pack", dir]).status;

    fs::write(child.join("pack.toml"), head("")).expect("a file");
    fs::write(
        child.join("rules/a.cedar"),
        "@id(\"all\") @text(\"t\") permit (principal, action == Action::\"use\", resource);",
    )
    .expect("a file");
    assert_eq!(check("device=other-issued"), 20, "a permit lifts no ban of the parent");
    assert_eq!(check("device=personal"), 0);

    fs::write(
        child.join("rules/a.cedar"),
        "@id(\"own-device-private\") @text(\"t\") permit (principal, action == Action::\"use\", resource);",
    )
    .expect("a file");
    assert!(run(&["lint", dir]).out.contains("declared twice"), "a rule of the parent cannot be replaced");

    fs::write(child.join("rules/a.cedar"), "").expect("a file");
    fs::write(child.join("pack.toml"), head("[facets.device]\nquestion = \"?\"\nvalues = { personal = \"p\" }\n"))
        .expect("a file");
    let told = run(&["lint", dir]).out;
    assert!(told.contains("which is missing here"), "a facet of the parent cannot lose a value: {told}");
}

/// No answer, list or page contains the holder of an exemption.
#[test]
fn holders_of_exemptions_are_never_told() {
    let root = TempDir::new().expect("a folder");
    let dir = root.path().to_str().expect("UTF-8");
    run(&["init", dir]);
    let ban = root.path().join("bans/example-ban.toml");
    let text = fs::read_to_string(&ban).expect("a ban");
    let facet = "[facets.exempt]\nquestion = \"Exempt?\"\nvalues = { none = \"No\", granted = \"Yes\" }\ndefault = \"none\"\nderived = true\n";
    fs::write(root.path().join("facets.toml"), facet).expect("a file");
    let lifted = "\n[exemption]\nwhen = { purpose = \"business\", exempt = \"granted\" }\ntext = \"Ask the help desk for an exemption.\"\napprovals = \"manager\"\n";
    fs::write(&ban, text + lifted).expect("a file");
    fs::create_dir_all(root.path().join("exemptions")).expect("a folder");
    let exemption = "ban = \"example-ban\"\ntools = \"all\"\nholder = { person = \"jane.holder\", addresses = \"192.0.2.77\" }\npurposes = \"secret-purpose\"\nfrom = 2026-01-01\nuntil = 2026-12-31\napprovals = \"manager\"\n";
    fs::write(root.path().join("exemptions/e1.toml"), exemption).expect("a file");
    let mut all = String::new();
    for words in [
        "check video",
        "check video purpose=private device=phone",
        "explain video",
        "table video",
        "show example-video",
        "show example-video --format json",
        "list",
        "list --format csv",
        "suggest activity=meet",
        "texts",
        "facets",
        "lint",
        "test",
    ] {
        let words: Vec<&str> =
            words.split(' ').map(|word| if word == "video" { "example video" } else { word }).collect();
        let pack: &[&str] = if matches!(words[0], "lint" | "test") { &[dir] } else { &["--pack", dir] };
        let told = run(&[&words, pack, &["--at", "2026-06-01"]].concat());
        all.push_str(&told.out);
        all.push_str(&told.err);
        let json = run(&[&words, pack, &["--at", "2026-06-01", "--format", "json"]].concat());
        all.push_str(&json.out);
    }
    let file = root.path().join("policy");
    let name = file.to_str().expect("UTF-8");
    assert_eq!(run(&["compile", "--pack", dir, "--at", "2026-06-01", "--out", name]).status, 0);
    all.push_str(&String::from_utf8_lossy(&fs::read(&file).expect("a file")));
    assert!(all.contains("2026-12-31"), "that one exists and when it ends is told");
    for secret in ["jane.holder", "192.0.2.77", "secret-purpose"] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[test]
fn an_approval_past_its_date_is_expired() {
    let root = TempDir::new().expect("a folder");
    let dir = root.path().to_str().expect("UTF-8");
    run(&["init", dir]);
    let tool = root.path().join("tools/example-chat.toml");
    assert_eq!(run(&["edit", tool.to_str().expect("UTF-8"), "--set", "listings.0.until=2026-06-30"]).status, 0);
    let check = |at: &str| {
        run(&[
            "check",
            "exchat",
            "purpose=business",
            "data=public",
            "device=laptop",
            "--pack",
            dir,
            "--format",
            "json",
            "--at",
            at,
        ])
    };
    assert_eq!(check("2026-06-30").json()["verdict"], "allowed", "the last day counts");
    let after = check("2026-07-01");
    assert_eq!(after.status, 10);
    assert_eq!(after.json()["reasons"][0]["kind"], "expired");
    assert!(run(&["lint", dir, "--at", "2026-07-01"]).out.contains("ended on 2026-06-30"));
}

#[test]
fn welsh_stands_beside_english() {
    let english = run(&["check", "tiktok", "device=dom1", "--pack", "packs/moj"]);
    let welsh = run(&["check", "tiktok", "device=dom1", "--pack", "packs/moj", "--lang", "cy"]);
    assert!(english.out.contains("Not allowed") && welsh.out.contains("Ni chaniateir"), "{}", welsh.out);
    assert_eq!(english.status, welsh.status);
}
