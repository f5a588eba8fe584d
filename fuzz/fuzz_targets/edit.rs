//! Edits of documents: a path, a value, and the document, on a line each.
#![no_main]

use countersign_pack::{Edit, edit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut lines = text.splitn(3, '\n');
    let (path, value, document) =
        (lines.next().unwrap_or_default(), lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let path: Vec<String> = path.split('.').map(str::to_owned).collect();
    let unchanged = edit(document, &[]);
    for change in [
        Edit::Set { path: path.clone(), value: value.into() },
        Edit::Push { path: path.clone(), value: value.into() },
        Edit::Remove { path },
    ] {
        let _ = edit(document, &[change]);
    }
    // What is TOML comes back as it was, but for the ends of lines.
    if let Ok(same) = unchanged {
        assert_eq!(edit(&same, &[]).as_ref(), Ok(&same));
    }
});
