//! Lists of every format, from bytes to a pack without errors. The first byte selects the format.
#![no_main]

use countersign_import::{Format, Mapping, import, read, understand};
use countersign_pack::{File, PackFolder};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let format = match first % 6 {
        0 => Format::Csv,
        1 => Format::Markdown,
        2 => Format::Html,
        3 => Format::Ods,
        4 => Format::Xlsx,
        _ => Format::Docx,
    };
    let Ok(document) = read(format, rest, &mut |_| {}) else { return };
    let mapping = Mapping::default();
    let understood = understand(&document.tables, &mapping);
    let made = import(document, understood, &mapping, "list");
    let report = &made.report;
    assert_eq!(report.imported + report.merged + report.refused.len(), report.rows);
    let files = made.files().into_iter().map(|(path, text)| File { path, bytes: text.into_bytes() });
    let reading = countersign_pack::read(&[PackFolder::new("pack", files.collect())]);
    let errors: Vec<_> = reading.diagnostics.iter().filter(|one| one.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
});
