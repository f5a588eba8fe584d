//! `compile`: the target of the file, and the output about it.

use crate::support::{command, ran, run};
use std::fs;
use std::path::{Path, PathBuf};

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn only_a_compiled_policy_is_replaced() {
    let root = tempfile::tempdir().expect("a folder");
    let dir = root.path().join("pack");
    assert_eq!(run(&["init", dir.to_str().expect("UTF-8")]).status, 0);
    let dir_name = dir.to_str().expect("UTF-8");
    let own = dir.join("pack.toml");
    let before = fs::read(&own).expect("a file");
    for taken in [own.to_str().expect("UTF-8"), dir_name, "/dev/null"] {
        let told = run(&["compile", "--pack", dir_name, "--out", taken]);
        assert_eq!(told.status, 2, "{taken}: {}{}", told.out, told.err);
        assert!(told.err.contains("is no compiled policy"), "{}", told.err);
        assert!(told.err.contains("name another file with `--out`"), "{}", told.err);
    }
    assert_eq!(fs::read(&own).expect("a file"), before);
    let file = root.path().join("new.policy");
    let file = file.to_str().expect("UTF-8");
    for _ in 0..2 {
        let told = run(&["compile", "--pack", dir_name, "--out", file]);
        assert_eq!(told.status, 0, "{}", told.err);
        assert!(told.out.contains("different sets of answers"), "{}", told.out);
        assert!(told.out.contains("\nholds from 2026-01-01 on\n"), "{}", told.out);
    }
}

#[test]
fn a_policy_goes_to_standard_output() {
    let root = tempfile::tempdir().expect("a folder");
    let file = root.path().join("moj.policy");
    let file = file.to_str().expect("UTF-8");
    let ask = |out: &str| {
        let arguments = ["compile", "--pack", "packs/moj", "--at", "2026-04-01", "--out", out];
        command(&arguments).output().expect("a run")
    };
    let (kept, piped) = (ask(file), ask("-"));
    assert!(piped.status.success());
    assert!(piped.stdout == fs::read(file).expect("a file"), "the same bytes");
    let told = String::from_utf8(piped.stderr).expect("UTF-8");
    assert_eq!(told.replace("standard output", file), String::from_utf8(kept.stdout).expect("UTF-8"));
    assert!(told.contains("\nholds from 2023-03-16 on\n"), "{told}");
}

#[test]
fn what_needs_the_folder_says_so() {
    let root = tempfile::tempdir().expect("a folder");
    let file = root.path().join("moj.policy");
    let file = file.to_str().expect("UTF-8");
    assert_eq!(run(&["compile", "--pack", "packs/moj", "--out", file]).status, 0);
    for words in [&["lint", file][..], &["test", file], &["compile", "--pack", file]] {
        let told = run(words);
        assert_eq!(told.status, 2, "{words:?}: {}{}", told.out, told.err);
        let said = "is a compiled policy already, and this command needs the pack's folder";
        assert!(told.err.contains(said), "{words:?}: {}", told.err);
    }
    let told = run(&["lint", "packs/moj/pack.toml"]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains("name the folder of the pack: `packs/moj`"), "{}", told.err);
    let told = run(&["check", "slack", "--pack", "packs/moj/pack.toml"]);
    assert_eq!(told.status, 3);
    assert!(told.err.contains("name the folder of the pack: `packs/moj`"), "{}", told.err);
    for words in
        [&["check", "slack", "--pack", "packs/mjo"][..], &["lint", "packs/mjo"], &["compile", "--pack", "packs/mjo"]]
    {
        let told = run(words);
        assert_eq!(told.status, 2, "{words:?}");
        assert!(told.err.contains("packs/mjo: there is neither a folder nor a file of that name"), "{}", told.err);
    }
    fs::File::options().write(true).open(file).expect("a file").set_len(1 << 30).expect("a size");
    let told = run(&["check", "slack", "--pack", file]);
    assert!(
        told.err.contains("larger than 64 MiB") && told.err.contains("name the pack's folder instead"),
        "{}",
        told.err
    );
}

