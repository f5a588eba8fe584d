//! What a deployment enforces: derived from the compiled policy, tool by tool.
//!
//! A tool is blocked where no answer on the deployment's devices lets it be used
//! and a ban or a rule forbids it in every case; what is merely unavailable or
//! unlisted is not. See [`Plan`].

mod conflicts;
mod exempt;
mod judge;

use crate::TooLarge;
use conflicts::{Clash, Names};
use countersign_diagram::Node;
use countersign_model::{
    Block, Conflict, Deployment, Id, IdentityKind, KnownAs, Pack, Plan, Rule, Scope, Spare, Spared, Tool,
};
use countersign_policy::Policy;
use exempt::Lifting;
use judge::{Judge, Judged};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// Plans the deployments of one policy; what one needs serves the next.
pub struct Planner<'a> {
    policy: &'a Policy,
    judge: Judge<'a>,
    lifting: Lifting<'a>,
    /// What came of deployments, by the questions they serve and the units.
    known: Vec<((Scope, Vec<usize>), Planned<'a>)>,
}

/// What is the same for deployments of the same devices.
#[derive(Clone)]
struct Planned<'a> {
    blocks: Arc<Vec<Block>>,
    spared: Arc<Vec<Spared>>,
    /// Names of blocked tools that cover names which usable ones need.
    clashes: Arc<Vec<Clash<'a>>>,
}

impl<'a> Planner<'a> {
    /// A planner that has not planned anything yet.
    pub fn new(policy: &'a Policy) -> Self {
        Self { policy, judge: Judge::new(policy), lifting: Lifting::new(policy), known: Vec::new() }
    }

    /// What a deployment enforces on the day of the policy, and the names of blocked
    /// tools that usable ones need.
    ///
    /// # Errors
    /// Where the policy is too large to look through.
    pub fn plan(&mut self, deployment: &Deployment) -> Result<(Plan, Vec<Conflict>), TooLarge> {
        let policy = self.policy;
        let pack = &policy.pack;
        let named = deployment.units.iter().filter_map(|unit| pack.units.position(unit.as_str()));
        let mut units: Vec<usize> = named.collect();
        if units.is_empty() {
            units = (0..pack.units.len().max(1)).collect();
        }
        units = policy.decisions.unlike(&units);
        let key = (deployment.serves.clone(), units);
        let known = self.known.iter().find(|(known, _)| *known == key).map(|(_, planned)| planned.clone());
        let planned = match known {
            Some(planned) => planned,
            None => {
                let planned = Planning::new(self, &key.0, &key.1)?.planned()?;
                self.known.push((key, planned.clone()));
                planned
            }
        };
        let (organisation, version) = names(pack);
        let conflicts = planned.clashes.iter().map(|clash| clash.conflict(pack, &deployment.id));
        let plan = Plan {
            deployment: deployment.clone(),
            organisation,
            version,
            at: policy.decisions.at,
            until: policy.decisions.period.until,
            blocks: planned.blocks.clone(),
            spared: planned.spared.clone(),
        };
        Ok((plan, conflicts.flatten().collect()))
    }
}

/// What comes of every tool on some devices.
struct Planning<'p, 'a> {
    policy: &'a Policy,
    judge: &'p mut Judge<'a>,
    lifting: &'p mut Lifting<'a>,
    /// The units whose people use the devices.
    units: &'p [usize],
    /// The questions of the deployment.
    scope: &'p Scope,
    all: Node,
    /// Those that a name of each kind serves.
    serves: BTreeMap<IdentityKind, Node>,
}

/// What came of a tool.
enum Outcome {
    Blocked(Box<Block>),
    Spared(Spare),
}

impl<'p, 'a> Planning<'p, 'a> {
    fn new(planner: &'p mut Planner<'a>, scope: &'p Scope, units: &'p [usize]) -> Result<Self, TooLarge> {
        let Planner { policy, judge, lifting, .. } = planner;
        let all = judge.scope(scope)?;
        let mut serves = BTreeMap::new();
        for kind in IdentityKind::ALL {
            let own = policy.pack.settings.identities.iter().find(|(known, _)| *known == kind);
            let node = match own {
                Some((_, scope)) => {
                    let own = judge.scope(scope)?;
                    judge.both(all, own)?
                }
                None => all,
            };
            serves.insert(kind, node);
        }
        Ok(Self { policy, judge, lifting, units, scope, all, serves })
    }

