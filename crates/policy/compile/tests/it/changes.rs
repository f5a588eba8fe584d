//! Differences, tables, explanations and questions of small packs, checked against every single
//! question.

use crate::support::compiled;
use countersign_compiled::Policy;
use countersign_decide::diff::{Statement, compare, diff};
use countersign_decide::{Answer, Case, Explanation, NoAnswer, Questions, check, explain, table, verdict};
use countersign_model::{Facts, Pack, Question, Subject, UnlistedKind, Verdict};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn policy(folder: countersign_pack::PackFolder, at: Date) -> Policy {
    compiled(&[folder]).policy(at).expect("a policy")
}

/// Returns the subjects by their names in statements.
fn subjects(pack: &Pack) -> Vec<(String, Subject)> {
    let unlisted = |kind| Subject::Unlisted { name: "New".into(), kind: Some(kind) };
    let tools = pack.tools.iter().enumerate().map(|(place, tool)| (tool.id.to_string(), Subject::Tool(place)));
    let kinds = pack
        .kinds
        .iter()
        .enumerate()
        .map(|(place, kind)| (format!("?{}", kind.id), unlisted(UnlistedKind::Kind(place))));
    tools.chain([("?".to_owned(), unlisted(UnlistedKind::NoneOfThese))]).chain(kinds).collect()
}

/// Returns every complete context, as facts.
fn contexts(pack: &Pack) -> Vec<Facts> {
    let sizes = pack.facets.iter().map(|facet| facet.values.len());
    sizes.fold(vec![Vec::new()], |rows, size| {
        rows.iter().flat_map(|row: &Facts| (0..size).map(|value| [row.as_slice(), &[Some(value)]].concat())).collect()
    })
}

fn question(subject: &Subject, unit: usize, facts: &Facts, at: Date) -> Question {
    Question { subject: subject.clone(), unit, facts: facts.clone(), approved: Vec::new(), at }
}

/// Returns true if facts are in a case.
fn within(pack: &Pack, case: &Case, facts: &Facts) -> bool {
    case.iter().all(|(facet, values)| {
        let place = pack.facets.position(facet).expect("known");
        let value = pack.facets.at(place).expect("known").value_id(facts[place].expect("whole"));
        values.iter().any(|known| known == value)
    })
}

fn states(pack: &Pack, statement: &Statement, subject: &str, unit: usize, facts: &Facts) -> bool {
    let unit = pack.units.at(unit).expect("known").id.as_str();
    (statement.tools.is_empty() || statement.tools.iter().any(|tool| tool == subject))
        && (statement.units.is_empty() || statement.units.iter().any(|known| known == unit))
        && within(pack, &statement.when, facts)
}

/// Returns the rules among the reasons, and the approvals that help.
fn reasons(answer: &Answer) -> (BTreeSet<String>, Vec<Vec<String>>) {
    let reasons = answer.reasons.iter().filter(|reason| reason.rule != "expired");
    (reasons.map(|reason| reason.rule.clone()).collect(), answer.approvals.clone())
}

/// Returns the rules among the conditions.
fn heeded(answer: &Answer) -> BTreeSet<String> {
    answer.conditions.iter().chain(&answer.duties).map(|one| one.rule.clone()).collect()
}

