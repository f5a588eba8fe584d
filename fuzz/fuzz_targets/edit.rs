//! Edits of documents. The input has a path, a value and the document, each on its own line.
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
    // Valid TOML comes back unchanged, except for line endings.
    if let Ok(same) = unchanged {
        assert_eq!(edit(&same, &[]).as_ref(), Ok(&same));
    }
});
