//! Changes as statements for the author of a policy.

use super::alignment::{FACETS, NEW, OLD, SUBJECT, SharedFacet, UNIT};
use super::comparison::Comparison;
use super::difference::Statement;
use crate::TooLarge;
use crate::outcome::outcome_at;
use countersign_compiled::{Policy, Subject};
use countersign_diagram::{Counter, Cover, Cube, Node, ValueSet, cover};
use countersign_model::{Action, Effect, Pack, Rule, Verdict};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A cube of questions with its verdicts and the rules that decide in it.
#[derive(Clone, Debug)]
pub(crate) struct Stated {
    pub(crate) cube: Cube,
    /// The rules of the new version that decide there, by id, with the one that decides the most
    /// first.
    pub(crate) rules: Vec<String>,
    /// The rules of the old version that decided there and no longer do.
    pub(crate) before: Vec<String>,
    /// The number of its questions that no earlier statement covers.
    pub(crate) questions: u128,
}

/// The largest number of rules to name for one statement.
const MOST_RULES: usize = 4;

/// Covers the questions of `on`. Those in `free` do not matter.
pub(crate) fn cover_questions(compared: &mut Comparison<'_>, on: Node, free: Node) -> Result<Cover, TooLarge> {
    let within = compared.arena.or(on, free)?;
    let facets: Vec<usize> = (FACETS..compared.aligned.approvals).collect();
    // Try both: as few facets as possible, or as many tools as possible at once.
    let first = [facets.as_slice(), &[UNIT, SUBJECT]].concat();
    let second = [&[UNIT, SUBJECT], facets.as_slice()].concat();
    let third: Vec<usize> = [UNIT].into_iter().chain(facets.into_iter().rev()).chain([SUBJECT]).collect();
    Ok(cover(&mut compared.arena, on, within, &[first, second, third])?)
}

/// Returns the statements of a cover. Each question counts in the first one that contains it.
pub(crate) fn state(compared: &mut Comparison<'_>, on: Node, cover: &Cover) -> Result<Vec<Stated>, TooLarge> {
    // A cube has the same condition for each of its subjects, so the others are not touched.
    let first = compared.aligned.approvals;
    let mut counter = Counter::new(&compared.arena, &|variable| variable != SUBJECT && variable < first);
    let on = compared.by_subject(on);
    let mut left = on.clone();
    let mut stated = Vec::new();
    for cube in &cover.cubes {
        let condition = cube.condition_without(&mut compared.arena, Some(SUBJECT))?;
        let (mut all, mut questions) = (Vec::new(), 0_u128);
        for subject in cube.side(SUBJECT).into_iter().flat_map(ValueSet::iter) {
            let (Some(on), Some(left)) = (on.get(subject), left.get_mut(subject)) else { continue };
            let own = compared.arena.and(*left, condition)?;
            *left = compared.arena.minus(*left, condition)?;
            questions = questions.saturating_add(counter.count(&compared.arena, own, 1));
            all.push((subject, compared.arena.and(*on, condition)?));
        }
        let (rules, before) = (deciding_rules(compared, NEW, all.clone())?, deciding_rules(compared, OLD, all)?);
        stated.push(Stated { cube: cube.clone(), rules, before, questions });
    }
    Ok(stated)
}

/// The rules of a version that decide in some questions about each subject. Of each question that
/// is not yet explained: for the new version the rule that is new or changed, or else the
/// first; for the old version one that decides no longer, if there is one.
fn deciding_rules(
    compared: &mut Comparison<'_>,
    version: usize,
    mut left: Vec<(usize, Node)>,
) -> Result<Vec<String>, TooLarge> {
    let mut rules: Vec<String> = Vec::new();
    while let Some(point) = first_point(compared, &left) {
        if rules.len() == MOST_RULES {
            rules.push("…".to_owned());
            break;
        }
        let Some((rule, told)) = decider(compared, version, &point) else { break };
        let found = rule.map(|(rule, id, permits)| {
            rules.extend(told.then_some(id));
            (rule, permits)
        });
        if found.is_none() && told {
            rules.push("unlisted".to_owned());
        }
        let explained = explained(compared, version, found)?;
        let mut fewer = false;
        for (subject, left) in &mut left {
            let explained = explained.get(*subject).copied().unwrap_or(Node::FALSE);
            let rest = compared.arena.minus(*left, explained)?;
            fewer |= rest != *left;
            *left = rest;
        }
        if !fewer {
            break;
        }
    }
    rules.dedup();
    Ok(rules)
}

