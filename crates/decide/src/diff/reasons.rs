//! Changes of reasons and conditions where the verdict stays.

use super::compare::Compared;
use crate::TooLarge;
use crate::deciding::{Deciding, NONE};
use crate::laid::Laid;
use crate::reasons::{kind, sources_of};
use countersign_diagram::{Arena, Done, Frozen, Memo, Node, Source};
use countersign_model::{Action, Id, Rule, Verdict};
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

/// The rules that may hold for a subject in a unit, and where; and the sources of
/// what the register says of the subject.
type Rules = (Vec<(usize, Node)>, Vec<Id>);

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
        let rules = (rules(old, before), rules(new, after));
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

fn rules(policy: &Policy, (subject, unit): (Subject, usize)) -> Rules {
    let tool = if let Subject::Tool(place) = subject { policy.pack.tools.at(place) } else { None };
    let sources = tool.map(|tool| sources_of(&policy.pack, tool, policy.decisions.at)).unwrap_or_default();
    (policy.decisions.rules(subject, unit), sources)
}

/// Whether the same rules hold in the same places and say the same.
fn alike(compared: &mut Compared<'_>, rules: &(Rules, Rules)) -> Result<bool, TooLarge> {
    let mut both = Vec::new();
    for (version, rules) in [&rules.0, &rules.1].into_iter().enumerate() {
        let Some(policy) = compared.policies.get(version).copied() else { return Ok(false) };
        let mut said = BTreeMap::new();
        for (place, node) in &rules.0 {
            let Some(rule) = policy.pack.rules.at(*place) else { continue };
            let words = format!("{} {}", rule.kind, words(policy, *place, rule, &rules.1));
            said.insert(rule.id.clone(), (words, compared.import(version, *node)?));
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
    let (before, after) = (asking(compared, 0, before)?, asking(compared, 1, after)?);
    let other = compared.arena.apply(&mut Memo::default(), before, after, &mut |before, after| match () {
        () if before == after => Some(Node::FALSE),
        () => before.number().zip(after.number()).map(|_| Node::TRUE),
    })?;
    let first = compared.aligned.approvals;
    Ok(compared.arena.exists(other, &|variable| variable >= first)?)
}

/// The verdicts of a version with what nobody can ask for absent.
fn asking(compared: &mut Compared<'_>, version: usize, node: Node) -> Result<Node, TooLarge> {
    let node = compared.import(version, node)?;
    let Some(policy) = compared.policies.get(version) else { return Ok(node) };
    let facets = policy.pack.facets.len();
    let closed: Vec<usize> = policy
        .pack
        .approvals
        .iter()
        .enumerate()
        .filter(|(_, approval)| !approval.askable)
        .filter_map(|(place, _)| match compared.aligned.sources.get(version)?.get(facets + place)? {
            Source::Variable(variable, _) => Some(*variable),
            _ => None,
        })
        .collect();
    Ok(compared.arena.restrict(node, &|variable| closed.contains(&variable).then_some(0))?)
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
    let (reasons, heeded, arena) = regions(policy, subject, unit, &rules.1)?;
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

fn regions(
    policy: &Policy,
    subject: Subject,
    unit: usize,
    listing: &[Id],
) -> Result<(Regions, Regions, Arena), TooLarge> {
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
    // The kind of reason that a rule gives depends on the verdict.
    let mut reasons = Vec::new();
    for verdict in [Verdict::Allowed, Verdict::AskFirst, Verdict::NotAllowed] {
        let of_verdict = laid.is(deciding.plain, verdict)?;
        for (place, region) in &deciding.regions {
            let here = laid.arena.and(*region, of_verdict)?;
            if here == Node::FALSE {
                continue;
            }
            reasons.push(match pack.rules.at(*place).filter(|_| *place != NONE) {
                Some(rule) => {
                    let words = format!("{} {}", kind(rule, verdict), words(policy, *place, rule, listing));
                    (format!("{} {verdict}", rule.id), words, here)
                }
                None => ("unlisted".to_owned(), String::new(), here),
            });
        }
    }
    let denied = laid.is(deciding.plain, Verdict::NotAllowed)?;
    let usable = laid.arena.minus(deciding.possible, denied)?;
    let mut heeded = Vec::new();
    for (place, node) in laid.rules(Action::Advise, &asked, unit)? {
        let node = laid.plain(node)?;
        let here = laid.arena.and(node, usable)?;
        if let Some(rule) = pack.rules.at(place).filter(|_| here != Node::FALSE) {
            heeded.push((rule.id.to_string(), words(policy, place, rule, listing), here));
        }
    }
    Ok((reasons, heeded, laid.arena))
}

/// All that a rule says to people, as one text to compare.
fn words(policy: &Policy, place: usize, rule: &Rule, listing: &[Id]) -> String {
    let text = rule.text.as_ref().map_or("", |text| &text.text);
    let duty = rule.duty.as_ref().and_then(|duty| policy.pack.duties.get(duty.as_str()));
    let mut sources: Vec<&Id> = rule.sources.iter().chain(duty.iter().flat_map(|duty| &duty.sources)).collect();
    if policy.decisions.cites_listing(place) {
        match rule.action {
            Action::Use => sources.extend(listing),
            // What is to be heeded cites the listing where it has no source of its own.
            Action::Advise if sources.is_empty() => sources.extend(listing.first()),
            Action::Advise => {}
        }
    }
    let strength = rule.strength.map(countersign_model::Strength::as_str);
    let duty = duty.map(|duty| &duty.text.text);
    format!("{strength:?} {text} {duty:?} {sources:?} {:?}", rule.checklists)
}
