//! `build`: the files that it writes, the builds that it refuses, and the reports of `--check`.

use crate::support::{command, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

const DAY: &str = "2026-04-01";

/// Creates a separate pack with a ban, an exemption and some deployments.
fn started() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    let dir = root.path().join("pack");
    assert_eq!(run(&["init", text(&dir)]).status, 0);
    write(
        &dir,
        "facets-more.toml",
        "[facets.exempt]\nquestion = \"Exempt?\"\nvalues = { none = \"No\", granted = \"Yes\" }\ndefault = \"none\"\nderived = true\n[approvals.grant]\nname = \"a grant\"\nby = \"it-help\"\naskable = false\n",
    );
    write(
        &dir,
        "deployments.toml",
        "[deployments.unbound]\nname = \"Resolvers\"\nserves = { device = \"issued\" }\n[deployments.browsers]\nname = \"Browsers\"\nconsumer = \"chromium\"\nserves = { device = \"issued\" }\n",
    );
    write(
        &dir,
        "tools/example-clips.toml",
        "name = \"Example Clips\"\n[[identities]]\nsource = \"https://clips.example\"\ndomain = [\"clips.example\", \"clipcdn.example\"]\n",
    );
    write(
        &dir,
        "bans/clips.toml",
        "tools = \"example-clips\"\nwhen = { device = \"issued\" }\ntext = \"Clips are banned.\"\nsource = \"app-policy\"\n[exemption]\nwhen = { exempt = \"granted\" }\ntext = \"Ask.\"\napprovals = \"grant\"\n",
    );
    write(
        &dir,
        "exemptions/press.toml",
        "ban = \"clips\"\ntools = \"all\"\npurposes = \"Press work.\"\nfrom = 2026-01-01\nuntil = 2026-06-30\napprovals = \"grant\"\nholder = { team = \"press-office-7\", addresses = \"10.1.2.3\" }\n",
    );
    root
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn write(dir: &Path, file: &str, body: &str) {
    let path = dir.join(file);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, body).expect("written");
}

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = text(path.strip_prefix(dir).expect("inside")).to_owned();
                found.insert(name, fs::read(path).expect("a file"));
            }
        }
    }
    found
}

fn places(root: &tempfile::TempDir) -> (PathBuf, PathBuf) {
    (root.path().join("pack"), root.path().join("out"))
}

#[test]
fn a_build_is_written_told_and_checked() {
    let root = started();
    let (pack, out) = places(&root);
    let built = run(&["build", "--pack", text(&pack), "--out", text(&out), "--at", DAY]);
    assert_eq!(built.status, 0, "{}{}", built.out, built.err);
    insta::assert_snapshot!("build", built.out);
    let all = files(&out);
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "browsers/README.md",
            "browsers/countersign.json",
            "manifest.json",
            "unbound/README.md",
            "unbound/countersign.conf"
        ]
    );
    insta::assert_snapshot!("build-unbound", String::from_utf8_lossy(&all["unbound/countersign.conf"]));
    insta::assert_snapshot!("build-readme", String::from_utf8_lossy(&all["unbound/README.md"]));
    let manifest: Value = serde_json::from_slice(&all["manifest.json"]).expect("JSON");
    assert_eq!(manifest["until"], "2026-06-30");
    assert_eq!(manifest["artefacts"]["unbound"]["exemptions"], 1);
    assert_eq!(manifest["tools"]["example-clips"]["stands"][0]["blocked"], true);
    assert!(!String::from_utf8_lossy(&all["manifest.json"]).contains("press-office-7"));
    // A second build is equal byte for byte.
    assert_eq!(run(&["build", "--pack", text(&pack), "--out", text(&out), "--at", DAY]).status, 0);
    assert_eq!(files(&out), all);
    let same = run(&["build", "--pack", text(&pack), "--check", text(&out), "--at", DAY]);
    assert_eq!((same.status, same.out.as_str()), (0, "✔ browsers: as the pack says\n✔ unbound: as the pack says\n"));
}