/// Returns the first open question.
fn first_point(compared: &Comparison<'_>, on: &[(usize, Node)]) -> Option<Vec<usize>> {
    on.iter().find_map(|(subject, node)| {
        let mut point = compared.arena.first_point(*node)?;
        point.get_mut(SUBJECT).into_iter().for_each(|slot| *slot = *subject);
        Some(point)
    })
}

/// A rule by its place and id, and whether it permits.
type Decider = Option<(usize, String, bool)>;

/// Returns the rule that represents those that decide a question in a version, and whether to name
/// it. The rule is `None` if no rule decides.
fn decider(compared: &Comparison<'_>, version: usize, point: &[usize]) -> Option<(Decider, bool)> {
    let place = |variable: usize| point.get(variable).copied().unwrap_or(0);
    let subject = compared.aligned.subjects.get(place(SUBJECT))?;
    let unit = compared.aligned.units.get(place(UNIT))?;
    let [old, new] = compared.policies;
    let rules_at = |policy: &Policy, subject, unit| -> Vec<usize> {
        outcome_at(policy, subject, unit, &values(compared, &policy.pack, &place), 0).rules
    };
    let now = rules_at(new, subject.new, unit.new);
    let known = |policy: &Policy, rule: &usize| policy.pack.rules.at(*rule).is_some();
    let (policy, rules) = if version == NEW { (new, now.clone()) } else { (old, rules_at(old, subject.old, unit.old)) };
    let own: Vec<(usize, &Rule)> =
        rules.iter().filter_map(|rule| Some((*rule, policy.pack.rules.at(*rule)?))).collect();
    let decides_now =
        |id: &str| now.iter().any(|rule| new.pack.rules.at(*rule).is_some_and(|rule| rule.id.as_str() == id));
    let preferred = |rule: &Rule| match version {
        NEW => old.pack.rules.get(rule.id.as_str()).is_none_or(|twin| twin.cedar != rule.cedar),
        _ => !decides_now(&compared.aligned.later(version, rule.id.as_str())),
    };
    let chosen = own.iter().find(|(_, rule)| preferred(rule)).or(own.first());
    let told = version == NEW
        || match chosen {
            Some((_, rule)) => preferred(rule),
            None => now.iter().any(|rule| known(new, rule)),
        };
    Some((chosen.map(|(place, rule)| (*place, rule.id.to_string(), rule.effect == Effect::Permit)), told))
}

/// Returns for each subject the questions that a rule of a version explains: those where it holds.
/// `None` for the rule means the questions where neither a permit nor a forbid holds.
fn explained(
    compared: &mut Comparison<'_>,
    version: usize,
    rule: Option<(usize, bool)>,
) -> Result<Arc<[Node]>, TooLarge> {
    if let Some(known) = compared.explained.get(&(version, rule)) {
        return Ok(Arc::clone(known));
    }
    let Some(policy) = compared.policies.get(version).copied() else { return Ok(Arc::default()) };
    let count = compared.aligned.subjects.len() * compared.aligned.units.len().max(1);
    let mut parts = Vec::with_capacity(count);
    let mut known: FxHashMap<Node, Node> = FxHashMap::default();
    for place in 0..count {
        let Some((subject, unit)) = compared.at(place) else { continue };
        let (subject, unit) = if version == OLD { (subject.old, unit.old) } else { (subject.new, unit.new) };
        let Some((rule, permits)) = rule else {
            parts.push(without_rule(compared, version, policy, subject, unit)?);
            continue;
        };
        let condition = policy.decisions.condition(rule, subject, unit);
        let holds = match known.get(&condition) {
            Some(holds) => *holds,
            None => {
                let imported = compared.import(version, condition)?;
                // A permit that waits for approval explains *ask first*.
                let holds = if permits { compared.granted(imported)? } else { compared.absent(imported)? };
                known.insert(condition, holds);
                holds
            }
        };
        parts.push(holds);
    }
    let explained: Arc<[Node]> = compared.rows(&parts)?.into();
    compared.explained.insert((version, rule), Arc::clone(&explained));
    Ok(explained)
}

