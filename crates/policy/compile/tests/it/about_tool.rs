//! Facts about the tool in the question say nothing about other tools.

use crate::support::{DAY, compiled};
use countersign_decide::{QuestionInput, check, suggest};
use countersign_model::Verdict;
use countersign_testkit::folder;

const PACK: &str = r#"format = 1
name = "Guidance"
version = "1"
serves = "activity"
help = "help"
report = "help"
unlisted = { text = "Ask.", ask = "help" }
contacts.help = { name = "Help", subject = "anything" }
units.all = { name = "All" }

[facets.activity]
question = "Activity?"
values = { message = "Message" }

[facets.device]
question = "Device?"
values = { work = "Work", own = "Own" }

[facets.own-policy]
question = "What does your organisation's policy say of the tool?"
values = { approved = "It approves it", silent = "Nothing" }
"#;

const RULES: &str = r#"
@id("approved") @text("Your policy allows it.")
permit (principal, action == Action::"use", resource)
when { context.own_policy == OwnPolicy::"approved" };
@id("not-on-your-own") @text("Not on your own device.")
forbid (principal, action == Action::"use", resource == Tool::"one")
when { context.device == Device::"own" };
"#;

/// Returns the alternatives to a tool, and for each suggestion whether it depends on the fact.
fn others(mark: &str, default: &str) -> (Vec<String>, Vec<(String, bool)>) {
    let pack = format!("{PACK}{mark}{default}");
    let tool = |name: &str| format!("name = \"{name}\"\nserves = \"message\"\n");
    let compiled = compiled(&[folder(&[
        ("pack.toml", &pack),
        ("rules/a.cedar", RULES),
        ("tools/one.toml", &tool("One")),
        ("tools/other.toml", &tool("Other")),
    ])]);
    let policy = compiled.policy(DAY).expect("a policy");
    let facts = [("activity", "message"), ("device", "own"), ("own-policy", "approved")];
    let facts = facts.map(|(facet, value)| (facet.to_owned(), value.to_owned())).to_vec();
    let inquiry = QuestionInput { tool: "one".into(), facts, ..QuestionInput::default() };
    let question = inquiry.question(compiled.pack(), DAY).expect("a question");
    let answer = check(&policy, &question, None).expect("an answer");
    assert_eq!(answer.verdict, Verdict::NotAllowed);
    assert_eq!(answer.facts["own-policy"], "approved", "it counts for the tool itself");
    let told = suggest(&policy, &question, &[], None).expect("suggestions");
    assert_eq!(told.facts["own-policy"], "approved", "what was given is repeated");
    let depends = told.suggestions.iter().map(|one| (one.id.clone(), one.questions == ["own-policy"]));
    (answer.alternatives.iter().map(|other| other.id.clone()).collect(), depends.collect())
}

#[test]
fn facts_about_one_tool_stay_with_it() {
    let of = |id: &str, depends| vec![(id.to_owned(), depends)];
    assert_eq!(others("", ""), (vec!["other".to_owned()], of("other", false)));
    assert_eq!(others("about-tool = true\n", ""), (Vec::new(), of("other", true)));
    // A default also applies to other tools.
    let (alternatives, depends) = others("about-tool = true\n", "default = \"silent\"\n");
    assert_eq!((alternatives, depends), (Vec::new(), of("other", false)));
}