#[test]
fn an_exemption_that_ends_leaves_the_files() {
    let root = started();
    let (pack, out) = places(&root);
    assert_eq!(run(&["build", "--pack", text(&pack), "--out", text(&out), "--at", "2026-06-30"]).status, 0);
    assert!(fs::read_to_string(out.join("unbound/countersign.conf")).expect("a file").contains("10.1.2.3/32"));
    let drift = run(&["build", "--pack", text(&pack), "--check", text(&out), "--at", "2026-07-01"]);
    assert_eq!(drift.status, 1);
    assert!(drift.out.contains("- local-zone-override: \"clips.example.\" 10.1.2.3/32 transparent"), "{}", drift.out);
    assert_eq!(run(&["build", "--pack", text(&pack), "--out", text(&out), "--at", "2026-07-01"]).status, 0);
    assert!(!fs::read_to_string(out.join("unbound/countersign.conf")).expect("a file").contains("10.1.2.3"));
}

/// Reports in words the changes that a consumer would load silently.
#[test]
fn drift_is_told_in_words() {
    let root = started();
    let (pack, out) = places(&root);
    let build = || assert_eq!(run(&["build", "--pack", text(&pack), "--out", text(&out), "--at", DAY]).status, 0);
    let check = || {
        let told = run(&["build", "--pack", text(&pack), "--check", text(&out), "--at", DAY]);
        assert_eq!(told.status, 1, "{}", told.out);
        told.out
    };
    let edit = |file: &str, from: &str, to: &str| {
        let path = out.join(file);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replacen(from, to, 1)).expect("written");
    };
    for (file, from, to) in [
        ("unbound/countersign.conf", "always_nxdomain", "always_nxdomian"),
        ("unbound/countersign.conf", "clips.example.", "clips.example.lan."),
        ("browsers/countersign.json", "\"URLBlocklist\"", "\"UrlBlocklist\""),
        ("browsers/countersign.json", "[\n    \"clipcdn", "{\n    \"clipcdn"),
    ] {
        build();
        edit(file, from, to);
        let told = check();
        let name = file.split_once('/').expect("a folder").1;
        assert!(told.contains(&format!("`{name}` differs, and it was changed after it was built")), "{told}");
        assert!(told.contains("  + "), "{told}");
    }
    build();
    fs::remove_file(out.join("unbound/countersign.conf")).expect("removed");
    assert!(check().contains("`countersign.conf` is missing"));
    build();
    write(&out, "unbound/extra.conf", "x");
    assert!(check().contains("`extra.conf` belongs to no build of this pack"));
    fs::remove_file(out.join("unbound/extra.conf")).expect("removed");
    fs::remove_file(pack.join("bans/clips.toml")).expect("removed");
    fs::remove_file(pack.join("exemptions/press.toml")).expect("removed");
    assert!(check().contains("Example Clips is blocked there, and no longer to be"), "{}", check());
    let nothing = run(&["build", "--pack", text(&pack), "--check", text(&root.path().join("nowhere")), "--at", DAY]);
    assert_eq!(nothing.status, 2, "{}", nothing.err);
}

#[test]
fn a_build_harms_nothing() {
    let root = started();
    let (pack, out) = places(&root);
    // Files that no build wrote stay, with or without an earlier build.
    write(&out, "notes.txt", "mine");
    let refused = run(&["build", "--pack", text(&pack), "--out", text(&out), "--at", DAY]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("holds `notes.txt`, which no build wrote"), "{}", refused.err);
    assert_eq!(files(&out).len(), 1);
    fs::remove_file(out.join("notes.txt")).expect("removed");
    assert_eq!(run(&["build", "--pack", text(&pack), "--out", text(&out), "--at", DAY]).status, 0);
    let before = files(&out);
    write(&out, "unbound/local.conf", "mine");
    assert_eq!(run(&["build", "--pack", text(&pack), "--out", text(&out), "--at", DAY]).status, 2);
    fs::remove_file(out.join("unbound/local.conf")).expect("removed");
    // A pack with errors leaves the former build complete.
    write(
        &pack,
        "tools/needy.toml",
        "name = \"Needy\"\n[[listings]]\nsource = \"app-policy\"\ngrade = \"approved\"\n[[identities]]\nsource = \"https://n.example\"\ndomain = \"clips.example\"\n",
    );
    let conflict = run(&["build", "--pack", text(&pack), "--out", text(&out), "--at", DAY]);
    assert_eq!(conflict.status, 3, "{}", conflict.out);
    insta::assert_snapshot!("build-conflict", conflict.err.replace(text(&pack), "pack"));
    assert_eq!(files(&out), before);
    assert!(run(&["lint", text(&pack), "--at", DAY]).out.contains("error[conflict]"));
}

