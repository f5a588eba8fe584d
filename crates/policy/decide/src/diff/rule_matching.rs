//! Matches the rules of two versions, and checks whether both say the same.

use super::alignment::OLD;
use super::comparison::Comparison;
use super::explanation_regions::words;
use countersign_model::Id;
use rustc_hash::FxHashMap;

/// The rules that both versions have, by their position in the new one.
pub(crate) struct RuleMatching(FxHashMap<usize, RulePair>);

/// A rule that both versions have.
pub(crate) struct RulePair {
    /// Its position in the old version.
    pub(crate) old: usize,
    /// Whether its effect and texts are the same, apart from what the register adds.
    same: bool,
    /// Whether its sources include those of the listing of the tool in the question.
    cites_listing: bool,
}

impl RuleMatching {
    /// Finds the rules that both versions have.
    pub(crate) fn new(compared: &Comparison<'_>) -> Self {
        let [old, new] = compared.policies;
        let mut twins = FxHashMap::default();
        for (place, rule) in old.pack.rules.iter().enumerate() {
            let id = compared.aligned.later(OLD, rule.id.as_str());
            let Some(position) = new.pack.rules.position(&id) else { continue };
            let Some(later) = new.pack.rules.at(position) else { continue };
            let before = words(old, place, rule, rule.kind, &[]);
            let after = words(new, position, later, later.kind, &[]);
            let same = rule.effect == later.effect && before == after;
            let [was, is] = [old.decisions.cites_listing(place), new.decisions.cites_listing(position)];
            let twin = RulePair { old: place, same: same && was == is, cites_listing: was || is };
            twins.insert(position, twin);
        }
        Self(twins)
    }

    /// Returns the old version's match for a rule of the new one.
    pub(crate) fn of_new(&self, rule: usize) -> Option<&RulePair> {
        self.0.get(&rule)
    }
}

impl RulePair {
    /// Returns true if both versions say the same about tools whose listings have these sources.
    pub(crate) fn says_the_same(&self, before: &[Id], after: &[Id]) -> bool {
        self.same && (!self.cites_listing || before == after)
    }
}