    fn planned(mut self) -> Result<Planned<'a>, TooLarge> {
        let policy = self.policy;
        let (mut blocks, mut spared) = (Vec::new(), Vec::new());
        let (mut blocked, mut needed) = (Names::default(), Names::default());
        for (place, tool) in policy.pack.tools.iter().enumerate() {
            let (outcome, judged) = self.outcome(place, tool)?;
            for known in &tool.identities {
                match judged.get(&known.identity.kind) {
                    Some(Judged::Barred) => blocked.add(place, known),
                    Some(Judged::Usable) => needed.add(place, known),
                    _ => {}
                }
            }
            match outcome {
                Outcome::Blocked(block) => blocks.push(*block),
                Outcome::Spared(why) => {
                    spared.push(Spared { tool: tool.id.clone(), name: tool.name.clone(), why });
                }
            }
        }
        blocks.sort_by(|one, other| one.tool.cmp(&other.tool));
        spared.sort_by(|one, other| one.tool.cmp(&other.tool));
        let clashes = Arc::new(conflicts::clashes(&blocked, &needed));
        Ok(Planned { blocks: Arc::new(blocks), spared: Arc::new(spared), clashes })
    }

    /// What comes of a tool, and how each kind of name that it has is judged.
    fn outcome(&mut self, place: usize, tool: &Tool) -> Result<(Outcome, BTreeMap<IdentityKind, Judged>), TooLarge> {
        let mut judged = BTreeMap::new();
        for known in &tool.identities {
            let kind = known.identity.kind;
            if let Entry::Vacant(open) = judged.entry(kind) {
                let serves = self.serves.get(&kind).copied().unwrap_or(self.all);
                open.insert(self.judge.tool(place, self.units, serves)?);
            }
        }
        let whole = self.judge.tool(place, self.units, self.all)?;
        let barred = |known: &&KnownAs| judged.get(&known.identity.kind) == Some(&Judged::Barred);
        let mut identities: Vec<_> =
            tool.identities.iter().filter(barred).map(|known| known.identity.clone()).collect();
        identities.sort();
        identities.dedup();
        let outcome = if identities.is_empty() {
            Outcome::Spared(match whole {
                Judged::Usable => Spare::Usable,
                Judged::Unavailable => Spare::Unavailable,
                Judged::Unasked => Spare::Unasked,
                Judged::Barred if tool.identities.is_empty() => Spare::Unnamed,
                Judged::Barred => Spare::Shared,
            })
        } else {
            let mut serves = Node::FALSE;
            for identity in &identities {
                let own = self.serves.get(&identity.kind).copied().unwrap_or(self.all);
                serves = self.judge.either(serves, own)?;
            }
            let rules = self.judge.deciding(place, self.units, serves)?;
            let holding = self.judge.bans(tool, place, self.units, serves)?;
            let lifted = self.lifting.lifted(place, self.units, self.scope, &holding)?;
            let why = self.words(&rules);
            Outcome::Blocked(Box::new(Block {
                tool: tool.id.clone(),
                name: tool.name.clone(),
                why,
                ask: self.ask(&rules),
                rules: rules.iter().map(|rule| rule.id.clone()).collect(),
                identities,
                addresses: lifted.addresses,
                groups: lifted.groups,
                exemptions: lifted.exemptions,
            }))
        };
        Ok((outcome, judged))
    }

    fn words(&self, rules: &[&Rule]) -> String {
        let texts = rules.iter().filter_map(|rule| rule.text.as_ref());
        texts.map(|text| text.text.clone()).next().unwrap_or_default()
    }

    /// Whom to ask: those whom the rules name, or else whoever helps in doubt.
    fn ask(&self, rules: &[&Rule]) -> Vec<String> {
        let pack = &self.policy.pack;
        let mut ids: Vec<&Id> = rules.iter().flat_map(|rule| &rule.ask).collect();
        if ids.is_empty() {
            ids.extend(&pack.settings.help);
        }
        let mut named: Vec<String> = Vec::new();
        for contact in ids.into_iter().filter_map(|id| pack.contacts.get(id.as_str())) {
            let text = match contact.reach.first() {
                Some(reach) => format!("{} ({reach})", contact.name.text),
                None => contact.name.text.clone(),
            };
            if !named.contains(&text) {
                named.push(text);
            }
        }
        named
    }
}

/// Whose policy it is, and its version with those of the packs it extends.
fn names(pack: &Pack) -> (String, String) {
    let Some((own, above)) = pack.layers.split_last() else { return (String::new(), String::new()) };
    let above: Vec<String> = above.iter().map(|layer| format!("{} {}", layer.name.text, layer.version)).collect();
    let version = match above.as_slice() {
        [] => own.version.clone(),
        above => format!("{} with {}", own.version, above.join(", ")),
    };
    (own.name.text.clone(), version)
}
