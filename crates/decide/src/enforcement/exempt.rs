use super::judge::without_records;
use crate::TooLarge;
use crate::laid::Laid;
use countersign_diagram::Node;
use countersign_model::{Ban, Carried, Exemption, Id, Scope, Subject, Verdict, in_both};
use countersign_policy::{Policy, scope_node};
use ipnet::IpNet;
use std::collections::BTreeMap;

/// Who has tools back, by the bans that hold them.
pub(super) struct Lifting<'a> {
    policy: &'a Policy,
    /// The policy with the records of an exemption, by the facets that tell of it and
    /// the approvals that are on it.
    laid: BTreeMap<(Vec<usize>, u64), Laid<'a>>,
    /// The exemptions of today, by their bans.
    held: BTreeMap<&'a Id, Vec<&'a Exemption>>,
}

/// Who has a tool back.
#[derive(Default)]
pub(super) struct Lifted {
    pub(super) addresses: Vec<IpNet>,
    pub(super) groups: Vec<String>,
    pub(super) exemptions: Vec<Carried>,
}

impl<'a> Lifting<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        let mut held: BTreeMap<&Id, Vec<&Exemption>> = BTreeMap::new();
        for one in policy.pack.exemptions.iter().filter(|one| one.holds(policy.decisions.at)) {
            held.entry(&one.ban).or_default().push(one);
        }
        Self { policy, laid: BTreeMap::new(), held }
    }

    /// Who has a tool back that these bans take away: whoever is exempt from every
    /// one of them, as far as the policy then lets it be used.
    pub(super) fn lifted(
        &mut self,
        tool: usize,
        units: &[usize],
        serves: &Scope,
        bans: &[usize],
    ) -> Result<Lifted, TooLarge> {
        let pack = &self.policy.pack;
        let id = pack.tools.at(tool).map(|tool| &tool.id);
        let of_tool = |ban: &Ban| {
            let own = self.held.get(&ban.id).into_iter().flatten().copied();
            own.filter(|one| one.tools.covers(id)).collect::<Vec<_>>()
        };
        let held: Vec<(&Ban, Vec<&Exemption>)> =
            bans.iter().filter_map(|ban| pack.bans.at(*ban)).map(|ban| (ban, of_tool(ban))).collect();
        let all: Vec<&Exemption> = held.iter().flat_map(|(_, own)| own.iter().copied()).collect();
        if all.is_empty() {
            return Ok(Lifted::default());
        }
        let usable = self.usable(tool, units, serves, bans)?;
        let (addresses, groups) = if usable { everywhere(&held) } else { Default::default() };
        let carried = |one: &&Exemption| Carried {
            exemption: one.id.clone(),
            until: one.until,
            without_effect: without_effect(one, usable, &held, &addresses, &groups),
        };
        let mut exemptions: Vec<Carried> = all.iter().map(carried).collect();
        exemptions.sort_by(|one, other| one.exemption.cmp(&other.exemption));
        exemptions.dedup();
        Ok(Lifted { addresses, groups, exemptions })
    }

    /// Whether the policy lets the tool be used in some case once all is lifted.
    fn usable(&mut self, tool: usize, units: &[usize], serves: &Scope, bans: &[usize]) -> Result<bool, TooLarge> {
        let pack = &self.policy.pack;
        let scopes: Option<Vec<&Scope>> = bans.iter().map(|ban| pack.bans.at(*ban)?.lifted.as_ref()).collect();
        let Some(scopes) = scopes else { return Ok(false) };
        let mut facets: Vec<usize> =
            scopes.iter().flat_map(|scope| &scope.clauses).map(|clause| clause.facet).collect();
        facets.sort_unstable();
        facets.dedup();
        let approvals = bans.iter().filter_map(|ban| pack.bans.at(*ban)).flat_map(|ban| &ban.approvals);
        let places = approvals.filter_map(|id| pack.approvals.position(id.as_str()));
        let approved = places.fold(0, |all, place| all | 1 << place);
        let policy = self.policy;
        let records = without_records(pack, &facets);
        let laid = self.laid.entry((facets, approved)).or_insert_with(|| Laid::new(policy, &records, approved));
        laid.allow();
        let mut asked = scope_node(&mut laid.arena, serves)?;
        for scope in scopes {
            let lifted = scope_node(&mut laid.arena, scope)?;
            asked = laid.arena.and(asked, lifted)?;
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

/// The addresses and the groups that are exempt from every ban.
fn everywhere(held: &[(&Ban, Vec<&Exemption>)]) -> (Vec<IpNet>, Vec<String>) {
    let mut each = held.iter().map(|(_, own)| {
        let mut addresses: Vec<IpNet> = own.iter().flat_map(|one| one.holder.addresses.iter().copied()).collect();
        let mut groups: Vec<String> = own.iter().flat_map(|one| one.holder.groups.iter().cloned()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        groups.sort_unstable();
        groups.dedup();
        (addresses, groups)
    });
    let first = each.next().unwrap_or_default();
    each.fold(first, |(addresses, groups), (others, other_groups)| {
        (in_both(&addresses, &others), groups.into_iter().filter(|group| other_groups.contains(group)).collect())
    })
}

/// Why an exemption does nothing for a tool; none where it does something.
fn without_effect(
    one: &Exemption,
    usable: bool,
    held: &[(&Ban, Vec<&Exemption>)],
    addresses: &[IpNet],
    groups: &[String],
) -> Option<String> {
    if !usable {
        return Some("other rules forbid the tool even with the ban lifted".into());
    }
    if one.holder.addresses.is_empty() && one.holder.groups.is_empty() {
        return Some("it names neither addresses nor device groups".into());
    }
    let reaches = !in_both(&one.holder.addresses, addresses).is_empty()
        || one.holder.groups.iter().any(|group| groups.contains(group));
    if reaches {
        return None;
    }
    let others: Vec<&str> =
        held.iter().map(|(ban, _)| ban.id.as_str()).filter(|ban| *ban != one.ban.as_str()).collect();
    Some(format!("the holder is not exempt from {}", others.join(", ")))
}
