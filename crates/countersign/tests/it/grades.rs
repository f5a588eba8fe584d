//! One source gives a tool several grades, each in some cases.

use crate::blocking::Harbour;
use crate::support::{Ran, run};

const RULES: &str = r#"@id("good") @text("It is on the list.") permit (principal, action == Action::"use", resource in Grade::"good");
@id("trial") @kind("needs-approval") @text("It is on trial: ask.") permit (principal, action == Action::"use", resource in Grade::"trial") when { context.approved.say_so };
@id("bad") @text("It is refused.") forbid (principal, action == Action::"use", resource in Grade::"bad");
"#;

const MORE: &str = r#"
grades.trial = { name = "On trial" }
grades.bad = { name = "Refused" }
approvals.say-so = { name = "their say-so", by = "desk" }
"#;

const TOOL: &str = r#"name = "Quayside"
[[listings]]
source = "list"
grade = "good"
grades = [
  { grade = "trial", when = { device = "phone" }, note = "Until the app is tested." },
  { grade = "bad", when = { device = "own" } },
]
"#;

fn harbour(tool: &str) -> Harbour {
    let harbour = Harbour::new(&[]);
    let pack = std::fs::read_to_string(harbour.pack().join("pack.toml")).expect("a pack");
    harbour.write("pack.toml", &pack.replacen("facets.device", &format!("{MORE}facets.device"), 1));
    harbour.write("rules/all.cedar", RULES);
    harbour.write("tools/quayside.toml", tool);
    harbour
}

fn ask(harbour: &Harbour, words: &[&str]) -> Ran {
    let pack = harbour.pack();
    run(&[words, &["--pack", pack.to_str().expect("a path"), "--at", "2026-04-01"]].concat())
}

#[test]
fn each_case_is_answered_by_its_own_grade() {
    let harbour = harbour(TOOL);
    for (device, verdict, grade) in
        [("laptop", "allowed", "good"), ("phone", "ask-first", "trial"), ("own", "not-allowed", "bad")]
    {
        let told = ask(&harbour, &["check", "quayside", &format!("device={device}"), "--format", "json"]).json();
        assert_eq!(told["verdict"], verdict, "{device}");
        let listings = told["listings"].as_array().expect("a list");
        assert_eq!(listings.len(), 1, "{device}: {listings:?}");
        assert_eq!(listings[0]["grade"], grade, "{device}");
    }
    let open = ask(&harbour, &["check", "quayside", "--format", "json"]).json();
    assert_eq!(open["verdict"], "undecided");
    let told: Vec<_> = open["listings"].as_array().expect("a list").iter().map(|one| one["grade"].clone()).collect();
    assert_eq!(told, ["trial", "bad", "good"]);
    let text = ask(&harbour, &["check", "quayside"]).out;
    assert!(text.contains("On trial") && text.contains("Until the app is tested."), "{text}");
    assert!(text.contains("in all other cases"), "{text}");
}

#[test]
fn register_and_lists_tell_every_grade() {
    let harbour = harbour(TOOL);
    let shown = ask(&harbour, &["show", "quayside"]).out;
    assert!(shown.contains("On trial: Until the app is tested.") && shown.contains("Refused"), "{shown}");
    for grade in ["good", "trial", "bad"] {
        let listed = ask(&harbour, &["list", "--grade", grade]).out;
        assert!(listed.contains("Quayside"), "{grade}: {listed}");
    }
    let entry = ask(&harbour, &["show", "quayside", "--format", "json"]).json();
    assert_eq!(entry["listings"][0]["grades"][0]["when"]["device"][0], "phone");
    harbour.write(
        "tests/all.toml",
        "[[register]]\ntool = \"Quayside\"\ngrade = \"trial\"\nfacts = { device = \"phone\" }\n[[register]]\ntool = \"Quayside\"\ngrade = \"good\"\n",
    );
    let tested = ask(&harbour, &["test"]);
    assert!(tested.status != 0 && tested.out.contains("trial or bad or good"), "{}", tested.out);
    assert!(tested.out.contains("1 passed") || tested.out.contains("1 of 2"), "{}", tested.out);
}

#[test]
fn two_grades_in_one_case_and_a_grade_in_every_case_are_errors() {
    let harbour = harbour(&TOOL.replace("device = \"own\"", "device = [\"own\", \"phone\"]"));
    let told = ask(&harbour, &["lint"]);
    assert_eq!(told.status, 3);
    assert!(told.out.contains("error[two-grades]: `trial` and `bad` are both given in some cases"), "{}", told.out);
    harbour.write("tools/quayside.toml", &TOOL.replace("{ device = \"own\" }", "{}"));
    let told = ask(&harbour, &["lint"]);
    assert!(told.out.contains("error[grade-everywhere]"), "{}", told.out);
    harbour.write("tools/quayside.toml", &TOOL.replace("\"own\"", "\"phone\"").replace("\"bad\"", "\"trial\""));
    assert_eq!(ask(&harbour, &["lint"]).status, 0);
}
