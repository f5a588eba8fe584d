//! Any bytes give an error or a pack, never a panic, and in a short time.

use countersign_pack::{Reading, read};
use countersign_testkit::folder;
use proptest::prelude::*;

const HEAD: &str = "format = 1\nname = \"N\"\nversion = \"1\"\n";

fn codes(reading: &Reading) -> Vec<&str> {
    reading.diagnostics.iter().map(|one| one.code).collect()
}

#[test]
fn deep_nesting_is_an_error() {
    for (open, close) in [("[", "]"), ("{ a = ", " }")] {
        let text = format!("{HEAD}x = {}1{}", open.repeat(10_000), close.repeat(10_000));
        assert!(codes(&read(&[folder(&[("pack.toml", &text)])])).contains(&"not-toml"));
    }
    let dotted = format!("{HEAD}{} = 1", vec!["a"; 10_000].join("."));
    assert!(!codes(&read(&[folder(&[("pack.toml", &dotted)])])).is_empty());
    let tables: String = (0..2_000).map(|place| format!("[{}]\n", vec![format!("t{place}"); 20].join("."))).collect();
    assert!(!codes(&read(&[folder(&[("pack.toml", &format!("{HEAD}{tables}"))])])).is_empty());
}

#[test]
fn wrong_encodings_are_errors() {
    let mut folder = folder(&[]);
    let utf16: Vec<u8> = HEAD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in
        [("pack.toml", utf16), ("rules/a.cedar", vec![0xff, 0xfe, 0x00]), ("pages/a.md", vec![0xc3, 0x28])]
    {
        folder.files.push(countersign_pack::File { path: name.into(), bytes });
    }
    let reading = read(&[folder]);
    assert_eq!(codes(&reading).iter().filter(|code| **code == "not-utf8").count(), 3);
}

#[test]
fn a_byte_order_mark_is_fine() {
    let text = format!("\u{feff}{HEAD}");
    assert!(!codes(&read(&[folder(&[("pack.toml", &text)])])).contains(&"not-toml"));
}

#[test]
fn rules_beyond_their_bounds_are_errors() {
    let rule = |body: &str| {
        format!("@id(\"a\") @text(\"t\") permit (principal, action == Action::\"use\", resource) when {{ {body} }};")
    };
    for body in [
        format!("{}true{}", "(".repeat(100_000), ")".repeat(100_000)),
        "!".repeat(100_000),
        vec!["true"; 5_000].join(" || "),
        vec!["true"; 5_000].join(" && "),
        format!("context{}", ".a".repeat(5_000)),
        "if true then true else ".repeat(3_000),
        "-".repeat(5_000),
        vec!["1"; 5_000].join(" + "),
    ] {
        let reading = read(&[folder(&[("pack.toml", HEAD), ("rules/a.cedar", &rule(&body))])]);
        assert!(codes(&reading).contains(&"rule-too-large"), "{:?}", codes(&reading));
    }
}

#[test]
fn an_empty_folder_says_what_to_do() {
    let reading = read(&[folder(&[])]);
    assert_eq!(codes(&reading), ["no-pack"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_documents_are_borne(pack in "(\\PC|\n){0,200}", tool in "([a-z]+ = (\"[a-z]*\"|\\[\\]|\\{\\}|1|true)\n|\\[\\[?[a-z.]+\\]\\]?\n){0,12}", rules in "(@|id|\\(|\\)|\"|;|permit|forbid|when|\\{|\\}|//|\n| |\\PC){0,60}") {
        let reading = read(&[folder(&[("pack.toml", &pack), ("tools/a.toml", &tool), ("bans/a.toml", &tool), ("tests/a.toml", &tool), ("rules/a.cedar", &rules)])]);
        for one in &reading.diagnostics {
            if let Some(at) = one.at {
                let text = reading.files.text(at.file);
                prop_assert!(at.start <= at.end && at.end <= text.len() + 1, "{:?}", one);
                let _ = reading.files.position(at);
            }
        }
    }
}
