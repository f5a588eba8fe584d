//! Changes of reasons and conditions where the verdict stays.

use super::compare::Compared;
use crate::TooLarge;
use crate::deciding::{Deciding, NONE};
use crate::laid::Laid;
use countersign_diagram::{Arena, Done, Frozen, Memo, Node};
use countersign_model::{Action, Pack, Rule, Verdict};
use countersign_policy::{IMPOSSIBLE, Policy, Subject};
use std::collections::{BTreeMap, HashMap};

/// Where the same verdict is told differently.
pub(crate) struct Retold {
    /// Where other rules decide, or the same say something else.
    pub(crate) reasons: Node,
    /// Where there is something else to heed, and the reasons stay.
    pub(crate) conditions: Node,
}

/// What a rule says and where: its id and words, and the region.
type Telling = BTreeMap<String, (String, Node)>;

/// The rules that may hold for a subject in a unit, and where.
type Rules = Vec<(usize, Node)>;

/// What is told about subjects and units to which the same rules may apply:
/// reasons, and what to heed.
type Told = HashMap<Rules, (Telling, Telling)>;

/// Where the verdict stays and reasons or conditions change.
pub(crate) fn retold(compared: &mut Compared<'_>) -> Result<Retold, TooLarge> {
    let mut told = [Told::new(), Told::new()];
    let mut known: HashMap<(Rules, Rules), (Node, Node)> = HashMap::new();
    let (mut reasons, mut conditions) = (Vec::new(), Vec::new());
    for place in 0..compared.changes.len() {
        let Some((subject, unit)) = compared.at(place) else { continue };
        let (before, after) = ((subject.old, unit.old), (subject.new, unit.new));
        let [old, new] = compared.policies;
        let rules = (old.decisions.rules(before.0, before.1), new.decisions.rules(after.0, after.1));
        let both = match known.get(&rules) {
            Some(both) => *both,
            None if alike(compared, &rules)? => (Node::FALSE, Node::FALSE),
            None => {
                let change = compared.changes.get(place).copied().unwrap_or(Node::FALSE);
                let [of_old, of_new] = &mut told;
                let before_told = telling(compared, of_old, 0, before, &rules.0)?;
                let after_told = telling(compared, of_new, 1, after, &rules.1)?;
                let helped = helped(compared, (old, new), place)?;
                differing(compared, change, helped, &before_told, &after_told)?
            }
        };
        known.insert(rules, both);
        reasons.push(both.0);
        conditions.push(both.1);
    }
    Ok(Retold { reasons: compared.whole(&reasons)?, conditions: compared.whole(&conditions)? })
}

/// Whether the same rules hold in the same places and say the same.
fn alike(compared: &mut Compared<'_>, rules: &(Rules, Rules)) -> Result<bool, TooLarge> {
    let mut both = Vec::new();
    for (version, rules) in [&rules.0, &rules.1].into_iter().enumerate() {
        let Some(policy) = compared.policies.get(version).copied() else { return Ok(false) };
        let mut said = BTreeMap::new();
        for (rule, node) in rules {
            let Some(rule) = policy.pack.rules.at(*rule) else { continue };
            said.insert(rule.id.clone(), (words(&policy.pack, rule), compared.import(version, *node)?));
        }
        both.push(said);
    }
    Ok(both.windows(2).all(|pair| pair.first() == pair.last()))
}

/// Where other approvals would help than before.
fn helped(compared: &mut Compared<'_>, (old, new): (&Policy, &Policy), place: usize) -> Result<Node, TooLarge> {
    let Some((subject, unit)) = compared.at(place) else { return Ok(Node::FALSE) };
    let (before, after) =
        (old.decisions.verdicts(subject.old, unit.old), new.decisions.verdicts(subject.new, unit.new));
    let (Some(before), Some(after)) = (before, after) else { return Ok(Node::FALSE) };
    let (before, after) = (compared.import(0, before)?, compared.import(1, after)?);
    let other = compared.arena.apply(&mut Memo::default(), before, after, &mut |before, after| match () {
        () if before == after => Some(Node::FALSE),
        () => before.number().zip(after.number()).map(|_| Node::TRUE),
    })?;
    let first = compared.aligned.approvals;
    Ok(compared.arena.exists(other, &|variable| variable >= first)?)
}

/// Where reasons differ, and where only conditions do, with the verdict the same.
fn differing(
    compared: &mut Compared<'_>,
    change: Node,
    helped: Node,
    before: &(Telling, Telling),
    after: &(Telling, Telling),
) -> Result<(Node, Node), TooLarge> {
    let same = compared.arena.map(change, &mut |number| u32::from(number < IMPOSSIBLE))?;
    let reasons = apart(compared, &before.0, &after.0)?;
    let reasons = compared.arena.or(reasons, helped)?;
    let reasons = compared.arena.and(reasons, same)?;
    let conditions = apart(compared, &before.1, &after.1)?;
    let conditions = compared.arena.and(conditions, same)?;
    Ok((reasons, compared.arena.minus(conditions, reasons)?))
}

