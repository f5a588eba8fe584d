//! The days on which rules, bans and listings are in force: each day around a change.

use crate::support::{Cedar, compiled};
use countersign_decide::check;
use countersign_model::{Action, Question, Subject, Verdict};
use countersign_testkit::folder;
use jiff::ToSpan;
use jiff::civil::Date;

const PACK: &str = r#"format = 1
name = "Dates"
version = "1"
unlisted = { text = "Ask.", ask = "help" }
contacts.help = { name = "Help", subject = "anything" }
units.all = { name = "All" }
grades.good = { name = "Good" }
facets.device = { question = "Device?", values = { laptop = "Laptop", own = "Own" } }

[sources]
year = { title = "A year", date = "2018", standing = "in-force" }
month = { title = "A month", date = "2022-04", standing = "in-force" }
day = { title = "A day", date = 2023-03-16, standing = "in-force" }
none = { title = "No date", standing = "in-force" }
"#;

const RULE: &str =
    "@id(\"listed\") @text(\"Listed.\") permit (principal, action == Action::\"use\", resource in Grade::\"good\");\n";

/// Checks the verdict on the day before and on the day, and that the policy says that it changes
/// then.
fn turns(files: &[(&str, &str)], tool: &str, day: &str, before: &str, after: &str) {
    let mut all = files.to_vec();
    all.push(("pack.toml", PACK));
    let compiled = compiled(&[folder(&all)]);
    let pack = compiled.pack();
    let day: Date = day.parse().expect("a day");
    let eve = day - 1.day();
    for (at, wanted) in [(eve - 1.day(), before), (eve, before), (day, after), (day + 1.day(), after)] {
        let policy = compiled.policy(at).expect("a policy");
        let subject = Subject::Tool(pack.tools.position(tool).expect("a tool"));
        let question = Question { subject, unit: 0, facts: vec![Some(0)], approved: Vec::new(), at };
        let answer = check(&policy, &question, None).expect("an answer");
        assert_eq!(answer.verdict.as_str(), wanted, "{tool} on {at}");
        let cedar = Cedar::new(&compiled, at);
        let entities = cedar.entities(&question);
        assert_eq!(answer.verdict, cedar.verdict(&question, 0, &entities), "{tool} on {at}");
        let advised = cedar.ask(&question, Action::Advise, 0, &entities).1;
        let conditions: Vec<String> = answer.conditions.iter().map(|condition| condition.rule.clone()).collect();
        assert!(answer.verdict == Verdict::NotAllowed || conditions == advised, "{tool} on {at}: {conditions:?}");
        assert!(policy.decisions.period.holds(at));
        assert_eq!(policy.decisions.period.holds(eve), at <= eve, "{tool} on {at}");
        assert_eq!(policy.decisions.period.holds(day), at >= day, "{tool} on {at}");
    }
}

fn rule(annotations: &str) -> String {
    format!("@id(\"one\") @text(\"One.\") {annotations} permit (principal, action == Action::\"use\", resource);\n")
}

#[test]
fn a_rule_begins_with_its_earliest_source() {
    let tool = ("tools/plain.toml", "name = \"Plain\"\n");
    for (annotations, day) in [
        ("@source(\"year\")", "2018-01-01"),
        ("@source(\"month\")", "2022-04-01"),
        ("@source(\"day\")", "2023-03-16"),
        ("@source(\"day, month\")", "2022-04-01"),
        ("@from(\"2024-02-29\")", "2024-02-29"),
        ("@source(\"day\") @from(\"2020-05-05\")", "2020-05-05"),
        ("@source(\"none, day\") @from(\"2025-01-01\")", "2025-01-01"),
    ] {
        turns(&[tool, ("rules/one.cedar", &rule(annotations))], "plain", day, "ask-first", "allowed");
    }
}

#[test]
fn a_rule_ends_after_its_last_day() {
    let tool = ("tools/plain.toml", "name = \"Plain\"\n");
    for (annotations, day) in [
        ("@until(\"2024-02-28\")", "2024-02-29"),
        ("@source(\"year\") @until(\"2026-12-31\")", "2027-01-01"),
        ("@source(\"none, year\") @until(\"2017-01-01\")", "2017-01-02"),
    ] {
        turns(&[tool, ("rules/one.cedar", &rule(annotations))], "plain", day, "allowed", "ask-first");
    }
}

#[test]
fn advice_and_forbids_have_days_too() {
    let tool = ("tools/plain.toml", "name = \"Plain\"\n");
    let advice = "@id(\"advice\") @text(\"Mind.\") @strength(\"must\") @source(\"day\") permit (principal, action == Action::\"advise\", resource);\n";
    let forbid =
        "@id(\"no\") @text(\"No.\") @source(\"day\") forbid (principal, action == Action::\"use\", resource);\n";
    let permit = rule("");
    turns(&[tool, ("rules/a.cedar", &format!("{permit}{advice}"))], "plain", "2023-03-16", "allowed", "allowed");
    turns(&[tool, ("rules/a.cedar", &format!("{permit}{forbid}"))], "plain", "2023-03-16", "allowed", "not-allowed");
}

#[test]
fn a_listing_begins_with_its_grade_or_source() {
    for (keys, day) in [
        ("source = \"year\"", "2018-01-01"),
        ("source = \"month\"", "2022-04-01"),
        ("source = \"month\"\ndate = \"2021\"", "2021-01-01"),
        ("source = \"year\"\ndate = 2021-06-07", "2021-06-07"),
        ("source = \"month\"\nfrom = 2022-09-01", "2022-09-01"),
        ("source = \"month\"\ndate = 2021-01-01\nfrom = 2019-01-01", "2019-01-01"),
        ("source = \"none\"\nfrom = 2030-01-01", "2030-01-01"),
    ] {
        let tool = format!(
            "name = \"Listed\"\n[[listings]]\ngrade = \"good\"\n{keys}\nconditions = [{{ text = \"Mind.\", strength = \"must\" }}]\n"
        );
        turns(&[("tools/listed.toml", &tool), ("rules/one.cedar", RULE)], "listed", day, "ask-first", "allowed");
    }
}

#[test]
fn a_ban_begins_with_its_earliest_source() {
    for (keys, day) in [
        ("source = \"day\"", "2023-03-16"),
        ("source = [\"day\", \"month\"]", "2022-04-01"),
        ("source = \"none\"\nfrom = 2021-01-01", "2021-01-01"),
        ("source = \"day\"\nfrom = 2023-04-01", "2023-04-01"),
    ] {
        let ban = format!("tools = \"plain\"\nwhen = {{ device = \"laptop\" }}\ntext = \"Banned.\"\n{keys}\n");
        let tool = ("tools/plain.toml", "name = \"Plain\"\n");
        turns(&[tool, ("bans/plain.toml", &ban)], "plain", day, "ask-first", "not-allowed");
    }
}
