//! `diff`, `explain`, `table` and `compile`, from the command line to the output.

use crate::support::{command, ran, run};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Creates a separate pack, which a test can change.
fn started() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    let dir = root.path().join("pack");
    assert_eq!(run(&["init", dir.to_str().expect("UTF-8")]).status, 0);
    root
}

fn edited(dir: &Path, file: &str, from: &str, to: &str) {
    let path = dir.join(file);
    let text = fs::read_to_string(&path).expect("a file");
    assert!(text.contains(from), "{text}");
    fs::write(&path, text.replace(from, to)).expect("written");
}

fn git(dir: &Path, words: &[&str]) {
    let done = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"])
        .args(words)
        .output()
        .expect("git");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_difference_is_told_in_every_format() {
    let (old, new) = (started(), started());
    let (old, new) = (old.path().join("pack"), new.path().join("pack"));
    edited(&new, "tools/example-chat.toml", "name = \"Example Chat\"", "name = \"Example Talk\"");
    fs::remove_file(new.join("tools/example-board.toml")).expect("removed");
    fs::remove_dir_all(new.join("tests")).expect("removed");
    let (old, new) = (old.to_str().expect("UTF-8"), new.to_str().expect("UTF-8"));
    let told = run(&["diff", old, new, "--at", "2026-04-01"]);
    assert_eq!(told.status, 1, "{}", told.err);
    insta::assert_snapshot!("difference", told.out);
    let markdown = run(&["diff", old, new, "--at", "2026-04-01", "--format", "markdown", "--limit", "1"]);
    insta::assert_snapshot!("difference-markdown", markdown.out);
    let json = run(&["diff", old, new, "--at", "2026-04-01", "--format", "json"]).json();
    let sum: u128 = json["statements"]
        .as_array()
        .expect("statements")
        .iter()
        .map(|one| one["questions"].as_str().expect("a number").parse::<u128>().expect("a number"))
        .sum();
    assert_eq!(json["changed"], sum.to_string());
    let none = run(&["diff", old, old]);
    assert_eq!((none.status, none.out.as_str()), (0, "No answer changes.\n"));
}

/// Changes of texts in answers: the file, the text, its replacement and the line that reports it.
const TEXT_CHANGES: &[(&str, &str, &str, &str)] = &[
    (
        "pack.toml",
        "Nobody has looked at this tool yet.",
        "Nobody knows it.",
        "the text of the route `unlisted` is worded",
    ),
    (
        "pack.toml",
        "\"Your manager\"",
        "\"Your boss\"",
        "the name of the contact `manager`: “Your manager” → “Your boss”",
    ),
    (
        "pack.toml",
        "extension 100",
        "extension 200",
        "the reach of the contact `it-help`: “extension 100” → “extension 200”",
    ),
    (
        "pack.toml",
        "date = \"2026-01\"",
        "date = \"2026-02\"",
        "the date of the source `app-policy`: “2026-01” → “2026-02”",
    ),
    (
        "pack.toml",
        "standing = \"in-force\"",
        "standing = \"draft\"",
        "the standing of the source `app-policy`: “in-force” → “draft”",
    ),
    (
        "pack.toml",
        "your manager's approval",
        "a nod",
        "the name of the approval `manager`: “your manager's approval” → “a nod”",
    ),
    (
        "pack.toml",
        "Some teams try it out.",
        "Some try it.",
        "the meaning of the grade `trial`: “Some teams try it out.” → “Some try it.”",
    ),
    (
        "pack.toml",
        "\"Your own device\"",
        "\"Your own\"",
        "the label of `own` of the facet `device`: “Your own device” → “Your own”",
    ),
    ("pack.toml", "you use?\"", "you use?\"\ndefault = \"own\"", "the default of the facet `device`: now “own”"),
    (
        "pack.toml",
        "feedback = \"it-help\"",
        "feedback = \"manager\"",
        "the feedback contacts of the pack: “it-help” → “manager”",
    ),
    ("kinds.toml", "\"Video meetings\"", "\"Meetings\"", "the name of the kind `video`: “Video meetings” → “Meetings”"),
    (
        "checklists/new-tool.toml",
        "What do you need the tool for?",
        "What for?",
        "the items of the checklist `new-tool`: “What do you need the tool for?” → “What for?”",
    ),
    (
        "tools/example-board.toml",
        "Open it in",
        "Use",
        "the ways to get it in `app-policy` of the tool `example-board`: “device is laptop: Open it in the web browser.” → “device is laptop: Use the web browser.”",
    ),
    (
        "tools/example-chat.toml",
        "[\"ExChat\"]",
        "[\"ExChat\", \"Talk\"]",
        "the tool `example-chat` is now also called Talk",
    ),
    (
        "tools/example-chat.toml",
        "\"Group chat\"",
        "\"Chat\"",
        "the types of the tool `example-chat`: “Group chat” → “Chat”",
    ),
    (
        "tools/example-chat.toml",
        "\"chat.example.com\"",
        "\"talk.example.com\"",
        "the identities of the tool `example-chat`: “domain chat.example.com” → “domain talk.example.com”",
    ),
    (
        "tools/example-chat.toml",
        "Set your status when",
        "Say so when",
        "~ tool-example-chat-1-condition-1, text: “Set your status when you are away.” → “Say so when you are away.” (",
    ),
    (
        "rules/use.cedar",
        "Work stays off your own devices.",
        "No.",
        "~ no-work-on-own-devices, text: “Work stays off your own devices.” → “No.” (54 questions)",
    ),
];

/// Reports every change of a text in answers. Such a difference is not empty.
#[test]
fn what_is_worded_otherwise_is_told() {
    let old = started();
    let old = old.path().join("pack");
    for (file, from, to, wanted) in TEXT_CHANGES {
        let new = started();
        let new = new.path().join("pack");
        edited(&new, file, from, to);
        let told = run(&["diff", old.to_str().expect("UTF-8"), new.to_str().expect("UTF-8"), "--at", "2026-04-01"]);
        let out = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.status == 1 && out.contains(wanted), "{wanted}: {}{}", told.out, told.err);
        assert!(!out.contains("No answer changes"), "{out}");
    }
}