/// Returns the questions about a subject in a unit to which no permit and no forbid applies.
fn without_rule(
    compared: &mut Comparison<'_>,
    version: usize,
    policy: &Policy,
    subject: Subject,
    unit: usize,
) -> Result<Node, TooLarge> {
    let mut any = Node::FALSE;
    for (rule, condition) in policy.decisions.rules(subject, unit) {
        if policy.pack.rules.at(rule).is_some_and(|rule| rule.action == Action::Use) {
            let imported = compared.import(version, condition)?;
            let holds = compared.granted(imported)?;
            any = compared.arena.or(any, holds)?;
        }
    }
    Ok(compared.arena.not(any)?)
}

/// Returns the value of each facet of a version at a point of the shared variables.
fn values(compared: &Comparison<'_>, pack: &Pack, at: &dyn Fn(usize) -> usize) -> Vec<u8> {
    let value = |facet: &countersign_model::Facet| {
        let aligned = compared.aligned.facets.iter().enumerate().find(|(_, aligned)| aligned.id == facet.id.as_str());
        let named = aligned.and_then(|(place, aligned)| aligned.values.get(at(place + FACETS)));
        let value = named.and_then(|value| facet.value(value)).or(facet.default).unwrap_or(0);
        u8::try_from(value).unwrap_or(0)
    };
    pack.facets.iter().map(value).collect()
}

/// Groups statements by the rules that decide and decided.
pub(crate) fn group_by_rules(statements: &mut [Statement]) {
    sort_by_group(statements, |one| (one.rules.clone(), one.rules_before.clone()));
}

/// Groups statements. Sorts the groups, and the statements within each, by number of questions, the
/// largest first.
pub(crate) fn sort_by_group<K: Ord + Clone>(statements: &mut [Statement], group: impl Fn(&Statement) -> K) {
    let size = |statement: &Statement| statement.questions.parse::<u128>().unwrap_or(0);
    let mut sums: BTreeMap<K, u128> = BTreeMap::new();
    for statement in statements.iter() {
        *sums.entry(group(statement)).or_default() += size(statement);
    }
    statements.sort_by_cached_key(|statement| {
        let group = group(statement);
        let sum = sums.get(&group).copied().unwrap_or(0);
        (u128::MAX - sum, group, u128::MAX - size(statement))
    });
}

pub(crate) fn statement(
    compared: &Comparison<'_>,
    from: Verdict,
    to: Verdict,
    what: &str,
    stated: Stated,
) -> Statement {
    let Stated { cube, rules, before, questions } = stated;
    let aligned = &compared.aligned;
    let side = |variable: usize| -> Option<Vec<usize>> {
        let side = cube.side(variable)?;
        (side.len() < aligned.shape.size(variable)).then(|| side.iter().collect())
    };
    let subjects = side(SUBJECT).unwrap_or_default();
    let subjects: Vec<_> = subjects.into_iter().filter_map(|place| aligned.subjects.get(place)).collect();
    let units = side(UNIT).unwrap_or_default().into_iter().filter_map(|place| aligned.units.get(place));
    let facet = |(place, facet): (usize, &SharedFacet)| {
        let values = side(place + FACETS)?;
        Some((facet.id.clone(), values.into_iter().filter_map(|value| facet.values.get(value).cloned()).collect()))
    };
    Statement {
        from: from.to_string(),
        to: to.to_string(),
        what: what.to_owned(),
        tools: subjects.iter().map(|subject| subject.id.clone()).collect(),
        names: subjects.iter().map(|subject| subject.name.clone()).collect(),
        units: units.map(|unit| unit.id.clone()).collect(),
        when: aligned.facets.iter().enumerate().filter_map(facet).collect(),
        rules,
        rules_before: before,
        rule_changes: Vec::new(),
        questions: questions.to_string(),
    }
}
