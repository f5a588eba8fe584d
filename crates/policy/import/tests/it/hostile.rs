//! Broken, encrypted, exploding and hostile lists give an error or a counted refusal.

use crate::support::{imported, pack, sums};
use countersign_import::{Format, Mapping, format, import, read, understand};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Returns a workbook with one part besides those that every workbook has.
fn packed(name: &str, part: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, SimpleFileOptions::default()).expect("a part");
    archive.write_all(part).expect("written");
    archive.finish().expect("an archive").into_inner()
}

fn refused(kind: Format, bytes: &[u8]) -> String {
    read(kind, bytes, &mut |_| {}).expect_err("it cannot be read").message
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    let bomb = packed("content.xml", &vec![b' '; 300 << 20]);
    assert!(bomb.len() < 1 << 20);
    for kind in [Format::Ods, Format::Xlsx] {
        assert_eq!(refused(kind, &bomb), "this workbook unpacks to more than 256 MiB");
    }
}

#[test]
fn what_is_no_workbook_is_told() {
    for bytes in [&b""[..], b"PK\x03\x04", b"Tool,Status\n", &packed("other.xml", b"<a/>")] {
        for kind in [Format::Ods, Format::Xlsx] {
            assert!(refused(kind, bytes).starts_with("this workbook cannot be read"));
        }
    }
    for (name, bytes) in [("a.pdf", &b"%PDF"[..]), ("a.xls", b"\xd0\xcf\x11\xe0"), ("a", b"\0\x01")] {
        assert!(format(name, bytes).is_err());
    }
}

#[test]
fn repeated_cells_of_a_sheet_do_not_explode() {
    let cell =
        r#"<table:table-cell table:number-columns-repeated="4294967295"><text:p>Tool</text:p></table:table-cell>"#;
    let row = format!(r#"<table:table-row table:number-rows-repeated="4294967295">{cell}</table:table-row>"#);
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="A">{row}{row}</table:table></office:document-content>"#
    );
    let document = read(Format::Ods, &packed("content.xml", content.as_bytes()), &mut |_| {});
    assert!(document.is_err() || document.is_ok_and(|document| document.tables[0].rows.len() < 2_000));
}

#[test]
fn deep_pages_and_wide_cells_end() {
    let deep = format!("<h1>Approved tools</h1>{}", "<table><tr><td>".repeat(50_000));
    let wide =
        "<table><tr><th colspan=9999999999>Tool<td rowspan=9999999>Status".to_owned() + &"<tr><td>a".repeat(2_000);
    let items = format!("## Approved apps\n\n{}x", "- ".repeat(20_000));
    let quotes = format!("Tool,Status\n\"{}", "a,b\n".repeat(50_000));
    for (name, text) in [("a.html", &deep), ("a.html", &wide), ("a.md", &items), ("a.csv", &quotes)] {
        let kind = format(name, text.as_bytes()).expect("known");
        let document = read(kind, text.as_bytes(), &mut |_| {}).expect("readable");
        let understood = understand(&document.tables, &Mapping::default());
        import(document, understood, &Mapping::default(), "a");
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9 .+#()/-]{0,20}",
        "\\PC{0,30}",
        Just("Approved".to_owned()),
        Just("Denied".to_owned()),
        Just("Alpha 2.x".to_owned()),
        Just("Alpha v3".to_owned()),
        Just("Avoid personal or sensitive data. Do not \"quote\" it.\nNever".to_owned()),
        Just("31/12/2027".to_owned()),
        Just("@id(\"x\") permit(principal, action, resource);".to_owned()),
        Just("\"\"\"\n[[listings]]\n".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_cells_say_the_pack_is_sound(rows in proptest::collection::vec(proptest::collection::vec(cell(), 1..8), 0..20)) {
        let mut text = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        text.write_record(["Tool", "Status", "Conditions", "Audience", "Expires", "Also known as", "Notes"]).expect("a row");
        for row in &rows {
            text.write_record(row).expect("a row");
        }
        let made = imported("list.csv", &text.into_inner().expect("bytes"), &Mapping::default());
        sums(&made);
        pack(&made.files());
    }

    #[test]
    fn any_bytes_give_an_account_of_every_row(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,200}") {
        for kind in [Format::Csv, Format::Markdown, Format::Html, Format::Xlsx, Format::Ods] {
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                let Ok(document) = read(kind, bytes, &mut |_| {}) else { continue };
                let understood = understand(&document.tables, &Mapping::default());
                let made = import(document, understood, &Mapping::default(), "list");
                sums(&made);
                pack(&made.files());
            }
        }
    }
}

/// The fuzzer found this: ids that read alike although the names do not.
#[test]
fn ids_do_not_read_alike() {
    let list = "Tool,Status\nCaf\u{e9} Planner,Approved\nCaf\u{17}\u{e8}Planner,Denied\nCafe Planner,Approved\n";
    let made = imported("list.csv", list.as_bytes(), &Mapping::default());
    sums(&made);
    assert_eq!(pack(&made.files()).tools.len(), 3);
}
