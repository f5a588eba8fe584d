//! Valid packs with likely mistakes, each in its own file of the corpus, with all findings of lint.
//! A path that starts with `parent/` belongs to the pack that the case extends.

use countersign_compile::compile;
use countersign_lint::{LintInput, lint};
use countersign_pack::{Diagnostic, PackFolder, Reading, SourceMap, read, read_parent};
use countersign_testkit::folder;
use jiff::civil::date;

#[test]
fn lint_tells_what_is_likely_wrong() {
    insta::glob!("../corpus", "*.pack", |path| {
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
        let mut folders: Vec<PackFolder> = Vec::new();
        if !above.is_empty() {
            folders.push(folder(&above));
        }
        folders.push(folder(&own));
        let reading = read(&folders);
        let errors: Vec<&Diagnostic> = reading.diagnostics.iter().filter(|one| one.is_error()).collect();
        if !errors.is_empty() {
            let told: Vec<String> = errors.into_iter().map(|one| line(one, &reading.files)).collect();
            insta::assert_snapshot!(told.join("\n"));
            return;
        }
        let compiled = |reading: Reading| {
            let compiled = compile(reading.pack, &reading.files).expect("sound");
            (compiled, reading.files)
        };
        let parent = (folders.len() > 1).then(|| compiled(read_parent(&folders)).0.policy(at).expect("a policy"));
        let (compiled, files) = compiled(reading);
        let policy = compiled.policy(at).expect("a policy");
        let told: Vec<String> = lint(&LintInput::new(&compiled, &policy, parent.as_ref(), &[], at))
            .into_iter()
            .map(|one| line(&one, &files))
            .collect();
        insta::assert_snapshot!(told.join("\n"));
    });
}

fn line(one: &Diagnostic, files: &SourceMap) -> String {
    let place = one.at.map(|at| format!("{}:{}", files.path(at.file), files.position(at).line));
    let also =
        one.also.iter().map(|(at, word)| format!("\n    {}:{}: {word}", files.path(at.file), files.position(*at).line));
    format!(
        "{} {}: {}{}\n    {}",
        place.unwrap_or_default(),
        one.code,
        one.message,
        also.collect::<String>(),
        one.help.clone().unwrap_or_default()
    )
}
