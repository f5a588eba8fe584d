//! Random packs: whatever the rules are, answers are those of Cedar.

use crate::support::{Cedar, compiled};
use countersign_compile::Compiler;
use countersign_compiled::Policy;
use countersign_decide::{Answer, NoAnswer, check};
use countersign_model::{Action, Facts, Pack, Question, Subject, UnlistedKind, Verdict};
use countersign_pack::PackFolder;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The rules that decide in a case, and its verdict.
type Outcome = (Verdict, Vec<String>);

/// Returns the size of the smallest set of rules that meets all of these sets, by trying all.
fn fewest(sets: &BTreeSet<Vec<String>>) -> usize {
    let rules: BTreeSet<&String> = sets.iter().flatten().collect();
    let rules: Vec<&String> = rules.into_iter().collect();
    let meets = |chosen: u32| {
        let has =
            |rule: &String| rules.iter().position(|known| *known == rule).is_some_and(|bit| chosen & (1 << bit) != 0);
        sets.iter().all(|set| set.iter().any(has))
    };
    (0..1_u32 << rules.len()).filter(|chosen| meets(*chosen)).map(u32::count_ones).min().expect("all of them") as usize
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_rules_answer_as_cedar_does(folder in countersign_testkit::pack(), month in 1_i8..=12) {
        answers_as_cedar_does(folder, date(2026, month, 15))?;
    }

    #[test]
    fn unknown_kinds_answer_as_cedar_does(folder in countersign_testkit::pack(), month in 1_i8..=12) {
        unknown_kinds_answer_as_every_kind_does(folder, date(2026, month, 15))?;
    }

    /// The compiler's cache does not change results, and the file of a policy gives the same
    /// policy.
    #[test]
    fn a_warm_compiler_gives_the_same_bytes(packs in prop::collection::vec(countersign_testkit::pack(), 1..5), month in 1_i8..=12) {
        let at = date(2026, month, 15);
        let mut warm = Compiler::default();
        for folder in packs {
            let reading = countersign_pack::read(&[folder]);
            let compiled = warm.compile(reading.pack.clone(), &reading.files).expect("sound");
            let bytes = warm.policy(&compiled, at).expect("a policy").write();
            let cold = countersign_compile::compile(reading.pack, &reading.files).expect("sound");
            let policy = cold.policy(at).expect("a policy");
            prop_assert_eq!(&bytes, &policy.write());
            let read = Policy::read(&bytes).expect("a policy");
            prop_assert_eq!(&read.decisions, &policy.decisions);
            prop_assert_eq!(read.write(), bytes);
        }
    }
}

/// Replays rules that once gave wrong answers, and other useful ones, each in its own file.
#[test]
fn kept_rules_answer_as_cedar_does() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    for entry in std::fs::read_dir(dir).expect("a corpus") {
        let path = entry.expect("an entry").path();
        let rules = std::fs::read_to_string(&path).expect("a file");
        for month in [1, 4, 8, 12] {
            let done = answers_as_cedar_does(countersign_testkit::pack_of(&rules, None), date(2026, month, 15));
            done.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
    }
}

/// Checks every answer of a small pack against the definition.
fn answers_as_cedar_does(folder: PackFolder, at: Date) -> Result<(), TestCaseError> {
    let compiled = compiled(&[folder]);
    let pack = compiled.pack();
    let cedar = Cedar::new(&compiled, at);
    let policy = compiled.policy(at).expect("a policy");
    let mut subjects: Vec<Subject> = (0..pack.tools.len()).map(Subject::Tool).collect();
    subjects.push(Subject::Unlisted { name: "New".into(), kind: Some(UnlistedKind::NoneOfThese) });
    subjects.push(Subject::Unlisted { name: "New".into(), kind: Some(UnlistedKind::Kind(1)) });
    for subject in subjects {
        for unit in 0..pack.units.len() {
            let asker = Asker { pack, cedar: &cedar, policy: &policy, subject: subject.clone(), unit, at };
            let outcomes = asker.check_complete_facts()?;
            // Open facts: nothing given, then each single fact in turn.
            for given in std::iter::once(None).chain((0..pack.facets.len()).map(Some)) {
                asker.check_open_facts(given, &outcomes)?;
            }
        }
    }
    Ok(())
}

/// Asks about one subject in one unit.
struct Asker<'a> {
    pack: &'a Pack,
    cedar: &'a Cedar<'a>,
    policy: &'a Policy,
    subject: Subject,
    unit: usize,
    at: Date,
}

