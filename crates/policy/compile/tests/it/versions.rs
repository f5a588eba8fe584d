//! Versions of a pack, one after another, read with one cache.

use crate::support::folders;
use countersign_pack::{File, PackFolder, ReadCache, Reading, read, read_again};

/// Returns everything in a reading as text, places included.
fn told(reading: &Reading) -> String {
    let Reading { pack, tests, register_tests, files, diagnostics, translated } = reading;
    format!("{pack:#?}\n{tests:#?}\n{register_tests:#?}\n{files:#?}\n{diagnostics:#?}\n{translated:#?}")
}

fn again(memory: &mut ReadCache, folders: &[PackFolder]) {
    let (cold, warm) = (told(&read(folders)), told(&read_again(folders, memory)));
    let differs = cold.lines().zip(warm.lines()).find(|(cold, warm)| cold != warm);
    assert!(cold == warm, "{differs:?}");
}

fn file<'a>(folders: &'a mut [PackFolder], path: &str) -> &'a mut File {
    let own = folders.last_mut().expect("a pack");
    own.files.iter_mut().find(|file| file.path == path).expect("a file")
}

fn with(folders: &[PackFolder], path: &str, text: &str) -> Vec<PackFolder> {
    let mut folders = folders.to_vec();
    let own = folders.last_mut().expect("a pack");
    own.files.retain(|file| file.path != path);
    own.files.push(File { path: path.to_owned(), bytes: text.into() });
    own.files.sort_by(|one, other| one.path.cmp(&other.path));
    folders
}

fn without(folders: &[PackFolder], path: &str) -> Vec<PackFolder> {
    let mut folders = folders.to_vec();
    folders.last_mut().expect("a pack").files.retain(|file| file.path != path);
    folders
}

#[test]
fn a_version_reads_the_same_after_another() {
    let first = folders("moj");
    let mut memory = ReadCache::default();
    again(&mut memory, &first);
    again(&mut memory, &first);
    let tools: Vec<&str> = first.last().expect("a pack").files.iter().map(|file| file.path.as_str()).collect();
    let tools: Vec<&str> = tools.into_iter().filter(|path| path.starts_with("tools/")).collect();
    // Every file moves by one place, and then back again.
    again(&mut memory, &with(&first, "bans/a-first-one.toml", "name = \"A ban at fault\"\n"));
    again(&mut memory, &first);
    // Tools that are removed, new, changed, invalid and valid again.
    let path = tools[tools.len() / 2];
    again(&mut memory, &without(&first, path));
    again(&mut memory, &first);
    again(&mut memory, &with(&first, "tools/zzz.toml", "name = \"The last\"\n"));
    again(&mut memory, &with(&first, "tools/zzz.toml", "name = \"The very last\"\nkind = \"unknown\"\n"));
    again(&mut memory, &with(&first, "tools/zzz.toml", "name = \"The very last\"\nkinds = \"nothing-known\"\n"));
    again(&mut memory, &with(&first, "tools/zzz.toml", "name = \"The last\"\n"));
    // The declarations that tools depend on.
    let mut other = first.clone();
    let top = file(&mut other, "pack.toml");
    top.bytes.extend_from_slice(b"\n# Changed.\n");
    again(&mut memory, &other);
    let top = file(&mut other, "pack.toml");
    top.bytes = String::from_utf8(top.bytes.clone()).expect("UTF-8").replace("official", "formal").into_bytes();
    again(&mut memory, &other);
    again(&mut memory, &first);
    // A pack that extends another, and then the other alone.
    let child = with(&[PackFolder::new("child", Vec::new())], "pack.toml", CHILD);
    let child = with(&child, path, "name = \"Another of this name\"\n");
    again(&mut memory, &[first[0].clone(), child[0].clone()]);
    again(&mut memory, &[first[0].clone(), child[0].clone()]);
    again(&mut memory, &first);
}

const CHILD: &str = "format = 1\nname = \"Child\"\nversion = \"1\"\nextends = \"../moj\"\n";
