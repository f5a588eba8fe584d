use super::blocking::without_records;
use crate::TooLarge;
use crate::residual::Residual;
use countersign_compiled::{Policy, scope_node, scopes_node};
use countersign_diagram::Node;
use countersign_model::{AppliedExemption, Ban, Exemption, Id, Scope, Subject, Verdict, in_both};
use ipnet::IpNet;
use std::collections::BTreeMap;

/// Exemption holders, by the bans that are lifted for them.
pub(super) struct Exemptions<'a> {
    policy: &'a Policy,
    /// The policy with an exemption's record filled in, by the facets that state it and the
    /// approvals on it.
    laid: BTreeMap<(Vec<usize>, u64), Residual<'a>>,
    /// The exemptions in force, by their bans.
    held: BTreeMap<&'a Id, Vec<&'a Exemption>>,
}

/// A ban that takes a tool away, with its exemptions for the tool.
struct Held<'a> {
    place: usize,
    ban: &'a Ban,
    exemptions: Vec<&'a Exemption>,
}

/// Bans that are enough to lift, and the holders who are exempt from each of them.
struct Way {
    bans: Vec<usize>,
    addresses: Vec<IpNet>,
    groups: Vec<String>,
}

/// The largest number of bans with exemptions for which to try every combination.
const MOST_BANS: usize = 6;

/// Who gets a tool back.
#[derive(Default)]
pub(super) struct ExemptParties {
    pub(super) addresses: Vec<IpNet>,
    pub(super) groups: Vec<String>,
    pub(super) exemptions: Vec<AppliedExemption>,
}