impl Asker<'_> {
    fn question(&self, facts: &Facts) -> Question {
        let (subject, unit, at) = (self.subject.clone(), self.unit, self.at);
        Question { subject, unit, facts: facts.clone(), approved: Vec::new(), at }
    }

    /// Returns the number of values of each facet.
    fn sizes(&self) -> Vec<usize> {
        self.pack.facets.iter().map(|facet| facet.values.len()).collect()
    }

    /// Checks the answers to all complete facts. Returns the outcomes of those that are possible.
    fn check_complete_facts(&self) -> Result<Vec<(Facts, Outcome)>, TestCaseError> {
        let sizes = self.sizes();
        let mut outcomes = Vec::new();
        for facts in complete_facts(&sizes) {
            let question = self.question(&facts);
            let possible = self.pack.is_possible(&question.facts);
            match check(self.policy, &question, None) {
                Ok(answer) => {
                    prop_assert!(possible);
                    outcomes.push((facts, self.check_answer(&question, &answer)?));
                }
                Err(NoAnswer::InputError(_)) => prop_assert!(!possible),
                Err(NoAnswer::TooLarge(error)) => return Err(TestCaseError::fail(error.to_string())),
            }
        }
        Ok(outcomes)
    }

    /// Checks the verdict, reasons, conditions and approvals of an answer.
    fn check_answer(&self, question: &Question, answer: &Answer) -> Result<Outcome, TestCaseError> {
        let entities = self.cedar.entities(question);
        let wanted = self.cedar.verdict(question, 0, &entities);
        let (subject, unit) = (&self.subject, self.unit);
        prop_assert_eq!(answer.verdict, wanted, "{:?} in {} with {:?}", subject, unit, answer.facts);
        let deciding = self.cedar.deciding(question, &entities);
        let mut reasons: Vec<String> = answer.reasons.iter().map(|reason| reason.rule.clone()).collect();
        reasons.retain(|rule| rule != "expired");
        reasons.sort();
        prop_assert_eq!(&reasons, &deciding);
        if wanted != Verdict::NotAllowed {
            let mut conditions: Vec<String> = answer.conditions.iter().map(|one| one.rule.clone()).collect();
            conditions.sort();
            prop_assert_eq!(conditions, self.cedar.ask(question, Action::Advise, 0, &entities).1);
        }
        if wanted == Verdict::AskFirst {
            prop_assert_eq!(&answer.approvals, &self.cedar.smallest_sets(question, &entities));
        }
        Ok((wanted, deciding))
    }

    /// Checks the answer if only one facet is given, or none: it has to fit the outcomes of all
    /// complete facts that it stands for.
    fn check_open_facts(&self, given: Option<usize>, outcomes: &[(Facts, Outcome)]) -> Result<(), TestCaseError> {
        let sizes = self.sizes();
        let mut facts: Facts = vec![None; sizes.len()];
        if let Some(given) = given {
            facts[given] = Some(sizes[given] - 1);
        }
        // The last facet has a default, so leaving it out means giving that value.
        let fits = |whole: &Facts| {
            let default = if facts[sizes.len() - 1].is_none() { whole[sizes.len() - 1] == Some(0) } else { true };
            default && whole.iter().zip(&facts).all(|(value, given)| given.is_none() || value == given)
        };
        let met: Vec<&Outcome> = outcomes.iter().filter(|(whole, _)| fits(whole)).map(|(_, outcome)| outcome).collect();
        let answer = check(self.policy, &self.question(&facts), None);
        let verdicts: BTreeSet<Verdict> = met.iter().map(|(verdict, _)| *verdict).collect();
        let Some(first) = verdicts.first() else {
            prop_assert!(matches!(answer, Err(NoAnswer::InputError(_))));
            return Ok(());
        };
        let answer = answer.expect("an answer");
        let wanted = if verdicts.len() == 1 { *first } else { Verdict::Undecided };
        prop_assert_eq!(answer.verdict, wanted);
        check_reasons(&answer, wanted, &met.iter().map(|(_, rules)| rules.clone()).collect())
    }
}

/// Checks that the reasons of an answer explain each of these sets of rules, and are as few as
/// possible.
fn check_reasons(answer: &Answer, verdict: Verdict, sets: &BTreeSet<Vec<String>>) -> Result<(), TestCaseError> {
    let reasons: Vec<&String> =
        answer.reasons.iter().map(|reason| &reason.rule).filter(|rule| *rule != "expired").collect();
    let first = sets.first().into_iter().flatten();
    let certain: Vec<&String> = first.filter(|rule| sets.iter().all(|set| set.contains(rule))).collect();
    if verdict != Verdict::Undecided && !certain.is_empty() {
        prop_assert_eq!(reasons.iter().collect::<BTreeSet<_>>(), certain.iter().collect::<BTreeSet<_>>());
        return Ok(());
    }
    for set in sets {
        prop_assert!(set.iter().any(|rule| reasons.contains(&rule)), "{:?} explains not {:?}", reasons, set);
    }
    prop_assert_eq!(reasons.len(), fewest(sets));
    Ok(())
}

/// Returns every way to give each facet a value.
fn complete_facts(sizes: &[usize]) -> impl Iterator<Item = Facts> + '_ {
    (0..sizes.iter().product()).map(move |mut place: usize| {
        let digit = |size: &usize| {
            let value = place % size;
            place /= size;
            Some(value)
        };
        sizes.iter().map(digit).collect()
    })
}

