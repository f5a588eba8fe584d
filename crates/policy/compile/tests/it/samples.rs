//! A hundred thousand complete contexts in each run: the verdict of the decisions is that of Cedar.

use crate::support::{Cedar, DAY, own};
use countersign_compiled::Subject as Known;
use countersign_model::{Question, Subject, UnlistedKind, Verdict};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};

/// The number of contexts in one part of a run.
const EACH: usize = 50_000;

fn sampled() {
    let compiled = own("moj");
    let pack = compiled.pack();
    let policy = compiled.policy(DAY).expect("a policy");
    let cedar = Cedar::new(&compiled, DAY);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let sizes: Vec<usize> = pack.facets.iter().map(|facet| facet.values.len()).collect();
    let subjects: Vec<Known> = policy.decisions.subjects().collect();
    let whole = sizes.iter().map(|size| 0..*size).collect::<Vec<_>>();
    let (mut met, mut seen) = (0, std::collections::BTreeMap::<Verdict, usize>::new());
    while met < EACH {
        let subject = (0..subjects.len()).new_tree(&mut runner).expect("a subject");
        let subject = subjects[proptest::strategy::ValueTree::current(&subject)];
        let question = match subject {
            Known::Tool(place) => Subject::Tool(place),
            Known::Unlisted => Subject::Unlisted { name: "New".into(), kind: Some(UnlistedKind::NoneOfThese) },
            Known::AnyKind => panic!("no subject of a policy is of unknown kind"),
            Known::Kind(kind) => Subject::Unlisted { name: "New".into(), kind: Some(UnlistedKind::Kind(kind)) },
        };
        let entities = cedar.entities_of(DAY, &question);
        // Entities are expensive and contexts cheap, so use some contexts for each subject.
        for _ in 0..250 {
            let draw = (0..pack.units.len(), whole.clone()).new_tree(&mut runner).expect("a context");
            let (unit, values) = proptest::strategy::ValueTree::current(&draw);
            let facts: Vec<Option<usize>> = values.iter().copied().map(Some).collect();
            let root = policy.decisions.plain(subject, unit).expect("a subject and a unit");
            let bytes: Vec<u8> = values.iter().map(|value| *value as u8).collect();
            let found = countersign_compiled::verdict(policy.decisions.diagrams.at(root, &bytes));
            if !pack.is_possible(&facts) {
                assert_eq!(found, None, "{subject:?} in {unit} at {values:?}");
                continue;
            }
            let question = Question { subject: question.clone(), unit, facts, approved: Vec::new(), at: DAY };
            let wanted = cedar.quick_verdict(&question, &entities);
            assert_eq!(found, Some(wanted), "{subject:?} in {unit} at {values:?}");
            *seen.entry(wanted).or_default() += 1;
            met += 1;
        }
    }
    assert_eq!(seen.len(), 3, "every verdict is met: {seen:?}");
}

// In parts, so that processors share them.
#[test]
fn the_first_fifty_thousand() {
    sampled();
}

#[test]
fn the_second_fifty_thousand() {
    sampled();
}
