//! Documents of every kind, from bytes to the model. A line `=== PATH` starts each one.
#![no_main]

use countersign_pack::{File, PackFolder, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut folder = PackFolder::new("pack", Vec::new());
    for part in bytes.split(|byte| *byte == 0x1e) {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let path = String::from_utf8_lossy(&part[..end]).into_owned();
        folder.files.push(File { path, bytes: part.get(end + 1..).unwrap_or_default().to_vec() });
    }
    let reading = read(&[folder]);
    for one in &reading.diagnostics {
        if let Some(at) = one.at {
            let _ = reading.files.position(at);
        }
    }
});
