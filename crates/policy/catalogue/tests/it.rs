//! The built-in catalogue is the same as `packs/catalogue`.
#![allow(clippy::expect_used, reason = "a test says what went wrong by panicking")]

use countersign_catalogue::folder;

#[test]
fn the_whole_catalogue_is_built_in() {
    let built_in = folder().described.expect("a catalogue")();
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../packs/catalogue/tools");
    let files = std::fs::read_dir(dir).expect("a folder").filter_map(Result::ok);
    let mut ids: Vec<String> = files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    ids.sort();
    let mut tools: Vec<String> = built_in.tools.iter().map(|tool| tool.id.to_string()).collect();
    tools.sort();
    assert_eq!(tools, ids);
    assert!(!built_in.kinds.is_empty() && !built_in.developers.is_empty());
}
