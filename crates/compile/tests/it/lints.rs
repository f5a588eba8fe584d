//! Packs that are sound and likely wrong, one a file of the corpus: everything
//! that lint says of each. A path that begins with `parent/` is of the pack that
//! the case extends.

use countersign_compile::compile;
use countersign_compile::lint::{Subject, lint};
use countersign_pack::{Folder, read};
use countersign_testkit::folder;
use jiff::civil::date;

#[test]
fn lint_tells_what_is_likely_wrong() {
    insta::glob!("../lints", "*.pack", |path| {
        let text = std::fs::read_to_string(path).expect("a case");
        let text = format!("\n{text}");
        let mut own: Vec<(&str, &str)> = Vec::new();
        let mut above: Vec<(&str, &str)> = Vec::new();
        for part in text.split("\n=== ").skip(1) {
            let (name, body) = part.split_once('\n').expect("a path and a text");
            match name.trim().strip_prefix("parent/") {
                Some(name) => above.push((name, body)),
                None => own.push((name.trim(), body)),
            }
        }
        let at = date(2026, 4, 1);
        let mut folders: Vec<Folder> = Vec::new();
        if !above.is_empty() {
            folders.push(folder(&above));
        }
        let compiled = |folders: &[Folder]| {
            let reading = read(folders);
            let errors: Vec<_> = reading.diagnostics.iter().filter(|one| one.is_error()).collect();
            assert!(errors.is_empty(), "{errors:#?}");
            let compiled = compile(reading.pack, &reading.files).expect("sound");
            (compiled, reading.files)
        };
        let parent = (!folders.is_empty()).then(|| compiled(&folders).0.policy(at).expect("a policy"));
        folders.push(folder(&own));
        let (compiled, files) = compiled(&folders);
        let policy = compiled.policy(at).expect("a policy");
        let told: Vec<String> = lint(&Subject::new(&compiled, &policy, parent.as_ref(), &[], at))
            .into_iter()
            .map(|one| {
                let place = one.at.map(|at| format!("{}:{}", files.path(at.file), files.position(at).line));
                format!(
                    "{} {}: {}\n    {}",
                    place.unwrap_or_default(),
                    one.code,
                    one.message,
                    one.help.unwrap_or_default()
                )
            })
            .collect();
        insta::assert_snapshot!(told.join("\n"));
    });
}