/// Where something is told in one version and not, or in other words, in the other.
fn apart(compared: &mut Compared<'_>, before: &Telling, after: &Telling) -> Result<Node, TooLarge> {
    let mut apart = Node::FALSE;
    let silent = (String::new(), Node::FALSE);
    let ids = before.keys().chain(after.keys().filter(|id| !before.contains_key(*id)));
    for id in ids {
        let (one, other) = (before.get(id).unwrap_or(&silent), after.get(id).unwrap_or(&silent));
        let here = if one.0 == other.0 {
            let (left, right) = (compared.arena.minus(one.1, other.1)?, compared.arena.minus(other.1, one.1)?);
            compared.arena.or(left, right)?
        } else {
            compared.arena.or(one.1, other.1)?
        };
        apart = compared.arena.or(apart, here)?;
    }
    Ok(apart)
}

/// What a version tells about a subject in a unit: reasons, and what to heed.
fn telling(
    compared: &mut Compared<'_>,
    known: &mut Told,
    version: usize,
    (subject, unit): (Subject, usize),
    rules: &Rules,
) -> Result<(Telling, Telling), TooLarge> {
    if let Some(told) = known.get(rules) {
        return Ok(told.clone());
    }
    let Some(policy) = compared.policies.get(version).copied() else { return Ok(Default::default()) };
    let (reasons, heeded, arena) = regions(policy, subject, unit)?;
    let told = (bring(compared, version, reasons, &arena)?, bring(compared, version, heeded, &arena)?);
    known.insert(rules.clone(), told.clone());
    Ok(told)
}

/// Rules with their words and regions.
type Regions = Vec<(String, String, Node)>;

/// Brings regions of another arena over: frozen, they come like any others.
fn bring(compared: &mut Compared<'_>, version: usize, regions: Regions, from: &Arena) -> Result<Telling, TooLarge> {
    let nodes: Vec<Node> = regions.iter().map(|(_, _, node)| *node).collect();
    let (frozen, nodes) = Frozen::new(from, &nodes);
    let sources = compared.aligned.sources.get(version).cloned().unwrap_or_default();
    let (mut telling, mut done) = (Telling::new(), Done::default());
    for ((id, words, _), node) in regions.into_iter().zip(nodes) {
        telling.insert(id, (words, compared.arena.importing(&frozen, node, &sources, &mut done)?));
    }
    Ok(telling)
}

fn regions(policy: &Policy, subject: Subject, unit: usize) -> Result<(Regions, Regions, Arena), TooLarge> {
    let pack = &policy.pack;
    let asked = match subject {
        Subject::Tool(place) => countersign_model::Subject::Tool(place),
        Subject::Unlisted => countersign_model::Subject::Unlisted { name: String::new(), kind: None },
        Subject::Kind(kind) => countersign_model::Subject::Unlisted { name: String::new(), kind: Some(kind) },
    };
    let mut laid = Laid::new(policy, &vec![None; pack.facets.len()], 0);
    let verdicts = laid.verdicts(&asked, unit)?;
    let rules = laid.rules(Action::Use, &asked, unit)?;
    let deciding = Deciding::new(&mut laid, verdicts, &rules)?;
    let reason = |(rule, region): &(usize, Node)| match pack.rules.at(*rule).filter(|_| *rule != NONE) {
        Some(rule) => (rule.id.to_string(), words(pack, rule), *region),
        None => ("unlisted".to_owned(), String::new(), *region),
    };
    let reasons = deciding.regions.iter().map(reason).collect();
    let denied = laid.is(deciding.plain, Verdict::NotAllowed)?;
    let usable = laid.arena.minus(deciding.possible, denied)?;
    let mut heeded = Vec::new();
    for (place, node) in laid.rules(Action::Advise, &asked, unit)? {
        let node = laid.plain(node)?;
        let here = laid.arena.and(node, usable)?;
        if let Some(rule) = pack.rules.at(place).filter(|_| here != Node::FALSE) {
            heeded.push((rule.id.to_string(), words(pack, rule), here));
        }
    }
    Ok((reasons, heeded, laid.arena))
}

/// All that a rule says to people, as one text to compare.
fn words(pack: &Pack, rule: &Rule) -> String {
    let text = rule.text.as_ref().map_or("", |text| &text.text);
    let duty = rule.duty.as_ref().and_then(|duty| pack.duties.get(duty.as_str())).map(|duty| &duty.text.text);
    let sources: Vec<&str> = rule.sources.iter().map(countersign_model::Id::as_str).collect();
    let strength = rule.strength.map(countersign_model::Strength::as_str);
    format!("{} {strength:?} {text} {duty:?} {sources:?} {:?}", rule.kind, rule.checklists)
}
