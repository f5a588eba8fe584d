//! What a version tells where: reasons and what to heed, with their words.

use super::compare::Compared;
use crate::TooLarge;
use crate::deciding::{Deciding, NONE};
use crate::laid::Laid;
use crate::reasons::kind;
use countersign_diagram::{Arena, Done, Frozen, Node};
use countersign_model::{Action, Id, ReasonKind, Rule, UnlistedKind, Verdict};
use countersign_policy::{Policy, Subject};
use std::collections::{BTreeMap, HashMap};

/// What is told: a rule by its id; where it is a reason for a verdict, that.
pub(crate) type Key = (String, Option<Verdict>);

/// What a rule says to people, part by part: each part by what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) [(&'static str, String); 6]);

/// What a rule says and where.
pub(crate) type Telling = BTreeMap<Key, (Words, Node)>;

/// The rules that may hold for a subject in a unit, and where; and the sources of
/// what the register says of the subject.
pub(crate) type Rules = (Vec<(usize, Node)>, Vec<Id>);

/// What is told about subjects and units to which the same rules may apply:
/// reasons, and what to heed.
pub(crate) type Told = HashMap<Rules, (Telling, Telling)>;

impl Words {
    /// The parts that differ: what each is, and its texts.
    pub(crate) fn differing<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'static str, &'a str, &'a str)> {
        let both = self.0.iter().zip(&other.0).filter(|(one, other)| one.1 != other.1);
        both.map(|(one, other)| (other.0, one.1.as_str(), other.1.as_str()))
    }
}

/// What a version tells about a subject in a unit: reasons, and what to heed.
pub(crate) fn telling(
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
type Regions = Vec<(Key, Words, Node)>;

/// Brings regions of another arena over: frozen, they come like any others.
fn bring(compared: &mut Compared<'_>, version: usize, regions: Regions, from: &Arena) -> Result<Telling, TooLarge> {
    let nodes: Vec<Node> = regions.iter().map(|(_, _, node)| *node).collect();
    let (frozen, nodes) = Frozen::new(from, &nodes);
    let sources = compared.aligned.sources.get(version).cloned().unwrap_or_default();
    let (mut telling, mut done) = (Telling::new(), Done::default());
    for (((rule, verdict), words, _), node) in regions.into_iter().zip(nodes) {
        let key = (compared.aligned.later(version, &rule), verdict);
        telling.insert(key, (words, compared.arena.importing(&frozen, node, &sources, &mut done)?));
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
    let unlisted = |kind| countersign_model::Subject::Unlisted { name: String::new(), kind };
    let asked = match subject {
        Subject::Tool(place) => countersign_model::Subject::Tool(place),
        Subject::Unlisted => unlisted(Some(UnlistedKind::NoneOfThese)),
        Subject::Kind(kind) => unlisted(Some(UnlistedKind::Kind(kind))),
        Subject::AnyKind => unlisted(None),
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
                    let words = words(policy, *place, rule, kind(rule, verdict), listing);
                    ((rule.id.to_string(), Some(verdict)), words, here)
                }
                None => (("unlisted".to_owned(), None), Words::default(), here),
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
            heeded.push(((rule.id.to_string(), None), words(policy, place, rule, rule.kind, listing), here));
        }
    }
    Ok((reasons, heeded, laid.arena))
}

/// All that a rule says to people.
pub(crate) fn words(policy: &Policy, place: usize, rule: &Rule, kind: ReasonKind, listing: &[Id]) -> Words {
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
    let joined = |ids: &[&Id]| ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
    Words([
        ("kind", kind.to_string()),
        (
            "text",
            rule.text.iter().chain(rule.texts.iter()).map(|text| text.text.as_str()).collect::<Vec<_>>().join(" / "),
        ),
        ("duty", duty.map(|duty| duty.text.text.clone()).unwrap_or_default()),
        ("strength", rule.strength.map(|strength| strength.to_string()).unwrap_or_default()),
        ("sources", joined(&sources)),
        ("checklists", joined(&rule.checklists.iter().collect::<Vec<_>>())),
    ])
}
