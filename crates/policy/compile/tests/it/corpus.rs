//! Replays inputs that fuzzing found. Each gives errors with their places, or something sound.

use countersign_compile::compile;
use countersign_compiled::Policy;
use countersign_decide::{QuestionInput, check};
use countersign_pack::{Diagnostic, Edit, File, PackFolder, SourceMap, edit, read};
use countersign_testkit::folder;
use jiff::civil::date;
use std::path::Path;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fuzz/corpus").join(name);
    let entries = std::fs::read_dir(dir).expect("a corpus");
    entries.map(|entry| std::fs::read(entry.expect("an entry").path()).expect("a file")).collect()
}

/// Asserts that each diagnostic points at whole characters of its file.
fn assert_places(diagnostics: &[Diagnostic], files: &SourceMap) {
    for one in diagnostics {
        for at in one.at.iter().chain(one.also.iter().map(|(at, _)| at)) {
            let text = files.text(at.file);
            assert!(text.get(at.start..at.end).is_some(), "{one:?} points out of {}", files.path(at.file));
        }
    }
}

#[test]
fn documents_give_diagnostics_with_places() {
    for bytes in corpus("pack") {
        let mut folder = PackFolder::new("pack", Vec::new());
        for part in bytes.split(|byte| *byte == 0x1e) {
            let (path, body) = part.split_at(part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len()));
            folder.files.push(File { path: String::from_utf8_lossy(path).into_owned(), bytes: body.to_vec() });
        }
        let reading = read(&[folder]);
        assert_places(&reading.diagnostics, &reading.files);
        let is_sound = !reading.diagnostics.iter().any(Diagnostic::is_error);
        assert!(!is_sound || reading.pack.own().is_some(), "a pack without errors has a name");
    }
}

#[test]
fn rules_are_valid_cedar_or_give_errors_with_places() {
    let head = "format = 1\nname = \"N\"\nversion = \"1\"\nunits.all = { name = \"All\" }\nfacets.device = { question = \"?\", values = { own = \"Own\" } }\n";
    for bytes in corpus("rules") {
        let reading = read(&[folder(&[("pack.toml", head), ("rules/fuzz.cedar", &String::from_utf8_lossy(&bytes))])]);
        match compile(reading.pack, &reading.files) {
            Ok(compiled) => assert!(compiled.policy_set(date(2026, 4, 1)).is_ok(), "Cedar takes what was compiled"),
            Err(errors) => {
                assert!(errors.iter().any(Diagnostic::is_error));
                assert_places(&errors, &reading.files);
            }
        }
    }
}

#[test]
fn edits_give_toml_and_keep_comments() {
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
            let keeps_all = !matches!(change, Edit::Remove { .. });
            let Ok(edited) = edit(&document, &[change]) else { continue };
            assert!(toml::de::DeTable::parse(&edited).is_ok(), "{edited}");
            let comments = document.lines().filter(|line| keeps_all && line.starts_with("# "));
            comments.for_each(|comment| assert!(edited.contains(comment), "{comment} is lost"));
        }
    }
}

/// Uses the same bytes that the fuzz target puts after a valid head and checksum.
#[test]
fn compiled_policies_are_refused_or_answer() {
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
        let again = Policy::read(&policy.write()).expect("what was read can be written and read again");
        assert_eq!(again.decisions, policy.decisions);
        let tool = policy.pack.tools.ids().next().unwrap_or("new").to_owned();
        if let Ok(question) =
            (QuestionInput { tool, ..QuestionInput::default() }).question(&policy.pack, date(2026, 4, 1))
        {
            let _ = check(&policy, &question, None);
        }
    }
    assert!(sound > 0, "the seed is a whole policy");
}
