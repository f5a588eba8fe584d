//! Checks exhaustively how rules combine to a verdict. There are two permits and two forbids. Each
//! applies exactly where its own facet says so, and depends on two approvals in every possible way.
//! All contexts and sets of approvals are tried.

use crate::support::{Cedar, DAY, cedar_schema_of};
use countersign_compile::Compiler;
use countersign_decide::{check, verdict};
use countersign_model::{Id, Question, Subject, UnlistedKind};
use countersign_pack::read;
use countersign_testkit::folder;

const PACK: &str = r#"format = 1
name = "Four rules"
version = "1"
help = "help"
report = "help"
unlisted = { text = "Ask.", ask = "help" }
contacts.help = { name = "Help", subject = "anything" }
approvals.first = { name = "first", by = "help" }
approvals.second = { name = "second", by = "help" }
approvals.record = { name = "record", by = "help", askable = false }
units.all = { name = "All" }
facets.a = { question = "A?", values = { no = "No", yes = "Yes" } }
facets.b = { question = "B?", values = { no = "No", yes = "Yes" } }
facets.c = { question = "C?", values = { no = "No", yes = "Yes" } }
facets.d = { question = "D?", values = { no = "No", yes = "Yes" } }
"#;

/// Ways to depend on approvals in which granting one can only help.
const WAYS: [&str; 6] = [
    "",
    "context.approved.first",
    "context.approved.second",
    "context.approved.first && context.approved.second",
    "context.approved.first || context.approved.second",
    "context.approved.record || context.approved.first",
];

fn rules(ways: [usize; 4]) -> String {
    let facets = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")];
    let rule = |(place, (facet, kind)): (usize, (&str, &str))| {
        let holds = format!("context.{facet} == {kind}::\"yes\"");
        let effect = if place < 2 { "permit" } else { "forbid" };
        let condition = match (WAYS[ways[place]], place < 2) {
            ("", _) => format!("when {{ {holds} }}"),
            (way, true) => format!("when {{ {holds} && ({way}) }}"),
            (way, false) => format!("when {{ {holds} }} unless {{ {way} }}"),
        };
        format!(
            "@id(\"rule-{facet}\") @text(\"t\") {effect} (principal, action == Action::\"use\", resource) {condition};\n"
        )
    };
    facets.into_iter().enumerate().map(rule).collect()
}

/// Checks a part of all ways, chosen by the first rule's.
fn every_way(of_first: &[usize]) {
    // One compiler for all, to show that its cache does not change results.
    let mut compiler = Compiler::default();
    let mut cedar_schema = None;
    for first in of_first {
        for rest in 0..WAYS.len().pow(3) {
            let ways = [*first, rest % 6, rest / 6 % 6, rest / 36];
            let reading = read(&[folder(&[("pack.toml", PACK), ("rules/four.cedar", &rules(ways))])]);
            let compiled = compiler.compile(reading.pack, &reading.files).expect("sound");
            let pack = compiled.pack();
            let schema = cedar_schema.get_or_insert_with(|| cedar_schema_of(&compiled)).clone();
            let cedar = Cedar::with_schema(&compiled, schema, DAY);
            let policy = compiler.policy(&compiled, DAY).expect("a policy");
            let subject = Subject::Unlisted { name: "New".into(), kind: Some(UnlistedKind::NoneOfThese) };
            let entities = cedar.entities_of(DAY, &subject);
            for granted in 0..8_u64 {
                let approved: Vec<Id> = pack
                    .approvals
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| granted & (1 << place) != 0)
                    .map(|(_, approval)| approval.id.clone())
                    .collect();
                for values in 0..16_usize {
                    let facts = (0..4).map(|facet| Some(values >> facet & 1)).collect();
                    let question =
                        Question { subject: subject.clone(), unit: 0, facts, approved: approved.clone(), at: DAY };
                    let wanted = cedar.verdict(&question, granted, &entities);
                    assert_eq!(verdict(&policy, &question), Ok(wanted), "{ways:?} {granted} {values:b}");
                    if granted == 0 {
                        let answer = check(&policy, &question, None).expect("an answer");
                        assert_eq!(answer.approvals, cedar.smallest_sets(&question, &entities), "{ways:?} {values:b}");
                    }
                }
            }
        }
    }
}

// In parts, so that processors share them.
#[test]
fn the_first_permit_depends_on_one_approval_at_most() {
    every_way(&[0, 1, 2]);
}

#[test]
fn the_first_permit_depends_on_two_approvals() {
    every_way(&[3, 4, 5]);
}
