//! What settles a verdict, and what would change it: facts, the unit, and supposed approvals.

use crate::residual::{Residual, common};
use crate::{Localizer, TooLarge};
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_model::{Facts, Id, Pack, Question, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// A unit by its names.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct UnitName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A single fact that would turn the verdict.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct Counterfactual {
    /// The facet.
    pub facet: String,
    /// The values that would turn it.
    pub values: Vec<String>,
    /// The verdict with any of them.
    pub verdict: Verdict,
}

/// Units where the verdict would be another.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct UnitCounterfactual {
    /// The units.
    pub units: Vec<UnitName>,
    /// The verdict in any of them.
    pub verdict: Verdict,
}

/// A supposed approval without which the verdict would be another.
#[derive(Clone, Debug, Serialize, JsonSchema, PartialEq, Eq)]
pub struct ApprovalCounterfactual {
    /// The approval.
    pub approval: String,
    /// The verdict without it.
    pub verdict: Verdict,
}

/// A question with its verdict, and the variations of it to try.
pub(crate) struct Counterfactuals<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) question: &'a Question,
    /// The facts, defaults included.
    pub(crate) facts: &'a Facts,
    /// The supposed approvals, one bit each.
    pub(crate) granted: u64,
    pub(crate) verdict: Verdict,
}

/// The facts, approvals and unit that settle a verdict. None of them is redundant.
#[derive(Default)]
pub(crate) struct SufficientFacts {
    pub(crate) facts: Facts,
    /// Approvals, one bit each.
    pub(crate) approved: u64,
    /// Whether it is settled for this unit only.
    pub(crate) in_unit: bool,
}

impl Counterfactuals<'_> {
    /// Returns what settles the verdict. Empty if it is undecided. Supposed approvals are dropped
    /// first, then facts, starting with those that the policy asks for last, and finally the unit.
    pub(crate) fn settled(&self, whole: &mut Residual<'_>) -> Result<SufficientFacts, TooLarge> {
        if self.verdict == Verdict::Undecided {
            return Ok(SufficientFacts::default());
        }
        let own = whole.verdicts(&self.question.subject, self.question.unit)?;
        let (mut facts, mut approved) = (self.facts.clone(), self.granted);
        for bit in bits(self.granted) {
            if self.always(whole, own, &facts, approved & !bit)? {
                approved &= !bit;
            }
        }
        for place in whole.arena.shape().order().to_vec().into_iter().rev() {
            let Some(value) = facts.get_mut(place).and_then(Option::take) else { continue };
            if !self.always(whole, own, &facts, approved)?
                && let Some(fact) = facts.get_mut(place)
            {
                *fact = Some(value);
            }
        }
        let mut elsewhere = Residual::open(self.policy, &facts, self.granted);
        let mut units = BTreeSet::new();
        for unit in 0..self.policy.pack.units.len() {
            units.insert(elsewhere.verdicts(&self.question.subject, unit)?);
        }
        let mut in_unit = false;
        for node in units {
            in_unit = in_unit || !self.always(&mut elsewhere, node, &facts, approved)?;
        }
        Ok(SufficientFacts { facts, approved, in_unit })
    }

    /// Returns true if the verdict stays the same whatever the other facts are, both with all
    /// supposed approvals and with these alone. Another approval can only help, so every set in
    /// between gives the same verdict.
    fn always(&self, laid: &mut Residual<'_>, node: Node, facts: &Facts, approved: u64) -> Result<bool, TooLarge> {
        for approvals in BTreeSet::from([self.granted, approved]) {
            let left = laid.fixed(node, facts, approvals)?;
            if laid.verdicts_of(left) != [self.verdict] {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns the verdict of a function for these facts and approvals, if it is another one.
    fn turned(
        &self,
        laid: &mut Residual<'_>,
        node: Node,
        facts: &Facts,
        approved: u64,
    ) -> Result<Option<Verdict>, TooLarge> {
        let left = laid.fixed(node, facts, approved)?;
        let turned = common(&laid.verdicts_of(left)).filter(|turned| *turned != self.verdict);
        Ok(turned)
    }

    /// Returns the single facts that would change the verdict.
    pub(crate) fn turns(&self, whole: &mut Residual<'_>) -> Result<Vec<Counterfactual>, TooLarge> {
        let node = whole.verdicts(&self.question.subject, self.question.unit)?;
        let node = whole.with(node, self.granted)?;
        let mut turns: Vec<Counterfactual> = Vec::new();
        for (place, facet) in self.policy.pack.facets.iter().enumerate() {
            let Some(given) = self.facts.get(place).copied().flatten() else { continue };
            for value in (0..facet.values.len()).filter(|value| *value != given) {
                let mut other = self.facts.clone();
                if let Some(fact) = other.get_mut(place) {
                    *fact = Some(value);
                }
                let Some(verdict) = self.turned(whole, node, &other, self.granted)? else { continue };
                let known = turns.iter_mut().find(|turn| turn.facet == facet.id.as_str() && turn.verdict == verdict);
                let value = facet.value_id(value).to_owned();
                match known {
                    Some(turn) => turn.values.push(value),
                    None => turns.push(Counterfactual { facet: facet.id.to_string(), values: vec![value], verdict }),
                }
            }
        }
        Ok(turns)
    }

    /// Returns the units in which the verdict would be different.
    pub(crate) fn unit_turns(&self, speaker: Localizer<'_>) -> Result<Vec<UnitCounterfactual>, TooLarge> {
        let mut laid = Residual::new(self.policy, self.facts, self.granted);
        let mut turns: Vec<UnitCounterfactual> = Vec::new();
        for unit in 0..self.policy.pack.units.len() {
            let node = laid.verdicts(&self.question.subject, unit)?;
            let Some(verdict) = self.turned(&mut laid, node, self.facts, self.granted)? else { continue };
            let units = unit_name(&self.policy.pack, unit, speaker);
            match turns.iter_mut().find(|turn| turn.verdict == verdict) {
                Some(turn) => turn.units.extend(units),
                None => turns.push(UnitCounterfactual { units: units.into_iter().collect(), verdict }),
            }
        }
        Ok(turns)
    }

    /// Returns the supposed approvals without which the verdict would be different.
    pub(crate) fn approval_turns(&self, whole: &mut Residual<'_>) -> Result<Vec<ApprovalCounterfactual>, TooLarge> {
        let node = whole.verdicts(&self.question.subject, self.question.unit)?;
        let mut turns = Vec::new();
        for bit in bits(self.granted) {
            if let Some(verdict) = self.turned(whole, node, self.facts, self.granted & !bit)? {
                let approval = ids(&self.policy.pack, bit).concat();
                turns.push(ApprovalCounterfactual { approval, verdict });
            }
        }
        Ok(turns)
    }
}

fn bits(set: u64) -> impl Iterator<Item = u64> {
    (0..u64::BITS).map(|place| 1 << place).filter(move |bit| set & bit != 0)
}

/// Returns the ids of approvals, one bit each.
pub(crate) fn ids(pack: &Pack, set: u64) -> Vec<String> {
    let own = pack.approvals.iter().enumerate().filter(|(place, _)| set & (1 << place) != 0);
    own.map(|(_, approval)| Id::to_string(&approval.id)).collect()
}

/// Returns the names of a unit.
pub(crate) fn unit_name(pack: &Pack, unit: usize, speaker: Localizer<'_>) -> Option<UnitName> {
    let unit = pack.units.at(unit)?;
    Some(UnitName { id: unit.id.to_string(), name: speaker.say(&unit.name).to_owned() })
}
