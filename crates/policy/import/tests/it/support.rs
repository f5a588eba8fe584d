use countersign_compile::compile;
use countersign_import::{Effect, Imported, Mapping, format, import, read, understand};
use countersign_model::Pack;
use countersign_pack::{File, PackFolder, read as read_pack};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(crate) fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name)
}

pub(crate) fn imported(name: &str, bytes: &[u8], mapping: &Mapping) -> Imported {
    let format = format(name, bytes).expect("a known format");
    let document = read(format, bytes, &mut |_| {}).expect("readable");
    let understood = understand(&document.tables, mapping);
    import(document, understood, mapping, name)
}

pub(crate) fn of_corpus(name: &str) -> Imported {
    imported(name, &std::fs::read(corpus(name)).expect("a file"), &Mapping::default())
}

/// Returns the pack of some files, which must have no error, from Cedar either.
pub(crate) fn pack(files: &BTreeMap<String, String>) -> Pack {
    let file = |(path, text): (&String, &String)| File { path: path.clone(), bytes: text.clone().into_bytes() };
    let folder = PackFolder::new("imported", files.iter().map(file).collect());
    let reading = read_pack(&[folder]);
    let errors: Vec<_> = reading.diagnostics.iter().filter(|one| one.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let compiled = compile(reading.pack, &reading.files).unwrap_or_else(|faults| panic!("{faults:#?}"));
    compiled.pack().clone()
}

/// Checks that every row is accounted for.
pub(crate) fn sums(made: &Imported) {
    let report = &made.report;
    assert_eq!(report.imported + report.merged + report.refused.len(), report.rows);
    let kept = report.imported + report.merged;
    let traces = (0..made.tools()).flat_map(|tool| made.origins(tool).into_iter().map(move |own| (tool, own)));
    let traced: BTreeSet<_> = traces.map(|(tool, own)| (tool, own.table, own.row)).collect();
    // A cell can name several versions of one tool.
    let rows = report.together.iter().map(|own| own.rows.len() - own.rows.iter().collect::<BTreeSet<_>>().len());
    let repeated: usize = rows.sum();
    assert!(
        traced.len() <= kept && traced.len() + repeated >= kept,
        "each row that was not refused leaves a trace: {} of {kept}",
        traced.len()
    );
}

/// Returns the effect of a tool's status, by the tool's name.
pub(crate) fn status_of(made: &Imported, name: &str) -> Effect {
    let is = |text: &&String| text.lines().any(|line| line == format!("name = \"{name}\""));
    let files = made.files();
    let text = files.values().find(is).unwrap_or_else(|| panic!("no tool {name}: {:?}", files.keys()));
    let grade = text.lines().find_map(|line| line.strip_prefix("grade = \"")?.strip_suffix('"')).expect("a grade");
    made.report.statuses.iter().find(|status| status.grade == grade).expect("its status").effect
}