/// A pack, and a folder for its compiled copies.
struct CachedPack {
    _root: tempfile::TempDir,
    pack: PathBuf,
    cache: PathBuf,
}

impl CachedPack {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        let (pack, cache) = (root.path().join("pack"), root.path().join("cache"));
        assert_eq!(run(&["init", text(&pack)]).status, 0);
        Self { _root: root, pack, cache }
    }

    /// Asks a question. `cache` is the folder of copies; without one, the pack is compiled.
    fn ask(&self, words: &[&str], cache: Option<&Path>) -> (i32, String, String) {
        let words = [&["check", "example video", "--pack", text(&self.pack), "--format", "json"], words].concat();
        let mut command = command(&words);
        command.envs(cache.map(|cache| ("COUNTERSIGN_CACHE", cache)));
        let done = ran(command.output().expect("a run"));
        (done.status, done.out, done.err)
    }

    /// Checks that the cache does not change an answer.
    fn assert_same_answer(&self, words: &[&str]) {
        assert_eq!(self.ask(words, Some(&self.cache)), self.ask(words, None));
    }

    fn copies(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.cache).expect("a folder");
        let mut copies: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        copies.sort();
        copies
    }
}

#[test]
fn cached_copy_answers_as_the_pack() {
    let cached = CachedPack::new();
    let questions: [&[&str]; 3] = [&[], &["purpose=business", "activity=meet", "data=public"], &["device=laptop"]];
    for words in questions {
        cached.assert_same_answer(words);
        cached.assert_same_answer(words);
    }
    let suggest = |copies: &str| {
        let mut command = command(&["suggest", "activity=meet", "--pack", text(&cached.pack), "--format", "json"]);
        let done = ran(command.env("COUNTERSIGN_CACHE", copies).output().expect("a run"));
        (done.status, done.out)
    };
    assert_eq!(suggest(text(&cached.cache)), suggest("off"));
    assert_eq!(cached.copies().len(), 1);
}

#[test]
fn altered_copy_is_written_again() {
    let cached = CachedPack::new();
    cached.assert_same_answer(&[]);
    let [copy] = cached.copies().try_into().expect("one copy");
    let whole = fs::read(&copy).expect("a file");
    let mut altered = whole.clone();
    let place = altered.len() - 10;
    altered[place] ^= 1;
    for bytes in [altered, whole[..100].to_vec(), Vec::new(), b"nonsense".to_vec()] {
        fs::write(&copy, bytes).expect("written");
        cached.assert_same_answer(&[]);
        assert_eq!(fs::read(&copy).expect("a file"), whole);
    }
}

/// A changed pack has another copy, and a pack with errors has none. Another day has another copy,
/// and the number of copies is limited.
#[test]
fn cache_has_a_copy_for_each_pack_and_day() {
    let cached = CachedPack::new();
    cached.assert_same_answer(&[]);
    let tool = cached.pack.join("tools/example-video.toml");
    let before = fs::read_to_string(&tool).expect("a file");
    fs::write(&tool, format!("{before}\n# changed\n")).expect("written");
    cached.assert_same_answer(&[]);
    assert_eq!(cached.copies().len(), 2);
    fs::write(&tool, "name = 1").expect("written");
    assert_eq!(cached.ask(&[], Some(&cached.cache)).0, 3);
    assert_eq!(cached.copies().len(), 2);
    fs::write(&tool, before).expect("written");
    for day in 1..=20 {
        assert_ne!(cached.ask(&["--at", &format!("2026-03-{day:02}")], Some(&cached.cache)).0, 2);
    }
    assert_eq!(cached.copies().len(), 16);
}

/// The command does not trust a folder that other users can write to.
#[test]
#[cfg(unix)]
fn cache_that_others_can_write_to_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let cached = CachedPack::new();
    cached.assert_same_answer(&[]);
    fs::set_permissions(&cached.cache, fs::Permissions::from_mode(0o777)).expect("set");
    let copies = cached.copies();
    for copy in &copies {
        fs::write(copy, b"nonsense").expect("written");
    }
    cached.assert_same_answer(&[]);
    assert!(copies.iter().all(|copy| fs::read(copy).expect("a file") == b"nonsense"));
}