impl<'a> Exemptions<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        let mut held: BTreeMap<&Id, Vec<&Exemption>> = BTreeMap::new();
        for one in policy.pack.exemptions.iter().filter(|one| one.holds(policy.decisions.at)) {
            held.entry(&one.ban).or_default().push(one);
        }
        Self { policy, laid: BTreeMap::new(), held }
    }

    /// Returns who gets back a tool that these bans take away. A holder must be exempt from enough
    /// of them that the policy allows the use in some case, as everywhere in a plan.
    pub(super) fn lifted(
        &mut self,
        tool: usize,
        units: &[usize],
        serves: &Scope,
        bans: &[usize],
    ) -> Result<ExemptParties, TooLarge> {
        let pack = &self.policy.pack;
        let id = pack.tools.at(tool).map(|tool| &tool.id);
        let of_tool = |place: &usize| {
            let ban = pack.bans.at(*place)?;
            let own = self.held.get(&ban.id).into_iter().flatten().copied();
            Some(Held { place: *place, ban, exemptions: own.filter(|one| one.tools.covers(id)).collect() })
        };
        let held: Vec<Held<'_>> = bans.iter().filter_map(of_tool).collect();
        if held.iter().all(|own| own.exemptions.is_empty()) {
            return Ok(ExemptParties::default());
        }
        let ways = self.ways(tool, units, serves, &held)?;
        let mut lifted = ExemptParties::default();
        for way in &ways {
            lifted.addresses.extend(way.addresses.iter().copied());
            lifted.groups.extend(way.groups.iter().cloned());
        }
        lifted.addresses.sort_unstable();
        lifted.addresses.dedup();
        lifted.groups.sort_unstable();
        lifted.groups.dedup();
        let whole = !ways.is_empty() || self.usable(tool, units, serves, &held, &|_| true)?;
        for own in &held {
            lifted.exemptions.extend(own.exemptions.iter().map(|one| AppliedExemption {
                exemption: one.id.clone(),
                until: one.until,
                without_effect: without_effect(one, whole, &held, &ways),
                despite: despite(one, &held, &ways),
            }));
        }
        lifted.exemptions.sort_by(|one, other| one.exemption.cmp(&other.exemption));
        lifted.exemptions.dedup();
        Ok(lifted)
    }

    /// Returns the smallest sets of bans whose lifting allows a tool in some case, among those from
    /// which somebody is exempt. If there are very many bans, tries only each alone and all
    /// together.
    fn ways(&mut self, tool: usize, units: &[usize], serves: &Scope, held: &[Held<'_>]) -> Result<Vec<Way>, TooLarge> {
        let some: Vec<&Held<'_>> = held.iter().filter(|own| !own.exemptions.is_empty()).collect();
        let mut sets: Vec<u64> = if some.len() <= MOST_BANS {
            (1..1_u64 << some.len()).collect()
        } else {
            let each = (0..some.len().min(63)).map(|place| 1_u64 << place);
            each.chain([u64::MAX]).collect()
        };
        sets.sort_by_key(|set| (set.count_ones(), *set));
        let (mut found, mut ways): (Vec<u64>, Vec<Way>) = Default::default();
        for set in sets {
            if found.iter().any(|smaller| smaller & set == *smaller) {
                continue;
            }
            let own = some.iter().enumerate().filter(|(place, _)| set == u64::MAX || set >> place & 1 == 1);
            let own: Vec<&Held<'_>> = own.map(|(_, own)| *own).collect();
            let is_lifted = |one: &Held<'_>| own.iter().any(|own| own.place == one.place);
            if self.usable(tool, units, serves, held, &is_lifted)? {
                found.push(set);
                ways.push(everywhere(&own));
            }
        }
        Ok(ways)
    }

    /// Returns true if the policy allows a tool in some case once some bans are lifted. Another ban
    /// stays in force even if it uses the same facet, because an exemption is from one ban.
    fn usable(
        &mut self,
        tool: usize,
        units: &[usize],
        serves: &Scope,
        held: &[Held<'_>],
        is_lifted: &dyn Fn(&Held<'_>) -> bool,
    ) -> Result<bool, TooLarge> {
        let pack = &self.policy.pack;
        let (bans, others): (Vec<&Held<'_>>, Vec<&Held<'_>>) = held.iter().partition(|own| is_lifted(own));
        let scopes: Option<Vec<&Scope>> = bans.iter().map(|own| own.ban.lifted.as_ref()).collect();
        let Some(scopes) = scopes else { return Ok(false) };
        let mut facets: Vec<usize> =
            scopes.iter().flat_map(|scope| &scope.clauses).map(|clause| clause.facet).collect();
        facets.sort_unstable();
        facets.dedup();
        let approvals = bans.iter().flat_map(|own| &own.ban.approvals);
        let places = approvals.filter_map(|id| pack.approvals.position(id.as_str()));
        let approved = places.fold(0, |all, place| all | 1 << place);
        let policy = self.policy;
        let records = without_records(pack, &facets);
        let laid = self.laid.entry((facets, approved)).or_insert_with(|| Residual::new(policy, &records, approved));
        laid.allow();
        let mut asked = scope_node(&mut laid.arena, serves)?;
        for scope in scopes {
            let lifted = scope_node(&mut laid.arena, scope)?;
            asked = laid.arena.and(asked, lifted)?;
        }
        for other in others {
            let holds = scopes_node(&mut laid.arena, &other.ban.scopes)?;
            asked = laid.arena.minus(asked, holds)?;
        }
        for unit in units {
            let verdicts = laid.verdicts(&Subject::Tool(tool), *unit)?;
            let plain = laid.plain(verdicts)?;
            let (possible, denied) = (laid.possible(plain)?, laid.is(plain, Verdict::NotAllowed)?);
            let usable = laid.arena.minus(possible, denied)?;
            if laid.arena.and(usable, asked)? != Node::FALSE {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Returns the addresses and the groups that are exempt from each of some bans.
fn everywhere(held: &[&Held<'_>]) -> Way {
    let mut each = held.iter().map(|own| {
        let mut addresses: Vec<IpNet> =
            own.exemptions.iter().flat_map(|one| one.holder.addresses.iter().copied()).collect();
        let mut groups: Vec<String> = own.exemptions.iter().flat_map(|one| one.holder.groups.iter().cloned()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        groups.sort_unstable();
        groups.dedup();
        (addresses, groups)
    });
    let first = each.next().unwrap_or_default();
    let (addresses, groups) = each.fold(first, |(addresses, groups), (others, other_groups)| {
        (in_both(&addresses, &others), groups.into_iter().filter(|group| other_groups.contains(group)).collect())
    });
    Way { bans: held.iter().map(|own| own.place).collect(), addresses, groups }
}

impl Way {
    /// Returns true if it lifts the ban of an exemption.
    fn lifts(&self, one: &Exemption, held: &[Held<'_>]) -> bool {
        held.iter().any(|own| own.ban.id == one.ban && self.bans.contains(&own.place))
    }

    /// Returns true if the exemption gives the tool back to its holder.
    fn frees(&self, one: &Exemption, held: &[Held<'_>]) -> bool {
        let reaches = !in_both(&one.holder.addresses, &self.addresses).is_empty()
            || one.holder.groups.iter().any(|group| self.groups.contains(group));
        reaches && self.lifts(one, held)
    }
}

/// Returns the bans that take the tool away in some cases, but from which the holder of an
/// exemption does not need to be exempt.
fn despite(one: &Exemption, held: &[Held<'_>], ways: &[Way]) -> Vec<Id> {
    let Some(way) = ways.iter().find(|way| way.frees(one, held)) else { return Vec::new() };
    let exempt = |own: &Held<'_>| {
        let mut others = own.exemptions.iter().map(|other| &other.holder);
        others.any(|other| {
            !in_both(&one.holder.addresses, &other.addresses).is_empty()
                || one.holder.groups.iter().any(|group| other.groups.contains(group))
        })
    };
    let others = held.iter().filter(|own| !way.bans.contains(&own.place) && !exempt(own));
    others.map(|own| own.ban.id.clone()).collect()
}

/// Returns why an exemption has no effect for a tool. `None` if it has one. `whole` says whether
/// the tool could be used if every ban were lifted.
fn without_effect(one: &Exemption, whole: bool, held: &[Held<'_>], ways: &[Way]) -> Option<String> {
    if !whole {
        return Some("other rules forbid the tool even with the ban lifted".into());
    }
    if one.holder.addresses.is_empty() && one.holder.groups.is_empty() {
        return Some("it names neither addresses nor device groups".into());
    }
    if ways.iter().any(|way| way.frees(one, held)) {
        return None;
    }
    // The fewest other bans from which the holder must be exempt.
    let with = ways.iter().find(|way| way.lifts(one, held));
    let needed = with.or_else(|| ways.first()).map(|way| way.bans.as_slice());
    let others = held.iter().filter(|own| own.ban.id != one.ban);
    let others: Vec<&str> = others
        .filter(|own| needed.is_none_or(|needed| needed.contains(&own.place)))
        .map(|own| own.ban.id.as_str())
        .collect();
    Some(format!("the holder is not exempt from {}", others.join(", ")))
}