/// Checks a tool of unknown kind: the verdict is the one on which all kinds, and none, agree, or
/// else undecided.
fn unknown_kinds_answer_as_every_kind_does(folder: PackFolder, at: Date) -> Result<(), TestCaseError> {
    let compiled = compiled(&[folder]);
    let pack = compiled.pack();
    let cedar = Cedar::new(&compiled, at);
    let policy = compiled.policy(at).expect("a policy");
    let subject = |kind| Subject::Unlisted { name: "New".into(), kind };
    let kinds = (0..pack.kinds.len()).map(UnlistedKind::Kind).chain([UnlistedKind::NoneOfThese]);
    let known: Vec<_> = kinds.map(|kind| (kind, cedar.entities_of(at, &subject(Some(kind))))).collect();
    let sizes: Vec<usize> = pack.facets.iter().map(|facet| facet.values.len()).collect();
    // Every way to give each facet a value or to leave it out. The last one has a default.
    for place in 0..sizes.iter().map(|size| size + 1).product::<usize>() {
        let mut rest = place;
        let mut digit = |size: &usize| {
            let value = rest % (size + 1);
            rest /= size + 1;
            value.checked_sub(1)
        };
        let facts: Facts = sizes.iter().map(&mut digit).collect();
        for unit in 0..pack.units.len() {
            let ask = |kind, facts: &Facts| Question {
                subject: subject(kind),
                unit,
                facts: facts.clone(),
                approved: Vec::new(),
                at,
            };
            let mut by_kind: Vec<BTreeSet<Verdict>> = Vec::new();
            for (kind, entities) in &known {
                let mut verdicts = BTreeSet::new();
                for whole in completions(&facts, &sizes).filter(|whole| pack.is_possible(whole)) {
                    verdicts.insert(cedar.verdict(&ask(Some(*kind), &whole), 0, entities));
                }
                by_kind.push(verdicts);
            }
            let all: BTreeSet<Verdict> = by_kind.iter().flatten().copied().collect();
            let question = ask(None, &facts);
            let answer = check(&policy, &question, None);
            let Some(first) = all.first() else {
                prop_assert!(matches!(answer, Err(NoAnswer::InputError(_))));
                continue;
            };
            let answer = answer.expect("an answer");
            let wanted = if all.len() == 1 { *first } else { Verdict::Undecided };
            prop_assert_eq!(answer.verdict, wanted, "{:?} in {}", facts, unit);
            // If no kind is given, the verdict is no more lenient than for any kind.
            let asks_kind = answer.questions.iter().any(|question| question.facet == "kind");
            let differ = by_kind.iter().any(|verdicts| *verdicts != by_kind[0]);
            prop_assert!(asks_kind || !differ, "the kind is asked where it matters");
            prop_assert!(answer.questions.is_empty() == (wanted != Verdict::Undecided));
            if facts.iter().take(sizes.len() - 1).all(Option::is_some) {
                prop_assert_eq!(asks_kind, all.len() > 1);
            }
        }
    }
    Ok(())
}

/// Returns all ways to fill in what facts leave out. The default of the last facet is its first
/// value.
fn completions<'a>(facts: &'a Facts, sizes: &'a [usize]) -> impl Iterator<Item = Facts> + 'a {
    let open: Vec<usize> = (0..sizes.len() - 1).filter(|facet| facts[*facet].is_none()).collect();
    let count: usize = open.iter().map(|facet| sizes[*facet]).product();
    (0..count).map(move |mut place| {
        let mut whole = facts.clone();
        for facet in &open {
            whole[*facet] = Some(place % sizes[*facet]);
            place /= sizes[*facet];
        }
        let last = sizes.len() - 1;
        whole[last] = whole[last].or(Some(0));
        whole
    })
}

/// A valid rule names a tool, and the next version no longer has the tool.
#[test]
fn a_warm_compiler_finds_what_is_gone() {
    let rules = "@id(\"rule-0\") @text(\"Why.\") forbid (principal, action == Action::\"use\", resource == Tool::\"second\");\n";
    let whole = countersign_testkit::pack_of(rules, None);
    let mut less = whole.clone();
    less.files.retain(|file| file.path != "tools/second.toml");
    let mut warm = Compiler::default();
    let mut faults = |folder: PackFolder| {
        let reading = countersign_pack::read(&[folder]);
        let told =
            |faults: Vec<countersign_pack::Diagnostic>| faults.into_iter().map(|one| one.message).collect::<Vec<_>>();
        let warmly = warm.compile(reading.pack.clone(), &reading.files).err().map(told);
        let coldly = countersign_compile::compile(reading.pack, &reading.files).err().map(told);
        (warmly, coldly)
    };
    assert_eq!(faults(whole), (None, None));
    let (warmly, coldly) = faults(less);
    assert!(coldly.is_some());
    assert_eq!(warmly, coldly);
}