/// Returns the random pack with changed text.
fn edited(mut folder: countersign_pack::PackFolder, edits: &[(&str, &str)]) -> countersign_pack::PackFolder {
    for file in &mut folder.files {
        let text = String::from_utf8(file.bytes.clone()).expect("UTF-8");
        file.bytes = edits.iter().fold(text, |text, (from, to)| text.replace(from, to)).into_bytes();
    }
    folder
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

/// Checks the explanation of an answer to complete facts against the answers to all others.
fn check_explanation(policy: &Policy, asked: &Question, wanted: Verdict) -> Result<(), TestCaseError> {
    let why = explain(policy, asked, None).expect("an explanation");
    prop_assert_eq!(why.verdict, wanted);
    let decides = |facts: &Facts| verdict(policy, &Question { facts: facts.clone(), ..asked.clone() }).ok();
    // The facts are enough to settle it, and none of them is redundant.
    let because = |left_out: Option<&String>| {
        let kept = why.because.keys().filter(|facet| Some(*facet) != left_out);
        agreeing(&policy.pack, kept, &asked.facts).iter().filter_map(decides).all(|verdict| verdict == wanted)
    };
    prop_assert!(because(None));
    for facet in why.because.keys() {
        prop_assert!(!because(Some(facet)), "{facet} can be left out");
    }
    // Every single fact that changes it, and no other.
    let mut turns = BTreeSet::new();
    for (place, facet) in policy.pack.facets.iter().enumerate() {
        for value in 0..facet.values.len() {
            let mut other = asked.facts.clone();
            other[place] = Some(value);
            if let Some(turned) = decides(&other).filter(|turned| *turned != wanted) {
                turns.insert((facet.id.to_string(), facet.value_id(value).to_owned(), turned));
            }
        }
    }
    let stated = why
        .turns
        .iter()
        .flat_map(|turn| turn.values.iter().map(|value| (turn.facet.clone(), value.clone(), turn.verdict)));
    prop_assert_eq!(stated.collect::<BTreeSet<_>>(), turns);
    check_other_units(policy, asked, wanted, &why)
}

/// Checks what an explanation says about other units, and whether the facts alone settle the verdict
/// there.
fn check_other_units(
    policy: &Policy,
    asked: &Question,
    wanted: Verdict,
    why: &Explanation,
) -> Result<(), TestCaseError> {
    let id = |unit: usize| policy.pack.units.at(unit).expect("known").id.to_string();
    let elsewhere = |facts: &Facts| -> BTreeMap<String, Option<Verdict>> {
        let question = |unit| Question { unit, facts: facts.clone(), ..asked.clone() };
        (0..policy.pack.units.len()).map(|unit| (id(unit), verdict(policy, &question(unit)).ok())).collect()
    };
    let other = elsewhere(&asked.facts)
        .into_iter()
        .filter_map(|(unit, verdict)| Some((unit, verdict.filter(|verdict| *verdict != wanted)?)));
    let stated = why.unit_turns.iter().flat_map(|turn| turn.units.iter().map(|unit| (unit.id.clone(), turn.verdict)));
    prop_assert_eq!(stated.collect::<BTreeSet<_>>(), other.collect::<BTreeSet<_>>());
    let settled = agreeing(&policy.pack, why.because.keys(), &asked.facts)
        .iter()
        .all(|facts| elsewhere(facts).into_values().flatten().all(|verdict| verdict == wanted));
    prop_assert_eq!(why.because_unit.as_ref().map(|unit| unit.id.clone()), (!settled).then(|| id(asked.unit)));
    Ok(())
}

/// Returns the complete contexts that agree with facts on some facets.
fn agreeing<'a>(pack: &Pack, facets: impl Iterator<Item = &'a String>, facts: &Facts) -> Vec<Facts> {
    let places: Vec<usize> = facets.map(|facet| pack.facets.position(facet).expect("known")).collect();
    contexts(pack).into_iter().filter(|other| places.iter().all(|place| other[*place] == facts[*place])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn differences_are_those_of_the_answers(old in countersign_testkit::pack(), new in countersign_testkit::pack(), month in 1_i8..=12) {
        let at = date(2026, month, 15);
        let (old, new) = (policy(old, at), policy(new, at));
        let pack = &new.pack;
        let found = diff(&old, &new).expect("comparable");
        // For each statement, the rules that decided in some question of it and no longer do.
        let mut left: Vec<BTreeSet<String>> = vec![BTreeSet::new(); found.statements.len()];
        let (mut changed, mut all) = (BTreeMap::<(Verdict, Verdict), usize>::new(), 0);
        for (name, subject) in subjects(pack) {
            for unit in 0..pack.units.len() {
                for facts in contexts(pack) {
                    let question = question(&subject, unit, &facts, at);
                    let (before, after) = (check(&old, &question, None), check(&new, &question, None));
                    let stated: Vec<&Statement> = found.statements.iter().filter(|one| states(pack, one, &name, unit, &facts)).collect();
                    let again: BTreeSet<&str> = found.explanations.iter().filter(|one| states(pack, one, &name, unit, &facts)).map(|one| one.what.as_str()).collect();
                    let (Ok(before), Ok(after)) = (before, after) else { continue };
                    all += 1;
                    if before.verdict == after.verdict {
                        prop_assert!(stated.is_empty(), "{name} {unit} {facts:?} does not change: {stated:?}");
                        let wanted = match (reasons(&before) == reasons(&after), heeded(&before) == heeded(&after)) {
                            (false, _) => BTreeSet::from(["reasons"]),
                            (true, false) => BTreeSet::from(["conditions"]),
                            (true, true) => BTreeSet::new(),
                        };
                        let rules = |answer: &Answer| -> BTreeSet<String> { reasons(answer).0.union(&heeded(answer)).cloned().collect() };
                        for one in found.explanations.iter().filter(|one| states(pack, one, &name, unit, &facts)) {
                            for rule in rules(&before).symmetric_difference(&rules(&after)) {
                                let how = if rules(&before).contains(rule) { "gone" } else { "new" };
                                prop_assert!(one.rule_changes.iter().any(|told| told.rule == *rule && told.how == how), "{rule} in {one:?}");
                            }
                        }
                        prop_assert_eq!(again, wanted, "{} {} {:?}: {:?} and {:?}", name, unit, facts, reasons(&before), reasons(&after));
                    } else {
                        prop_assert!(!stated.is_empty(), "{name} {unit} {facts:?} changes");
                        for one in stated {
                            prop_assert_eq!((one.from.as_str(), one.to.as_str()), (before.verdict.as_str(), after.verdict.as_str()));
                        }
                        let gone: Vec<String> = reasons(&before).0.difference(&reasons(&after).0).cloned().collect();
                        for (place, _) in found.statements.iter().enumerate().filter(|(_, one)| states(pack, one, &name, unit, &facts)) {
                            left[place].extend(gone.iter().cloned());
                        }
                        prop_assert!(again.is_empty());
                        *changed.entry((before.verdict, after.verdict)).or_default() += 1;
                    }
                }
            }
        }
        for (one, left) in found.statements.iter().zip(&left) {
            prop_assert!(one.rules_before.iter().all(|rule| rule == "…" || left.contains(rule)), "{one:?}: {left:?}");
        }
        prop_assert_eq!(number(&found.questions), all);
        prop_assert_eq!(number(&found.changed), changed.values().sum::<usize>());
        prop_assert_eq!(found.statements.iter().map(|one| number(&one.questions)).sum::<usize>(), number(&found.changed));
        let counts: BTreeMap<(Verdict, Verdict), usize> = compare(&old, &new).expect("comparable").iter().map(|count| ((count.from, count.to), count.questions as usize)).collect();
        prop_assert_eq!(&counts, &changed);
        // The statements also give the counts, in another way.
        let stated: BTreeMap<(Verdict, Verdict), usize> = found.counts.iter().map(|one| ((one.from, one.to), number(&one.questions))).collect();
        prop_assert_eq!(&stated, &changed);
        prop_assert!(found.lower_bound <= found.statements.len() && (found.lower_bound > 0) != found.statements.is_empty());
        // A version does not differ from itself.
        let none = diff(&new, &new).expect("comparable");
        prop_assert!(none.is_empty(), "{none:?}");
    }

    /// Statements about a value that only one version has give that version's answers.
    #[test]
    fn values_of_one_version_are_answered(folder in countersign_testkit::pack(), other in countersign_testkit::pack(), month in 1_i8..=12) {
        let at = date(2026, month, 15);
        let (more, less) = (policy(edited(folder, &[("c = \"C\"", "c = \"C\", d = \"D\"")]), at), policy(other, at));
        let (added, gone) = (diff(&less, &more).expect("comparable"), diff(&more, &less).expect("comparable"));
        prop_assert!(!added.is_empty() && added.gone.is_empty() && gone.added.is_empty());
        prop_assert!(added.notes.contains(&"the value `alpha=d` is new".to_owned()), "{:?}", added.notes);
        prop_assert!(gone.notes.contains(&"the value `alpha=d` is gone".to_owned()), "{:?}", gone.notes);
        let pack = &more.pack;
        let mut all = 0;
        for (name, subject) in subjects(pack) {
            for unit in 0..pack.units.len() {
                for facts in contexts(pack) {
                    let stating = |all: &[Statement], side: fn(&Statement) -> &String| -> BTreeSet<String> {
                        all.iter().filter(|one| states(pack, one, &name, unit, &facts)).map(|one| side(one).clone()).collect()
                    };
                    let told = [stating(&added.added, |one| &one.to), stating(&gone.gone, |one| &one.from)];
                    let asked = verdict(&more, &question(&subject, unit, &facts, at)).ok().filter(|_| facts[0] == Some(3));
                    all += usize::from(asked.is_some());
                    // Combinations that cannot occur may be in a statement of any verdict.
                    if facts[0] != Some(3) || asked.is_some() {
                        let wanted: BTreeSet<String> = asked.iter().map(ToString::to_string).collect();
                        prop_assert_eq!(told, [wanted.clone(), wanted]);
                    }
                }
            }
        }
        for told in [&added.added, &gone.gone] {
            prop_assert_eq!(told.iter().map(|one| number(&one.questions)).sum::<usize>(), all);
        }
    }

    #[test]
    fn tables_and_explanations_are_those_of_the_answers(folder in countersign_testkit::pack(), month in 1_i8..=12) {
        let at = date(2026, month, 15);
        let policy = policy(folder, at);
        let pack = &policy.pack;
        for (_, subject) in subjects(pack) {
            let told = table(&policy, &question(&subject, 0, &vec![None; pack.facets.len()], at), false, None).expect("a table");
            prop_assert!(told.lower_bound <= told.rows.len());
            for unit in 0..pack.units.len() {
                for facts in contexts(pack) {
                    let asked = question(&subject, unit, &facts, at);
                    let Ok(wanted) = verdict(&policy, &asked) else {
                        prop_assert!(matches!(explain(&policy, &asked, None), Err(NoAnswer::InputError(_))));
                        continue;
                    };
                    let id = pack.units.at(unit).expect("known").id.as_str();
                    let rows: BTreeSet<&str> = told.rows.iter()
                        .filter(|row| row.units.is_empty() || row.units.iter().any(|known| known == id))
                        .filter(|row| within(pack, &row.when, &facts))
                        .map(|row| row.verdict.as_str())
                        .collect();
                    prop_assert_eq!(rows, BTreeSet::from([wanted.as_str()]));
                    check_explanation(&policy, &asked, wanted)?;
                }
            }
        }
    }

    /// Planned questions lead to the verdict of the answer, in as many steps as the answer expects.
    #[test]
    fn questions_lead_to_the_verdict(folder in countersign_testkit::pack(), month in 1_i8..=12) {
        let at = date(2026, month, 15);
        let policy = policy(folder, at);
        let pack = &policy.pack;
        let mut questions = Questions::new(&policy);
        for (_, subject) in subjects(pack) {
            let known_as = policy.subject(&subject);
            for unit in 0..pack.units.len() {
                let open = question(&subject, unit, &vec![None; pack.facets.len()], at);
                let answer = check(&policy, &open, None).expect("an answer");
                let first = questions.next(known_as, unit, &vec![None; pack.facets.len()]).expect("a plan");
                let facet = |place: usize| pack.facets.at(place).expect("known").id.to_string();
                prop_assert_eq!(first.ask.map(facet), answer.questions.first().map(|one| one.facet.clone()));
                prop_assert!((first.expected - answer.effort.map_or(0.0, |effort| effort.expected)).abs() < 0.001);
                for facts in contexts(pack) {
                    // The last facet has a default and is never asked for.
                    let mut known: Vec<Option<u8>> = vec![None; facts.len()];
                    let whole: Facts = facts.iter().take(facts.len() - 1).copied().chain([Some(0)]).collect();
                    let Ok(wanted) = verdict(&policy, &question(&subject, unit, &whole, at)) else { continue };
                    let mut next = first;
                    while let Some(asked) = next.ask {
                        prop_assert!(known[asked].is_none() && asked < facts.len() - 1);
                        known[asked] = facts[asked].map(|value| value as u8);
                        next = questions.next(known_as, unit, &known).expect("a plan");
                    }
                    prop_assert_eq!(next.verdict, Some(wanted));
                }
            }
        }
    }
}

/// A tool that keeps its name under another id is the same tool.
#[test]
fn a_tool_is_followed_to_its_new_id() {
    let rules = "@id(\"graded\")\n@text(\"Why.\")\npermit (principal, action == Action::\"use\", resource in Grade::\"graded\");\n";
    let before = countersign_testkit::pack_of(rules, None);
    let mut after = before.clone();
    for file in after.files.iter_mut().filter(|file| file.path == "tools/first.toml") {
        file.path = "tools/premier.toml".into();
    }
    let found = diff(&policy(before, date(2026, 4, 1)), &policy(after, date(2026, 4, 1))).expect("comparable");
    assert!(found.statements.is_empty() && found.explanations.is_empty(), "{found:#?}");
    assert_eq!((found.notes, found.texts), (vec!["the tool `first` is now `premier`".to_owned()], vec![]));
}
