//! Each line of an undecided answer is true on its own. Every completion of its case has the line's
//! verdict, and the completed answer gives the line's rule.

use crate::support::{DAY, own};
use countersign_compiled::Policy;
use countersign_decide::{Answer, check};
use countersign_model::{Pack, Question, Subject, Verdict};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;

/// The number of questions in a run, and of completions for each line.
const QUESTIONS: usize = 150;
const COMPLETIONS: usize = 12;

#[test]
fn every_line_of_an_undecided_answer_is_true_on_its_own() {
    let compiled = own("moj");
    let policy = compiled.policy(DAY).expect("a policy");
    let pack = compiled.pack();
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let (mut lines, mut several) = (0, 0);
    for _ in 0..QUESTIONS {
        let question = drawn(&mut runner, &question(pack));
        let Ok(answer) = check(&policy, &question, None) else { continue };
        if answer.verdict != Verdict::Undecided {
            continue;
        }
        assert!(answer.reasons.iter().any(|reason| !reason.when.is_empty()), "{answer:#?}");
        several += usize::from(answer.reasons.len() > 1);
        for reason in &answer.reasons {
            let anywhere = BTreeMap::new();
            let cases = if reason.when.is_empty() { vec![&anywhere] } else { reason.when.iter().collect() };
            for case in cases {
                for _ in 0..COMPLETIONS {
                    let full = drawn(&mut runner, &completion(pack, &question, case));
                    let Ok(found) = check(&policy, &full, None) else { continue };
                    holds(&policy, reason, &found);
                    lines += 1;
                }
            }
        }
    }
    assert!(lines > 500 && several > 10, "enough was looked at: {lines} completions, {several} answers");
}

fn holds(policy: &Policy, reason: &countersign_decide::Reason, found: &Answer) {
    assert_eq!(found.verdict, reason.verdict, "{reason:#?}\n{:?}", found.facts);
    let told = found.reasons.iter().any(|one| one.rule == reason.rule);
    // A complete question gives all rules that decide alike.
    assert!(told, "{} is not told at {:?}: {:#?}", reason.rule, found.facts, policy.decisions.at);
}

fn drawn<T: std::fmt::Debug>(runner: &mut TestRunner, strategy: &BoxedStrategy<T>) -> T {
    strategy.new_tree(runner).expect("a draw").current()
}

/// Returns a question about some tool in which some facts are given.
fn question(pack: &Pack) -> BoxedStrategy<Question> {
    let facts: Vec<BoxedStrategy<Option<usize>>> =
        pack.facets.iter().map(|facet| prop::option::weighted(0.4, 0..facet.values.len()).boxed()).collect();
    let asked = (0..pack.tools.len(), 0..pack.units.len(), facts);
    asked
        .prop_map(|(tool, unit, facts)| Question {
            subject: Subject::Tool(tool),
            unit,
            facts,
            approved: Vec::new(),
            at: DAY,
        })
        .boxed()
}

/// Returns a complete question in a case of a line.
fn completion(pack: &Pack, question: &Question, case: &BTreeMap<String, Vec<String>>) -> BoxedStrategy<Question> {
    let facts: Vec<BoxedStrategy<Option<usize>>> = pack
        .facets
        .iter()
        .zip(&question.facts)
        .map(|(facet, given)| {
            let told: Vec<usize> = case.get(facet.id.as_str()).map_or_else(
                || (0..facet.values.len()).collect(),
                |values| values.iter().filter_map(|value| facet.value(value)).collect(),
            );
            let open = given.or(facet.default).map_or(told, |value| vec![value]);
            prop::sample::select(open).prop_map(Some).boxed()
        })
        .collect();
    let question = question.clone();
    facts.prop_map(move |facts| Question { facts, ..question.clone() }).boxed()
}