/// Reports a value that only one version has beside the changes. A review names all tools.
#[test]
fn what_one_version_only_knows_is_answered() {
    let (old, new) = (started(), started());
    let (old, new) = (old.path().join("pack"), new.path().join("pack"));
    edited(&new, "pack.toml", "own = \"Your own device\"", "own = \"Your own device\", tablet = \"A tablet\"");
    for number in 0..13 {
        for dir in [&old, &new] {
            fs::write(dir.join(format!("tools/tool-{number}.toml")), format!("name = \"Tool {number}\"\n"))
                .expect("written");
        }
    }
    let (old, new) = (old.to_str().expect("UTF-8"), new.to_str().expect("UTF-8"));
    let told = run(&["diff", old, new, "--at", "2026-04-01", "--format", "markdown"]);
    assert_eq!(told.status, 1, "{}", told.err);
    insta::assert_snapshot!("difference-added", told.out);
    let back = run(&["diff", new, old, "--at", "2026-04-01", "--limit", "1"]);
    insta::assert_snapshot!("difference-gone", back.out);
}

#[test]
fn a_revision_is_a_version() {
    let root = started();
    let dir = root.path().join("pack");
    git(root.path(), &["init", "--quiet"]);
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "--quiet", "--message", "first"]);
    let pack = dir.to_str().expect("UTF-8");
    assert_eq!(run(&["diff", "HEAD", "--pack", pack]).out, "No answer changes.\n");
    fs::remove_file(dir.join("tools/example-board.toml")).expect("removed");
    fs::remove_dir_all(dir.join("tests")).expect("removed");
    let told = run(&["diff", "HEAD", "--pack", pack]);
    assert_eq!(told.status, 1, "{}", told.err);
    assert!(told.out.contains("the tool `example-board` is gone"), "{}", told.out);
    for name in ["nowhere", "--output=x", "HEAD:pack"] {
        let told = run(&["diff", "--pack", pack, "--", name]);
        assert_eq!(told.status, 2, "{name}: {}{}", told.out, told.err);
        assert!(told.err.contains("neither a folder, nor a compiled policy, nor a revision"), "{}", told.err);
    }
}

