//! Questions with equal decision keys have equal answers.

use crate::support::{DAY, compiled, own, question};
use countersign_compiled::Policy;
use countersign_decide::{DecisionKey, NoAnswer, check, decision_key};
use countersign_model::{Facts, Question, Subject};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::HashMap;

/// The parts that such answers share.
type Shared = (String, Vec<[String; 3]>, Vec<String>, Vec<Vec<String>>, Vec<String>);

fn shared(policy: &Policy, question: &Question) -> Result<Option<Shared>, TestCaseError> {
    let answer = match check(policy, question, None) {
        Ok(answer) => answer,
        Err(NoAnswer::InputError(_)) => return Ok(None),
        Err(NoAnswer::TooLarge(error)) => return Err(TestCaseError::fail(error.to_string())),
    };
    let reasons = answer.reasons.into_iter().map(|reason| [reason.rule, reason.kind, reason.text]);
    let facets = answer.questions.into_iter().map(|choices| choices.facet);
    let binds = answer.conditions.into_iter().map(|advice| advice.text);
    Ok(Some((answer.verdict.to_string(), reasons.collect(), binds.collect(), answer.approvals, facets.collect())))
}

/// Checks that a question has the same answer as earlier ones with its key. Returns true if there
/// was one.
fn like_others(
    policy: &Policy,
    question: &Question,
    known: &mut HashMap<DecisionKey, Shared>,
) -> Result<bool, TestCaseError> {
    let Some(key) = decision_key(policy, question) else { return Ok(false) };
    let Some(shared) = shared(policy, question)? else {
        return Err(TestCaseError::fail("facts that cannot be met together are like no others"));
    };
    match known.get(&key) {
        Some(other) => {
            prop_assert_eq!(other, &shared, "{:?}", question);
            Ok(true)
        }
        None => {
            known.insert(key, shared);
            Ok(false)
        }
    }
}

#[test]
fn alike_questions_of_a_real_pack_share_their_answers() {
    let compiled = own("moj");
    let policy = compiled.policy(DAY).expect("a policy");
    let (mut runner, mut known, mut met) = (TestRunner::deterministic(), HashMap::new(), 0);
    let questions = question(compiled.pack(), 1);
    for round in 0..6_000 {
        let mut question = questions.new_tree(&mut runner).expect("a question").current();
        // Only a few tools, so that questions share keys.
        question.subject = Subject::Tool(round % 4);
        question.unit = 0;
        if round % 3 > 0 {
            question.approved.clear();
        }
        met += usize::from(like_others(&policy, &question, &mut known).unwrap_or_else(|error| panic!("{error}")));
    }
    assert!(met > 500, "{met} questions met their like");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn alike_questions_of_random_packs_share_their_answers(folder in countersign_testkit::pack(), approved in any::<bool>()) {
        let compiled = compiled(&[folder]);
        let at = date(2026, 6, 15);
        let (pack, policy) = (compiled.pack(), compiled.policy(at).expect("a policy"));
        let sizes: Vec<usize> = pack.facets.iter().map(|facet| facet.values.len() + 1).collect();
        let approved = pack.approvals.iter().take(usize::from(approved)).map(|approval| approval.id.clone()).collect::<Vec<_>>();
        let mut known = HashMap::new();
        for tool in 0..pack.tools.len() {
            for unit in 0..pack.units.len() {
                for place in 0..sizes.iter().product::<usize>() {
                    let mut rest = place;
                    let facts: Facts = sizes.iter().map(|size| {
                        let value = rest % size;
                        rest /= size;
                        value.checked_sub(1)
                    }).collect();
                    let question = Question { subject: Subject::Tool(tool), unit, facts, approved: approved.clone(), at };
                    like_others(&policy, &question, &mut known)?;
                }
            }
        }
    }
}
