//! The reasons and conditions of a version, each with its texts and its questions.

use super::alignment::Alignment;
use super::comparison::Comparison;
use crate::TooLarge;
use crate::deciding_rules::{DecidingRules, NONE};
use crate::reasons::kind;
use crate::residual::Residual;
use countersign_compiled::{IMPOSSIBLE, Policy, Subject};
use countersign_diagram::Node;
use countersign_model::{Action, Id, ReasonKind, Rule, Verdict};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A rule by its id; for a reason, with the verdict.
pub(crate) type Key = (String, Option<Verdict>);

/// The texts of a rule, each with the name of its part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RuleTexts(pub(crate) [(&'static str, String); 6]);

/// The texts of each rule, with its region.
pub(crate) type ExplanationRegions = BTreeMap<Key, (RuleTexts, Node)>;

/// The rules that may apply to a subject in a unit, with their conditions, and the sources of the
/// subject's listing.
pub(crate) type Rules = (Vec<(usize, Node)>, Vec<Id>);

impl RuleTexts {
    /// Iterates over the parts that differ, with their names and texts.
    pub(crate) fn differing<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'static str, &'a str, &'a str)> {
        let both = self.0.iter().zip(&other.0).filter(|(one, other)| one.1 != other.1);
        both.map(|(one, other)| (other.0, one.1.as_str(), other.1.as_str()))
    }
}

/// Returns what a version says about a subject in a unit: reasons, and conditions of use. Only the
/// questions of `within`, a condition on the facets, count.
pub(crate) fn explain_version<'a>(
    compared: &mut Comparison<'a>,
    laid: &mut Residual<'a>,
    version: usize,
    (subject, unit): (Subject, usize),
    rules: &Rules,
    within: Node,
) -> Result<(ExplanationRegions, ExplanationRegions), TooLarge> {
    let verdicts = laid.policy.decisions.verdicts(subject, unit).unwrap_or(Node::terminal(IMPOSSIBLE));
    let aligned = Arc::clone(&compared.aligned);
    compared.lend(laid, |laid| regions(&aligned, laid, version, verdicts, rules, within))
}

fn regions(
    aligned: &Alignment,
    laid: &mut Residual<'_>,
    version: usize,
    verdicts: Node,
    (rules, listing): &Rules,
    within: Node,
) -> Result<(ExplanationRegions, ExplanationRegions), TooLarge> {
    let policy = laid.policy;
    let verdicts = laid.import(verdicts)?;
    let verdicts = laid.arena.choose(within, verdicts, Node::terminal(IMPOSSIBLE))?;
    let (mut on_use, mut on_advice) = (Vec::new(), Vec::new());
    for (place, node) in rules {
        let Some(rule) = policy.pack.rules.at(*place) else { continue };
        let node = laid.import(*node)?;
        match rule.action {
            _ if node == Node::FALSE => {}
            Action::Use => on_use.push((*place, node)),
            Action::Advise => on_advice.push((*place, rule, node)),
        }
    }
    let deciding = DecidingRules::new(laid, verdicts, &on_use)?;
    let (mut reasons, mut conditions) = (ExplanationRegions::new(), ExplanationRegions::new());
    // The kind of reason that a rule gives depends on the verdict.
    for verdict in [Verdict::Allowed, Verdict::AskFirst, Verdict::NotAllowed] {
        let of_verdict = laid.is(deciding.plain, verdict)?;
        for (place, region) in &deciding.regions {
            let here = laid.arena.and(*region, of_verdict)?;
            if here == Node::FALSE {
                continue;
            }
            match policy.pack.rules.at(*place).filter(|_| *place != NONE) {
                Some(rule) => {
                    let words = words(policy, *place, rule, kind(rule, verdict), listing);
                    reasons.insert((aligned.later(version, rule.id.as_str()), Some(verdict)), (words, here))
                }
                None => reasons.insert(("unlisted".to_owned(), None), (RuleTexts::default(), here)),
            };
        }
    }
    let denied = laid.is(deciding.plain, Verdict::NotAllowed)?;
    let usable = laid.arena.minus(deciding.possible, denied)?;
    for (place, rule, node) in on_advice {
        let node = laid.plain(node)?;
        let here = laid.arena.and(node, usable)?;
        if here != Node::FALSE {
            let words = words(policy, place, rule, rule.kind, listing);
            conditions.insert((aligned.later(version, rule.id.as_str()), None), (words, here));
        }
    }
    Ok((reasons, conditions))
}

/// Returns all texts of a rule.
pub(crate) fn words(policy: &Policy, place: usize, rule: &Rule, kind: ReasonKind, listing: &[Id]) -> RuleTexts {
    let duty = rule.duty.as_ref().and_then(|duty| policy.pack.duties.get(duty.as_str()));
    let mut sources: Vec<&Id> = rule.sources.iter().chain(duty.iter().flat_map(|duty| &duty.sources)).collect();
    if policy.decisions.cites_listing(place) {
        match rule.action {
            Action::Use => sources.extend(listing),
            // Advice without its own source cites the listing.
            Action::Advise if sources.is_empty() => sources.extend(listing.first()),
            Action::Advise => {}
        }
    }
    let joined = |ids: &[&Id]| ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
    RuleTexts([
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