/// Otherwise a build of one artefact would remove the blocks of all others.
#[test]
fn a_build_of_one_leaves_the_others() {
    let root = started();
    let (pack, out) = places(&root);
    let build = |more: &[&str]| run(&[&["build", "--pack", text(&pack), "--out", text(&out)], more].concat());
    assert_eq!(build(&["--at", DAY]).status, 0);
    let browsers = |all: BTreeMap<String, Vec<u8>>| -> Vec<_> {
        all.into_iter().filter(|(path, _)| path.starts_with("browsers/")).collect()
    };
    let before = browsers(files(&out));
    assert!(!before.is_empty());
    for day in ["2026-07-01", "2026-07-02"] {
        let built = build(&["--at", day, "--only", "unbound"]);
        assert_eq!(built.status, 0, "{}", built.err);
        assert!(built.out.contains(&format!("- browsers  not asked for: the files of {DAY} stay")), "{}", built.out);
        assert_eq!(browsers(files(&out)), before);
        let manifest: Value = serde_json::from_slice(&files(&out)["manifest.json"]).expect("JSON");
        assert_eq!(manifest["artefacts"]["browsers"]["kept_from"], DAY);
        assert_eq!((&manifest["at"], &manifest["until"]), (&day.into(), &"2026-06-30".into()));
        let stands = &manifest["tools"]["example-clips"]["stands"];
        let blocked: Vec<&str> = stands
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["blocked"] == true)
            .flat_map(|one| one["artefacts"].as_array().expect("a list"))
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(blocked, ["browsers", "unbound"]);
    }
    // An edited file stays, and the check reports it.
    write(&out, "browsers/README.md", "mine");
    assert_eq!(build(&["--at", DAY, "--only", "unbound"]).status, 0);
    assert_eq!(files(&out)["browsers/README.md"], b"mine");
    let told = run(&["build", "--pack", text(&pack), "--check", text(&out), "--at", DAY]);
    assert!(told.out.contains("`README.md` differs, and it was changed after it was built"), "{}", told.out);
    assert_eq!(build(&["--at", DAY]).status, 0);
    assert_eq!(browsers(files(&out)), before);
}

#[test]
fn words_that_are_wrong_are_told() {
    let root = started();
    let (pack, out) = places(&root);
    let build = |more: &[&str]| {
        let words = [&["build", "--pack", text(&pack), "--out", text(&out), "--at", DAY], more].concat();
        run(&words)
    };
    let only = build(&["--only", "unbuond"]);
    assert_eq!(only.status, 2);
    assert!(only.err.contains("did you mean `unbound`?"), "{}", only.err);
    assert_eq!(build(&["--only", "chromium"]).status, 0);
    assert!(files(&out).keys().all(|path| path == "manifest.json" || path.starts_with("browsers/")));
    write(
        &pack,
        "deployments.toml",
        "[deployments.proxies]\nname = \"P\"\nconsumer = \"squidd\"\nserves = {}\ndirectory = \"/etc/../x\"\npage = \"javascript:x\"\n",
    );
    let told = build(&[]);
    assert_eq!(told.status, 3);
    for word in ["`/etc/../x` cannot stand in configuration files", "`javascript:x` cannot stand"] {
        assert!(told.err.contains(word), "{}", told.err);
    }
    write(&pack, "deployments.toml", "[deployments.proxies]\nname = \"P\"\nconsumer = \"squidd\"\nserves = {}\n");
    assert!(build(&[]).err.contains("did you mean `squid`?"), "{}", build(&[]).err);
    fs::remove_file(pack.join("deployments.toml")).expect("removed");
    assert!(build(&[]).err.contains("this pack declares no deployment"));
    let compiled = root.path().join("x.policy");
    assert_eq!(run(&["compile", "--pack", text(&pack), "--out", text(&compiled), "--at", DAY]).status, 0);
    let told = run(&["build", "--pack", text(&compiled), "--out", text(&out)]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains("a compiled policy does not hold who is exempt"), "{}", told.err);
    let told = run(&["build", "--pack", text(&pack.join("pack.toml")), "--out", text(&out)]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains("pack.toml is a file, and this command needs the pack's folder"), "{}", told.err);
    insta::assert_snapshot!("build-list", run(&["build", "--list"]).out);
}