/// Distinguishes a folder and a branch of the same name by how the user writes them.
#[test]
fn a_name_of_two_things_is_asked_about() {
    let root = started();
    git(root.path(), &["init", "--quiet"]);
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "--quiet", "--message", "first"]);
    git(root.path(), &["branch", "pack"]);
    let diff =
        |words: &[&str]| ran(command(&[&["diff"], words].concat()).current_dir(root.path()).output().expect("a run"));
    let told = diff(&["pack", "--pack", "pack"]);
    assert_eq!(told.status, 2, "{}{}", told.out, told.err);
    assert!(
        told.err.contains("write `./pack` for what is here, or `refs/heads/pack` for the revision"),
        "{}",
        told.err
    );
    for name in ["./pack", "refs/heads/pack", "HEAD"] {
        let told = diff(&[name, "--pack", "pack"]);
        assert_eq!((told.status, told.out.as_str()), (0, "No answer changes.\n"), "{name}: {}", told.err);
    }
    assert_eq!(diff(&["./pack", "./pack"]).status, 0);
}

#[test]
fn what_is_mistyped_is_misuse() {
    let root = started();
    let diff =
        |words: &[&str]| ran(command(&[&["diff"], words].concat()).current_dir(root.path()).output().expect("a run"));
    for (words, help) in [
        (&["./pack"][..], "`countersign diff OLD NEW`"),
        (&["./pack", "./pakc"], "name a folder or a compiled policy"),
        (&["HEAD", "--pack", "pack"], "name a folder inside a git repository"),
        (&["./pack", "--pack", "pakc"], "neither a folder nor a file of that name"),
    ] {
        let told = diff(words);
        assert_eq!(told.status, 2, "{words:?}: {}{}", told.out, told.err);
        assert!(told.err.contains(help), "{words:?}: {}", told.err);
    }
}

#[test]
fn an_answer_is_explained_and_a_policy_tabulated() {
    let root = started();
    let pack = root.path().join("pack");
    let pack = pack.to_str().expect("UTF-8");
    let at = ["--pack", pack, "--at", "2026-04-01"];
    let facts = ["example chat", "purpose=business", "data=confidential", "device=laptop"];
    let told = run(&[&["explain"], &facts[..], &at[..]].concat());
    insta::assert_snapshot!("explanation", told.out);
    insta::assert_snapshot!("table", run(&[&["table", "example chat"], &at[..]].concat()).out);
    let formats =
        ["csv", "markdown"].map(|format| run(&[&["table", "example chat", "--format", format], &at[..]].concat()).out);
    insta::assert_snapshot!("table-formats", formats.join("\n"));
}

#[test]
fn a_compiled_policy_answers_as_its_pack() {
    let root = tempfile::tempdir().expect("a folder");
    let file = root.path().join("moj.policy");
    let file = file.to_str().expect("UTF-8");
    let made = run(&["compile", "--pack", "packs/moj", "--out", file, "--at", "2026-04-01"]);
    assert_eq!(made.status, 0, "{}", made.err);
    assert!(made.out.contains("66 tools"), "{}", made.out);
    for words in [
        &["check", "tiktok", "device=smartphone"][..],
        &["check", "slack"],
        &["suggest", "activity=share"],
        &["table", "zoom"],
    ] {
        let ask = |pack: &str| run(&[words, &["--pack", pack, "--at", "2026-04-02", "--format", "json"]].concat());
        let (one, other) = (ask(file), ask("packs/moj"));
        assert_eq!((one.status, one.out), (other.status, other.out), "{words:?}");
    }
    let bytes = fs::read(file).expect("a file");
    // Another day than those of the policy, other bytes, and another kind of file.
    let told = run(&["check", "slack", "--pack", file, "--at", "2019-01-01"]);
    assert_eq!(told.status, 3);
    assert!(
        told.err.contains("not on 2019-01-01")
            && told.err.contains(&format!("`countersign compile --pack DIR --out {file}`")),
        "{}",
        told.err
    );
    let mut damaged = bytes.clone();
    damaged[500] ^= 1;
    fs::write(file, damaged).expect("written");
    let again = format!("help: compile it again: `countersign compile --pack DIR --out {file}`");
    let told = run(&["check", "slack", "--pack", file]);
    assert!(told.err.contains("its checksum is wrong") && told.err.contains(&again), "{}", told.err);
    fs::write(file, &bytes[..bytes.len() / 2]).expect("written");
    let told = run(&["check", "slack", "--pack", file]);
    assert_eq!(told.status, 3);
    assert!(told.err.contains(&again), "{}", told.err);
    assert_eq!(run(&["compile", "--pack", "packs/moj", "--out", file]).status, 0, "what is damaged is replaced");
    fs::write(file, "no policy").expect("written");
    assert!(run(&["check", "slack", "--pack", file]).err.contains("this is no compiled policy"));
}
