//! The contract with scripts: exit status and JSON.

use crate::support::{command, moj, ran, run};
use std::process::Stdio;

const WHOLE: &str = "purpose=business activity=message classification=official personal-data=none device=managed-mac via=app account=work audience=internal";

#[test]
fn the_exit_status_is_the_verdict() {
    for (words, status) in [
        (format!("check slack {WHOLE}"), 0),
        (format!("check aws {WHOLE}"), 10),
        ("check tiktok device=dom1".to_owned(), 20),
        ("check slack".to_owned(), 30),
        ("check slack devise=dom1".to_owned(), 2),
        ("check slack device=dom2".to_owned(), 2),
        ("check slack device".to_owned(), 2),
        ("check slack --unit nowhere".to_owned(), 2),
        ("check slack --kind nothing".to_owned(), 2),
        ("check slack --approved nobody".to_owned(), 2),
        ("check slack purpose=private account=corporate".to_owned(), 2),
        ("nonsense".to_owned(), 2),
    ] {
        assert_eq!(moj(&words).status, status, "{words}");
    }
    assert_eq!(run(&["check", "slack", "--pack", "crates"]).status, 3);
    assert_eq!(run(&["check", "slack", "--pack", "/nowhere"]).status, 2);
}

#[test]
fn a_reader_that_leaves_changes_no_exit_status() {
    for (arguments, status) in [
        (&["check", "tiktok", "device=smartphone", "--pack", "packs/moj"][..], 20),
        (&["check", "tiktok", "--format", "json", "--pack", "packs/moj", "device=smartphone"], 20),
        (&["list", "--pack", "packs/moj", "--format", "csv"], 0),
        (&["diff", "packs/uk-government", "packs/moj"], 1),
        (&["compile", "--pack", "packs/moj", "--out", "-"], 0),
    ] {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a run");
        // The reader closes the pipe before the command writes.
        drop(child.stdout.take());
        let told = ran(child.wait_with_output().expect("an end"));
        assert_eq!(told.status, status, "{arguments:?}: {}", told.err);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_written_has_a_status_of_its_own() {
    for arguments in [
        &["check", "tiktok", "device=smartphone", "--pack", "packs/moj"][..],
        &["list", "--pack", "packs/moj", "--format", "csv"],
        &["compile", "--pack", "packs/moj", "--out", "-"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let told = ran(command(arguments).stdout(full).output().expect("a run"));
        assert_eq!(told.status, 4, "{arguments:?}: {}", told.err);
        assert!(told.err.contains("could not write"), "{}", told.err);
    }
}

#[test]
fn misuse_names_the_nearest() {
    for (words, near) in [
        ("check slack devise=dom1", "did you mean `device`?"),
        ("check slack device=domm1", "did you mean `dom1`?"),
        ("check slack --unit agencyy", "did you mean `agency`?"),
        ("check slack --approved line-manger", "did you mean `line-manager`?"),
        ("check slack purpose=private classification=secret", "is work, not a private matter"),
    ] {
        let told = moj(words);
        assert!(told.err.contains(near), "{words}: {}", told.err);
        assert!(told.out.is_empty(), "{words}: {}", told.out);
    }
    let both = moj("check slack devise=dom1 purpose=bizness");
    assert!(both.err.contains("device") && both.err.contains("business"), "every fault is told: {}", both.err);
}

#[test]
fn what_is_no_value_is_told_how_to_be_one() {
    for (words, way) in [
        ("check slack --at tomorrow", "YYYY-MM-DD"),
        ("lint --at 2026-13-01", "YYYY-MM-DD"),
        ("test --at today", "YYYY-MM-DD"),
        ("diff packs/moj --limit -1", "0 for all"),
        ("diff packs/moj --limit=few", "0 for all"),
    ] {
        let told = run(&words.split_whitespace().collect::<Vec<_>>());
        assert_eq!(told.status, 2, "{words}");
        assert!(told.err.contains(way) && !told.err.contains("tip:"), "{words}: {}", told.err);
    }
}

/// Tables and differences use `?…` for tools that no list names.
#[test]
fn a_mark_for_tools_that_no_list_names_is_no_name() {
    for command in ["check", "explain", "table"] {
        for name in ["?password-manager", "?"] {
            let told = moj(&format!("{command} {name} --format json"));
            assert_eq!(told.status, 2, "{command} {name}: {}", told.out);
            assert!(told.err.contains("`?…` stands for tools that no list names"), "{}", told.err);
            assert!(told.err.contains("what kind of tool"), "{}", told.err);
        }
    }
}

#[test]
fn lines_are_as_wide_as_columns_says() {
    let explained = format!("explain aws {WHOLE} --approved line-manager");
    for words in ["table slack purpose=business", "list --grade assured", &explained] {
        for columns in [40, 60, 100] {
            let mut arguments: Vec<&str> = words.split_whitespace().collect();
            arguments.extend(["--pack", "packs/moj", "--at", "2026-04-01"]);
            let told = ran(command(&arguments).env("COLUMNS", columns.to_string()).output().expect("a run"));
            let widest = told.out.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            assert!(widest <= columns && widest > columns / 2, "{words}: {widest} of {columns}\n{}", told.out);
        }
    }
}

#[test]
fn every_answer_fits_the_schema() {
    let schema = run(&["schema", "answer"]).json();
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for words in [
        format!("check slack {WHOLE}"),
        format!("check aws {WHOLE}"),
        format!("check notion {WHOLE}"),
        "check tiktok device=dom1".into(),
        "check tiktok purpose=business exemption=granted --approved line-manager".into(),
        "check slack".into(),
        "check email".into(),
    ] {
        let answer = moj(&format!("{words} --format json")).json();
        let errors: Vec<String> = schema.iter_errors(&answer).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{words}: {errors:?}");
        for key in [
            "tool",
            "facts",
            "hypothetical",
            "verdict",
            "reasons",
            "conditions",
            "duties",
            "alternatives",
            "access",
            "ask",
            "report",
            "checklist",
            "questions",
            "pack",
        ] {
            assert!(answer.get(key).is_some(), "{words}: {key}");
        }
    }
    let schema = run(&["schema", "suggestions"]).json();
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    assert!(schema.is_valid(&moj("suggest activity=share --format json").json()));
}

#[test]
fn answers_do_not_change() {
    for (name, words) in [
        ("allowed", format!("check slack {WHOLE}")),
        ("ask-first", format!("check aws {WHOLE}")),
        ("unlisted", format!("check trelo {WHOLE}")),
        ("banned", "check tiktok device=smartphone".into()),
        ("exempt", "check tiktok purpose=business activity=watch classification=official personal-data=none device=smartphone via=app account=work audience=external exemption=granted".into()),
        ("undecided", "check whatsapp purpose=business device=smartphone".into()),
        ("sensitive", "check slack purpose=business activity=share classification=official-sensitive personal-data=none device=dom1 via=web account=work audience=external".into()),
        ("suggest", "suggest activity=share audience=government classification=official-sensitive --not microsoft-teams".into()),
        ("show", "show trello".into()),
        ("list", "list --grade assured".into()),
        ("facets", "facets".into()),
    ] {
        insta::assert_snapshot!(name, moj(&words).out);
    }
}

#[test]
fn json_answers_do_not_change() {
    for (name, words) in [
        ("allowed-json", format!("check slack {WHOLE}")),
        ("undecided-json", "check whatsapp purpose=business device=smartphone".into()),
    ] {
        insta::assert_snapshot!(name, moj(&format!("{words} --format json")).out);
    }
}

#[test]
fn a_hypothesis_is_said_to_be_one() {
    let answer = moj(&format!("check aws {WHOLE} --approved line-manager --format json")).json();
    assert_eq!(answer["verdict"], "allowed");
    assert_eq!(answer["hypothetical"]["approved"][0], "line-manager");
    let answer = moj("check tiktok exemption=granted --format json").json();
    assert_eq!(answer["hypothetical"]["exemption"], "granted");
    assert_eq!(moj("check slack --format json").json()["hypothetical"], serde_json::json!({}));
}

#[test]
fn names_match_in_any_case_and_spacing() {
    for name in ["slack", "SLACK", " Slack ", "s l a c k"] {
        let told = run(&["check", name, "--format", "json", "--pack", "packs/moj"]);
        assert_eq!(told.json()["tool"]["id"], "slack", "{name}");
    }
    let told = run(&["check", "Slakc", "--format", "json", "--pack", "packs/moj"]).json();
    assert_eq!((&told["tool"]["known"], &told["tool"]["similar"][0]), (&false.into(), &"Slack".into()));
}

#[test]
fn colour_is_for_terminals_and_can_be_refused() {
    let plain = moj("check tiktok device=dom1");
    assert!(!plain.out.contains('\u{1b}'));
    let arguments = ["check", "tiktok", "device=dom1", "--pack", "packs/moj"];
    let forced = ran(command(&arguments).arg("--color=always").output().expect("a run"));
    assert!(forced.out.contains('\u{1b}'));
    let refused = ran(command(&arguments).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").output().expect("a run"));
    assert!(!refused.out.contains('\u{1b}'));
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    for words in ["check whatsapp --format json", "suggest activity=meet --format json", "list --format csv", "texts"] {
        let first = moj(words);
        assert_eq!(first.out, moj(words).out, "{words}");
    }
}

#[test]
fn a_pack_is_found_from_a_folder_inside_it() {
    let mut inside = command(&["check", "tiktok", "device=dom1"]);
    let told = ran(inside.current_dir(crate::support::root().join("packs/moj/tools")).output().expect("a run"));
    assert_eq!(told.status, 20);
    let mut outside = command(&["check", "tiktok"]);
    let told = ran(outside.current_dir("/").output().expect("a run"));
    assert_eq!(told.status, 2);
    assert!(told.err.contains("--pack"), "{}", told.err);
}
