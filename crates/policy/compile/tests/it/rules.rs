//! Checks every rule of the packs of this repository, for every subject in every unit. The diagram
//! agrees with Cedar on the rule alone, over all values of the facets that either names and all
//! approvals.

use crate::support::{Cedar, DAY, own};
use cedar_policy::{Authorizer, Context, EntityUid, PolicySet, Request, RestrictedExpression as Expr};
use countersign_compile::{Compiled, attribute, entity_type};
use countersign_compiled::Policy;
use countersign_model::{Action, Pack, Subject, UnlistedKind};
use std::collections::{BTreeMap, BTreeSet};

/// A rule alone, with the facets and approvals that its text names.
struct Alone {
    set: PolicySet,
    place: usize,
    facets: Vec<usize>,
    approvals: Vec<usize>,
}

fn alone(compiled: &Compiled) -> Vec<Alone> {
    let pack = compiled.pack();
    let all = compiled.policy_set(DAY).expect("parsed");
    let one = |(place, rule): (usize, &countersign_model::Rule)| {
        let policy = all.policies().find(|policy| policy.id().to_string() == rule.id.as_str()).expect("the rule");
        // As Cedar prints it, because derived rules have no text of their own.
        let text = policy.to_string();
        let mut set = PolicySet::new();
        set.add(policy.clone()).expect("one");
        let named = |name: String| {
            let follows = |(at, found): (usize, &str)| {
                !text[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
            };
            text.match_indices(&name).any(follows)
        };
        let facets = pack.facets.iter().enumerate();
        let approvals = pack.approvals.iter().enumerate();
        Alone {
            set,
            place,
            facets: facets
                .filter(|(_, facet)| named(format!("context.{}", attribute(&facet.id))))
                .map(|(place, _)| place)
                .collect(),
            approvals: approvals
                .filter(|(_, approval)| named(format!("context.approved.{}", attribute(&approval.id))))
                .map(|(place, _)| place)
                .collect(),
        }
    };
    pack.rules.iter().enumerate().map(one).collect()
}

fn uid(kind: &str, id: &str) -> EntityUid {
    format!("{kind}::\"{id}\"").parse().expect("an entity")
}

/// Returns every context of the facets and approvals that a rule names, as values by variable and
/// in Cedar's form.
fn contexts(pack: &Pack, rule: &Alone) -> Vec<(Vec<u8>, Context)> {
    let mut rows: Vec<Vec<u8>> = vec![vec![0; pack.facets.len() + pack.approvals.len()]];
    let mut spread = |variable: usize, size: usize| {
        rows = rows
            .iter()
            .flat_map(|row| {
                (0..size).map(move |value| {
                    let mut row = row.clone();
                    row[variable] = value as u8;
                    row
                })
            })
            .collect();
    };
    for facet in &rule.facets {
        spread(*facet, pack.facets.at(*facet).expect("known").values.len());
    }
    for approval in &rule.approvals {
        spread(pack.facets.len() + approval, 2);
    }
    let context = |row: &Vec<u8>| {
        let facets = rule.facets.iter().map(|place| {
            let facet = pack.facets.at(*place).expect("known");
            let value = uid(&entity_type(&facet.id), facet.value_id(usize::from(row[*place])));
            (attribute(&facet.id), Expr::new_entity_uid(value))
        });
        let approved = rule.approvals.iter().map(|place| {
            let approval = pack.approvals.at(*place).expect("known");
            (attribute(&approval.id), Expr::new_bool(row[pack.facets.len() + place] == 1))
        });
        let approved = ("approved".to_owned(), Expr::new_record(approved).expect("a record"));
        Context::from_pairs(facets.chain([approved])).expect("a context")
    };
    rows.into_iter().map(|row| (row.clone(), context(&row))).collect()
}

fn subjects(pack: &Pack) -> Vec<Subject> {
    let unlisted = |kind| Subject::Unlisted { name: "New".into(), kind: Some(kind) };
    let tools = (0..pack.tools.len()).map(Subject::Tool);
    tools
        .chain([unlisted(UnlistedKind::NoneOfThese)])
        .chain((0..pack.kinds.len()).map(|kind| unlisted(UnlistedKind::Kind(kind))))
        .collect()
}

fn every_rule_says_what_cedar_says(name: &str, part: usize, parts: usize, at_least: usize) {
    let compiled = own(name);
    let pack = compiled.pack();
    let policy = compiled.policy(DAY).expect("a policy");
    let (authorizer, cedar) = (Authorizer::new(), Cedar::new(&compiled, DAY));
    let alone = alone(&compiled);
    let contexts: Vec<Vec<(Vec<u8>, Context)>> = alone.iter().map(|rule| contexts(pack, rule)).collect();
    let mut asked = 0_usize;
    for subject in subjects(pack).into_iter().skip(part).step_by(parts) {
        let entities = cedar.entities_of(DAY, &subject);
        let resource = uid("Tool", pack.entry_of(&subject).map_or("?", |tool| tool.id.as_str()));
        for (unit, row) in pack.units.iter().enumerate() {
            let principal = uid("Unit", row.id.as_str());
            let found: BTreeMap<usize, _> =
                policy.decisions.rules(policy.subject(&subject), unit).into_iter().collect();
            for (rule, contexts) in alone.iter().zip(&contexts) {
                let action = match pack.rules.at(rule.place).expect("known").action {
                    Action::Use => uid("Action", "use"),
                    Action::Advise => uid("Action", "advise"),
                };
                for (point, context) in contexts {
                    let request =
                        Request::new(principal.clone(), action.clone(), resource.clone(), context.clone(), None);
                    let response = authorizer.is_authorized(&request.expect("a request"), &rule.set, &entities);
                    assert_eq!(response.diagnostics().errors().count(), 0, "no rule errs");
                    let wanted = response.diagnostics().reason().next().is_some();
                    let holds =
                        found.get(&rule.place).is_some_and(|node| policy.decisions.diagrams.at(*node, point) == 1);
                    assert_eq!(
                        holds,
                        wanted,
                        "{} for {subject:?} at {point:?}",
                        pack.rules.at(rule.place).expect("known").id
                    );
                    asked += 1;
                }
            }
            // The diagram must depend on nothing else.
            check_support(&policy, &alone, &found);
        }
    }
    assert!(asked > at_least, "only {asked} questions were asked");
}

fn check_support(policy: &Policy, alone: &[Alone], found: &BTreeMap<usize, countersign_diagram::Node>) {
    let facets = policy.pack.facets.len();
    for (rule, node) in found {
        let named: BTreeSet<usize> = alone[*rule]
            .facets
            .iter()
            .copied()
            .chain(alone[*rule].approvals.iter().map(|place| facets + place))
            .collect();
        assert!(policy.decisions.diagrams.support(*node).iter().all(|variable| named.contains(variable)));
    }
}

#[test]
fn every_rule_of_the_parent_pack() {
    every_rule_says_what_cedar_says("uk-government", 0, 1, 100);
}

// In parts, so that processors share them.
#[test]
fn every_rule_of_the_ministry_first_part() {
    every_rule_says_what_cedar_says("moj", 0, 2, 50_000);
}

#[test]
fn every_rule_of_the_ministry_second_part() {
    every_rule_says_what_cedar_says("moj", 1, 2, 50_000);
}
