//! Mistakes of assessors who had only the guides.

use crate::blocking::Harbour;
use crate::support::{Ran, run};

fn harbour(rules: &str, more: &str, tools: &[(&str, &str)]) -> Harbour {
    let harbour = Harbour::new(&[]);
    let pack = std::fs::read_to_string(harbour.pack().join("pack.toml")).expect("a pack");
    harbour.write("pack.toml", &pack.replacen("facets.device", &format!("{more}facets.device"), 1));
    harbour.write("rules/all.cedar", rules);
    for (id, text) in tools {
        harbour.write(&format!("tools/{id}.toml"), text);
    }
    harbour
}

fn ask(harbour: &Harbour, words: &[&str]) -> Ran {
    let pack = harbour.pack();
    run(&[words, &["--pack", pack.to_str().expect("a path"), "--at", "2026-04-01"]].concat())
}

const GOOD: &str = "@id(\"good\") @text(\"It is on the list.\") permit (principal, action == Action::\"use\", resource in Grade::\"good\");\n";
const BAD: &str = "@id(\"bad\") @text(\"The list refuses it.\") forbid (principal, action == Action::\"use\", resource in Grade::\"bad\");\n";

fn listed(name: &str, grade: &str) -> String {
    format!("name = \"{name}\"\n[[listings]]\nsource = \"list\"\ngrade = \"{grade}\"\n")
}

#[test]
fn a_product_gets_the_strictest_answer_of_its_listed_editions() {
    let (free, paid) = (listed("Zoom (free)", "bad"), listed("Zoom (paid)", "good"));
    let storage = listed("Other cloud storage (Dropbox, Box, Google Drive)", "bad");
    let unrelated = listed("Signal Sciences", "bad");
    let studio = listed("Microsoft 365 Copilot Studio", "bad");
    let tools = [
        ("zoom-free", free.as_str()),
        ("zoom-paid", &paid),
        ("storage", &storage),
        ("sciences", &unrelated),
        ("studio", &studio),
    ];
    let both = format!("{GOOD}{BAD}");
    let with = "grades.bad = { name = \"Refused\" }\n";
    for catalogue in [false, true] {
        let harbour = harbour(&both, with, &tools);
        if catalogue {
            let pack = std::fs::read_to_string(harbour.pack().join("pack.toml")).expect("a pack");
            harbour.write("pack.toml", &pack.replacen("format = 1", "format = 1\nextends = \"catalogue\"", 1));
        }
        for name in ["zoom", "Dropbox", "box", "google drive", "Microsoft 365 Copilot Studio"] {
            let told = ask(&harbour, &["check", name, "--format", "json"]).json();
            assert_eq!(told["verdict"], "not-allowed", "{name}, catalogue: {catalogue}: {told}");
        }
        if catalogue {
            let told = ask(&harbour, &["check", "copilot studio", "--format", "json"]).json();
            assert_eq!(told["verdict"], "not-allowed", "{told}");
        }
        assert_eq!(ask(&harbour, &["check", "zoom (paid)", "--format", "json"]).json()["verdict"], "allowed");
        let other = ask(&harbour, &["check", "Signal", "kind=messenger", "--format", "json"]);
        assert!(!other.out.contains("not-allowed"), "another product is another one: {}", other.out);
    }
}

#[test]
fn what_waits_for_an_approval_is_told_although_nothing_permits() {
    let rule = "@id(\"export\") @kind(\"needs-approval\") @text(\"The security team agrees first.\") @ask(\"sec\") \
        forbid (principal, action == Action::\"use\", resource) when { context.device == Device::\"phone\" } \
        unless { context.approved.sec };\n";
    let more = "contacts.sec = { name = \"The security team\", subject = \"exports\", reach = [\"sec@harbour.example\"] }\n\
        approvals.sec = { name = \"the security team\", by = \"sec\" }\n";
    let harbour = harbour(&format!("{GOOD}{rule}"), more, &[]);
    let told = ask(&harbour, &["check", "foo", "device=phone"]).out;
    assert!(told.contains("Ask first"), "{told}");
    for part in ["The security team agrees first.", "sec@harbour.example", "desk@harbour.example"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_grade_that_no_rule_reads_is_a_warning() {
    let refused = listed("Quay", "bad");
    let harbour = harbour(GOOD, "grades.bad = { name = \"Banned\" }\n", &[("quay", &refused)]);
    let told = ask(&harbour, &["lint"]).out;
    assert!(told.contains("warning[unread-grade]: no rule looks at the grade `bad`"), "{told}");
    harbour.write("rules/bad.cedar", BAD);
    assert!(!ask(&harbour, &["lint"]).out.contains("unread-grade"));
}

#[test]
fn a_grade_for_all_other_cases_goes_when_none_is_left() {
    let tool = "name = \"Quay\"\n[[listings]]\nsource = \"list\"\ngrade = \"good\"\n\
        grades = [{ grade = \"bad\", when = { device = [\"laptop\", \"phone\"] } }, { grade = \"trial\", when = { device = \"own\" } }]\n";
    let more = "grades.bad = { name = \"Banned\" }\ngrades.trial = { name = \"Trial\" }\n";
    let harbour = harbour(&format!("{GOOD}{BAD}"), more, &[("quay", tool)]);
    let told = ask(&harbour, &["check", "quay", "--format", "json"]).json();
    let grades: Vec<_> = told["listings"].as_array().expect("a list").iter().map(|one| one["grade"].clone()).collect();
    assert_eq!(grades, ["bad", "trial"]);
}

#[test]
fn a_text_in_place_of_a_value_gets_the_right_spelling() {
    let rule = "@id(\"one\") @text(\"No.\") forbid (principal, action == Action::\"use\", resource) when { context.device == \"phone\" };\n\
        @id(\"two\") @text(\"No.\") forbid (principal, action == Action::\"use\", resource) when { [\"own\"].contains(context.device) };\n";
    let harbour = harbour(&format!("{GOOD}{rule}"), "", &[]);
    let told = ask(&harbour, &["lint"]).out;
    for part in ["write `Device::\"own\"`", "write `Device::\"phone\"`"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("not compatible"), "{told}");
}

#[test]
fn a_ban_holds_in_any_of_its_cases() {
    let tool = listed("Quay", "good");
    let harbour = harbour(GOOD, "", &[("quay", &tool)]);
    let ban = |when: &str| {
        format!("tools = \"quay\"\nwhen = {when}\ntext = \"Quay is banned.\"\nsource = \"list\"\nask = \"desk\"\n")
    };
    harbour.write("bans/quay.toml", &ban("[{ device = \"laptop\" }, { device = \"phone\" }]"));
    for (device, verdict) in [("laptop", "not-allowed"), ("phone", "not-allowed"), ("own", "allowed")] {
        let told = ask(&harbour, &["check", "quay", &format!("device={device}"), "--format", "json"]).json();
        assert_eq!(told["verdict"], verdict, "{device}");
    }
    harbour.write("bans/quay.toml", &ban("[]"));
    assert!(ask(&harbour, &["lint"]).out.contains("error[never-holds]"));
    harbour.write("bans/quay.toml", &ban("[{ device = \"laptpo\" }, \"phone\"]"));
    let told = ask(&harbour, &["lint"]).out;
    assert!(told.contains("did you mean `laptop`?") && told.contains("error[wrong-form]"), "{told}");
}
