//! Replays inputs that fuzzing found: each gives an error or a pack, and never a panic.

use countersign_compile::compile;
use countersign_compiled::Policy;
use countersign_decide::{QuestionInput, check};
use countersign_pack::{Edit, File, PackFolder, edit, read};
use countersign_testkit::folder;
use jiff::civil::date;
use std::path::Path;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fuzz/corpus").join(name);
    let entries = std::fs::read_dir(dir).expect("a corpus");
    entries.map(|entry| std::fs::read(entry.expect("an entry").path()).expect("a file")).collect()
}

#[test]
fn documents_are_borne() {
    for bytes in corpus("pack") {
        let mut folder = PackFolder::new("pack", Vec::new());
        for part in bytes.split(|byte| *byte == 0x1e) {
            let (path, body) = part.split_at(part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len()));
            folder.files.push(File { path: String::from_utf8_lossy(path).into_owned(), bytes: body.to_vec() });
        }
        let reading = read(&[folder]);
        for one in &reading.diagnostics {
            if let Some(at) = one.at {
                let _ = reading.files.position(at);
            }
        }
    }
}

#[test]
fn rules_are_borne() {
    let head = "format = 1\nname = \"N\"\nversion = \"1\"\nunits.all = { name = \"All\" }\nfacets.device = { question = \"?\", values = { own = \"Own\" } }\n";
    for bytes in corpus("rules") {
        let reading = read(&[folder(&[("pack.toml", head), ("rules/fuzz.cedar", &String::from_utf8_lossy(&bytes))])]);
        let _ = compile(reading.pack, &reading.files);
    }
}

#[test]
fn edits_are_borne() {
    for bytes in corpus("edit") {
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.splitn(3, '\n');
        let mut next = || lines.next().unwrap_or_default().to_owned();
        let (path, value, document): (Vec<String>, String, String) =
            (next().split('.').map(str::to_owned).collect(), next(), next());
        for change in [
            Edit::Set { path: path.clone(), value: value.clone() },
            Edit::Push { path: path.clone(), value },
            Edit::Remove { path },
        ] {
            let _ = edit(&document, &[change]);
        }
    }
}

/// Uses the same bytes that the fuzz target puts after a valid head and checksum.
#[test]
fn compiled_policies_are_borne() {
    let mut sound = 0;
    for bytes in corpus("policy") {
        let head = [
            b"CSPOLICY".as_slice(),
            &countersign_compiled::FORMAT.to_le_bytes(),
            &crc32fast::hash(&bytes).to_le_bytes(),
        ]
        .concat();
        let Ok(policy) = Policy::read(&[head, bytes].concat()) else { continue };
        sound += 1;
        let tool = policy.pack.tools.ids().next().unwrap_or("new").to_owned();
        if let Ok(question) =
            (QuestionInput { tool, ..QuestionInput::default() }).question(&policy.pack, date(2026, 4, 1))
        {
            let _ = check(&policy, &question, None);
        }
    }
    assert!(sound > 0, "the seed is a whole policy");
}