/// A watching build and its output.
struct Watching {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Watching {
    fn start(pack: &Path, out: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
        command.args(["build", "--pack", text(pack), "--out", text(out), "--at", DAY, "--watch"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("started");
        let said = BufReader::new(child.stdout.take().expect("its output")).lines();
        Self { child, said }
    }

    /// Returns the output up to the last line of a build.
    fn next(&mut self) -> Vec<String> {
        let mut told = Vec::new();
        for line in self.said.by_ref() {
            let line = line.expect("text");
            if line.starts_with("built in ") || line.ends_with("the build before stays") {
                return told;
            }
            told.push(line);
        }
        panic!("it ended: {told:?}");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

#[test]
fn a_build_that_watches_is_as_a_build_from_nothing() {
    let root = started();
    let (pack, out) = places(&root);
    let fresh = root.path().join("fresh");
    let mut watching = Watching::start(&pack, &out);
    let as_fresh = || {
        assert!(run(&["build", "--pack", text(&pack), "--out", text(&fresh), "--at", DAY]).status <= 1);
        assert_eq!(files(&out), files(&fresh));
    };
    assert!(watching.next().iter().any(|line| line.starts_with("✔ unbound")));
    as_fresh();
    // A ban for all holders, so the exempt address loses its exemption.
    let ban = "tools = \"example-clips\"\nwhen = { device = \"issued\" }\ntext = \"Banned again.\"\nsource = \"app-policy\"\n";
    write(&pack, "bans/again.toml", ban);
    assert_eq!(watching.next(), ["✔ browsers: 1 file changed", "✔ unbound: 2 files changed"]);
    as_fresh();
    // An error changes nothing. The corrected pack does.
    write(&pack, "bans/again.toml", "tools = \"unknown\"\n");
    let before = files(&out);
    watching.next();
    assert_eq!(files(&out), before);
    fs::remove_file(pack.join("bans/again.toml")).expect("removed");
    assert_eq!(watching.next(), ["✔ browsers: 1 file changed", "✔ unbound: 2 files changed"]);
    as_fresh();
    // The next build restores a file that a user edited.
    fs::write(out.join("unbound/README.md"), "Something else.\n").expect("written");
    write(
        &pack,
        "deployments-more.toml",
        "[deployments.hosts]\nname = \"Filters\"\nserves = { device = \"issued\" }\n",
    );
    let told = watching.next();
    assert!(told.iter().any(|line| line.starts_with("✘ hosts: ") && line.contains("left out: `press`")), "{told:?}");
    as_fresh();
    fs::remove_file(pack.join("deployments-more.toml")).expect("removed");
    assert_eq!(watching.next(), ["✘ hosts: the pack declares no such deployment any more"]);
    as_fresh();
}

#[test]
fn builds_into_one_folder_at_once_all_end_well() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("artefacts");
    let out = out.to_str().expect("UTF-8");
    let build =
        || command(&["build", "--pack", "packs/moj", "--at", "2026-04-01", "--out", out]).spawn().expect("started");
    let mut running: Vec<_> = (0..6).map(|_| build()).collect();
    for child in &mut running {
        assert_ne!(child.wait().expect("an end").code(), Some(2));
    }
    let checked =
        run(&["build", "--pack", "packs/moj", "--at", "2026-04-01", "--check", out, "--format", "json"]).json();
    assert_eq!(checked["matches"], true, "{checked}");
    std::fs::write(std::path::Path::new(out).join("manifest.json"), "{}").expect("written");
    let checked = run(&["build", "--pack", "packs/moj", "--at", "2026-04-01", "--check", out, "--format", "json"]);
    assert_eq!((checked.status, checked.json()["has_manifest"].clone()), (1, false.into()));
}
