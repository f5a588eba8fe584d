use crate::{Ban, Exemption, Id, Listing, Pack, Precedence, Tool};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A tool's listings on a day: the one in force, those that give way to it, and those that have
/// ended.
#[derive(Clone, Debug, Default)]
pub struct EffectiveListing<'a> {
    /// The listing in force.
    pub listing: Option<&'a Listing>,
    /// Listings that give way to it.
    pub overruled: Vec<&'a Listing>,
    /// Listings whose approval has ended.
    pub ended: Vec<&'a Listing>,
}

/// Two sources that say different things about a tool.
#[derive(Clone, Debug)]
pub struct Disagreement<'a> {
    /// The tool.
    pub tool: &'a Tool,
    /// The listing that wins.
    pub winner: &'a Listing,
    /// The listing that gives way.
    pub loser: &'a Listing,
    /// Why the first one wins. `None` if the pack does not say, which is an error.
    pub precedence: Option<&'a Precedence>,
}

impl Pack {
    /// Returns the first day of something that rests on these sources: the day of the earliest.
    /// `None` means always: there are no sources, or one of them has no date.
    pub fn first_day_of(&self, sources: &[Id]) -> Option<Date> {
        let days: Option<Vec<Date>> =
            sources.iter().map(|id| Some(self.sources.get(id.as_str())?.date?.first_day())).collect();
        days?.into_iter().min()
    }

    /// Returns the last days of a ban's exemptions that are in force, each once.
    pub fn exemptions_end(&self, ban: &Ban, at: Date) -> BTreeSet<Date> {
        self.exemptions_from(ban, at).map(|exemption| exemption.until).collect()
    }

    /// Returns the last days of those exemptions that give back `tool`. A tool that no list names
    /// has no id.
    pub fn tool_exemptions_end(&self, ban: &Ban, tool: Option<&Id>, at: Date) -> BTreeSet<Date> {
        let own = self.exemptions_from(ban, at).filter(|exemption| exemption.tools.covers(tool));
        own.map(|exemption| exemption.until).collect()
    }

    fn exemptions_from(&self, ban: &Ban, at: Date) -> impl Iterator<Item = &Exemption> {
        self.exemptions.iter().filter(move |exemption| exemption.ban == ban.id && exemption.holds(at))
    }

    /// Returns a tool's listings on a day.
    ///
    /// Of the listings that have begun and not ended, the one that no other overrules is in force.
    /// If the pack does not decide between two, the last one in the pack is.
    pub fn standing<'a>(&'a self, tool: &'a Tool, at: Date) -> EffectiveListing<'a> {
        let holding: Vec<&Listing> = tool.listings.iter().filter(|listing| listing.holds(at)).collect();
        let ended = tool.listings.iter().filter(|listing| listing.has_ended(at)).collect();
        let listing = holding
            .iter()
            .rev()
            .find(|one| !holding.iter().any(|other| self.precedence(tool, other, one).is_some()))
            .or(holding.last())
            .copied();
        let overruled =
            holding.into_iter().filter(|other| listing.is_some_and(|listing| !std::ptr::eq(*other, listing))).collect();
        EffectiveListing { listing, overruled, ended }
    }

    /// Returns why `winner` wins against `loser`, if the pack says so.
    pub fn precedence(&self, tool: &Tool, winner: &Listing, loser: &Listing) -> Option<&Precedence> {
        let for_both = |rule: &&Precedence| rule.winner == winner.source && rule.loser == loser.source;
        let named = |rule: &&Precedence| rule.tools.contains(&tool.id);
        let mut rules = self.precedence.iter().filter(for_both);
        rules.clone().find(named).or_else(|| rules.find(|rule| rule.tools.is_empty()))
    }

    /// Returns the places where a tool's listings in force disagree: in the grade, in a limit, or
    /// in the ways to get it.
    pub fn disagreements<'a>(&'a self, tool: &'a Tool, at: Date) -> Vec<Disagreement<'a>> {
        let standing = self.standing(tool, at);
        let Some(winner) = standing.listing else { return Vec::new() };
        let differ = |loser: &&&Listing| {
            winner.source != loser.source && (!winner.same_grades(loser) || winner.limits != loser.limits)
        };
        standing
            .overruled
            .iter()
            .filter(differ)
            .map(|loser| Disagreement { tool, winner, loser, precedence: self.precedence(tool, winner, loser) })
            .collect()
    }
}
