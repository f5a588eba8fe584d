//! The packs of this repository, compared with Cedar answer by answer.

use crate::support::{Cedar, DAY, own, question};
use countersign_decide::{NoAnswer, check, verdict};
use countersign_model::{Action, Pack, Question, Verdict};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn granted(pack: &Pack, question: &Question) -> u64 {
    question.approved.iter().fold(0, |bits, id| bits | 1 << pack.approvals.position(id.as_str()).expect("known"))
}

fn run<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let mut runner =
        TestRunner::new(Config { cases, max_global_rejects: 20_000, failure_persistence: None, ..Config::default() });
    runner.run(&strategy, test).unwrap_or_else(|error| panic!("{error}"));
}

/// Complete contexts: verdict, deciding rules and conditions are those of Cedar.
#[test]
fn whole_contexts_answer_as_cedar_does() {
    let compiled = own("moj");
    let cedar = Cedar::new(&compiled, DAY);
    let policy = compiled.policy(DAY).expect("a policy");
    run(600, question(compiled.pack(), 0), |question| {
        let pack = compiled.pack();
        let granted = granted(pack, &question);
        let entities = cedar.entities(&question);
        prop_assume!(pack.is_possible(&question.facts));
        let wanted = cedar.verdict(&question, granted, &entities);
        let answer = check(&policy, &question, None).expect("an answer");
        prop_assert_eq!(answer.verdict, wanted);
        if wanted == Verdict::Allowed {
            let mut rules: Vec<String> = answer.reasons.iter().map(|reason| reason.rule.clone()).collect();
            rules.sort();
            prop_assert_eq!(rules, cedar.ask(&question, Action::Use, granted, &entities).1);
        }
        if wanted != Verdict::NotAllowed {
            let mut told: Vec<String> = answer.conditions.iter().map(|condition| condition.rule.clone()).collect();
            told.sort();
            let mut wanted = cedar.ask(&question, Action::Advise, granted, &entities).1;
            wanted.retain(|id| pack.rules.get(id).is_some_and(|rule| rule.strength.is_some()));
            prop_assert_eq!(told, wanted);
        }
        Ok(())
    });
}

/// Open facets: the verdict is the common one of all completions, or undecided.
#[test]
fn open_facets_answer_as_all_completions_do() {
    let compiled = own("moj");
    let policy = compiled.policy(DAY).expect("a policy");
    run(120, question(compiled.pack(), 4), |question| {
        let pack = compiled.pack();
        let open: Vec<usize> = (0..pack.facets.len()).filter(|facet| question.facts[*facet].is_none()).collect();
        let sizes: Vec<usize> = open.iter().map(|facet| pack.facets.at(*facet).expect("known").values.len()).collect();
        let size: usize = sizes.iter().product();
        prop_assume!(size <= 256);
        let mut seen = Vec::new();
        for place in 0..size {
            let mut whole = question.clone();
            let mut rest = place;
            for (facet, size) in open.iter().zip(&sizes) {
                // A default is not open.
                let default = pack.facets.at(*facet).expect("known").default;
                whole.facts[*facet] = Some(default.unwrap_or(rest % size));
                rest /= size;
            }
            if !pack.is_possible(&whole.facts) {
                continue;
            }
            let one = verdict(&policy, &whole).expect("a verdict");
            if !seen.contains(&one) {
                seen.push(one);
            }
        }
        if seen.is_empty() {
            prop_assert!(matches!(check(&policy, &question, None), Err(NoAnswer::InputError(_))));
            return Ok(());
        }
        let wanted = if let [one] = seen.as_slice() { *one } else { Verdict::Undecided };
        let answer = check(&policy, &question, None).expect("an answer");
        prop_assert_eq!(answer.verdict, wanted);
        prop_assert_eq!(answer.questions.is_empty(), wanted != Verdict::Undecided);
        Ok(())
    });
}

/// Answers to all the questions in an answer decide the verdict, and no question is redundant:
/// without it, the verdict can stay open.
#[test]
fn questions_are_enough() {
    let compiled = own("moj");
    let policy = compiled.policy(DAY).expect("a policy");
    run(60, question(compiled.pack(), 6), |question| {
        let pack = compiled.pack();
        prop_assume!(pack.is_possible(&question.facts));
        let answer = check(&policy, &question, None).expect("an answer");
        let mut answered = question.clone();
        for asked in &answer.questions {
            let place = pack.facets.position(&asked.facet).expect("known");
            answered.facts[place] = pack.facets.at(place).expect("known").value(&asked.values[0]);
        }
        prop_assume!(pack.is_possible(&answered.facts));
        prop_assert_ne!(verdict(&policy, &answered).expect("a verdict"), Verdict::Undecided);
        Ok(())
    });
}
