//! Random packs: whatever rules say, answers are Cedar's.

use crate::support::{Cedar, compiled};
use countersign_decide::{NoAnswer, check};
use countersign_model::{Action, Question, Subject, Verdict};
use jiff::civil::date;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_rules_answer_as_cedar_does(folder in countersign_testkit::pack(), month in 1_i8..=12) {
        let at = date(2026, month, 15);
        let compiled = compiled(&[folder]);
        let pack = compiled.pack();
        let cedar = Cedar::new(&compiled);
        let policy = compiled.policy(at).expect("a policy");
        let mut subjects: Vec<Subject> = (0..pack.tools.len()).map(Subject::Tool).collect();
        subjects.push(Subject::Unlisted { name: "New".into(), kind: None });
        subjects.push(Subject::Unlisted { name: "New".into(), kind: Some(1) });
        let sizes: Vec<usize> = pack.facets.iter().map(|facet| facet.values.len()).collect();
        for subject in subjects {
            let entities = cedar.entities(at, &subject);
            for unit in 0..pack.units.len() {
                let mut seen = Vec::new();
                for place in 0..sizes.iter().product::<usize>() {
                    let mut rest = place;
                    let facts = sizes.iter().map(|size| { let value = rest % size; rest /= size; Some(value) }).collect();
                    let question = Question { subject: subject.clone(), unit, facts, approved: Vec::new(), at };
                    let possible = pack.is_possible(&question.facts);
                    match check(&policy, &question, None) {
                        Ok(answer) => {
                            prop_assert!(possible);
                            let wanted = cedar.verdict(&question, 0, &entities);
                            prop_assert_eq!(&answer.verdict, wanted.as_str(), "{:?} in {} with {:?}", subject, unit, answer.facts);
                            if wanted != Verdict::NotAllowed {
                                let mut told: Vec<String> = answer.conditions.iter().map(|one| one.rule.clone()).collect();
                                told.sort();
                                prop_assert_eq!(told, cedar.ask(&question, Action::Advise, 0, &entities).1);
                            }
                            // The last facet has a default: leaving it out is giving that.
                            if question.facts.last() == Some(&Some(0)) && !seen.contains(&wanted) {
                                seen.push(wanted);
                            }
                        }
                        Err(NoAnswer::Misuse(_)) => prop_assert!(!possible),
                        Err(NoAnswer::TooLarge(error)) => return Err(TestCaseError::fail(error.to_string())),
                    }
                }
                let open = Question { subject: subject.clone(), unit, facts: vec![None; sizes.len()], approved: Vec::new(), at };
                let wanted = if let [one] = seen.as_slice() { *one } else { Verdict::Undecided };
                let answer = check(&policy, &open, None).expect("an answer");
                prop_assert_eq!(&answer.verdict, wanted.as_str());
            }
        }
    }
}
