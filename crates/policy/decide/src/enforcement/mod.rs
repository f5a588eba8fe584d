//! The plan of a deployment, derived from the compiled policy, tool by tool.
//!
//! A tool is blocked if no answer on the deployment's devices allows its use, and a ban or a rule
//! forbids it in every case. A tool that is merely unavailable or unlisted is not blocked. See
//! [`Plan`].

mod beyond;
mod blocking;
mod exemptions;
mod name_collisions;
mod why;

use crate::TooLarge;
use beyond::{shared, tell_of_others};
use blocking::{BlockingAnalysis, Status};
use countersign_compiled::Policy;
use countersign_diagram::Node;
use countersign_model::{
    Block, Deployment, Exception, IdentityKind, NameCollision, NotBlocked, NotBlockedReason, Pack, Plan, Scope,
    SourcedIdentity, Tool,
};
use exemptions::Exemptions;
use name_collisions::{CoveredName, Names};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::Arc;
use why::{ask, is_ban, words};

/// Plans the deployments of one policy, and reuses results between them.
pub struct Planner<'a> {
    policy: &'a Policy,
    /// One worker for each thread.
    workers: Vec<Worker<'a>>,
    /// Results by the questions and units of the deployments.
    known: Vec<((Scope, Vec<usize>), Planned<'a>)>,
}

/// Assesses tools.
struct Worker<'a> {
    judge: BlockingAnalysis<'a>,
    lifting: Exemptions<'a>,
}

/// The number of tools that makes another thread useful.
const TOOLS_OF_A_THREAD: usize = 100;

/// The part of a plan that deployments of the same devices share.
#[derive(Clone)]
struct Planned<'a> {
    blocks: Arc<Vec<Block>>,
    not_blocked: Arc<Vec<NotBlocked>>,
    /// Domains of usable tools below those of blocked ones.
    exceptions: Arc<Vec<Exception>>,
    /// Names of blocked tools that cover names of usable ones.
    clashes: Arc<Vec<CoveredName<'a>>>,
    /// Blocked domains that the pack protects.
    forbidden: Arc<Vec<(usize, &'a SourcedIdentity, usize)>>,
}

impl<'a> Planner<'a> {
    /// Creates a planner without results.
    pub fn new(policy: &'a Policy) -> Self {
        let most = policy.pack.tools.len().div_ceil(TOOLS_OF_A_THREAD).max(1);
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(most);
        let worker = || Worker { judge: BlockingAnalysis::new(policy), lifting: Exemptions::new(policy) };
        Self { policy, workers: (0..threads).map(|_| worker()).collect(), known: Vec::new() }
    }

    /// Returns the plan of a deployment on the day of the policy, and the names of blocked tools
    /// that usable ones need.
    ///
    /// # Errors
    /// Returns an error if the policy is too large to analyse.
    pub fn plan(&mut self, deployment: &Deployment) -> Result<(Plan, Vec<NameCollision>), TooLarge> {
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
                let planned = self.planned(&key.0, &key.1)?;
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
            not_blocked: planned.not_blocked.clone(),
            exceptions: planned.exceptions.clone(),
        };
        let protected = planned.forbidden.iter().map(|one| name_collisions::protection(one, pack, &deployment.id));
        Ok((plan, conflicts.chain(protected).flatten().collect()))
    }
}

impl<'a> Planner<'a> {
    /// Returns the results for every tool. Each worker takes some of the tools.
    fn planned(&mut self, scope: &Scope, units: &[usize]) -> Result<Planned<'a>, TooLarge> {
        let policy = self.policy;
        let tools = policy.pack.tools.len();
        let part = tools.div_ceil(self.workers.len().max(1)).max(1);
        let outcomes: Result<Vec<_>, TooLarge> = std::thread::scope(|threads| {
            let work = |(number, worker)| {
                let range = number * part..tools.min((number + 1) * part);
                threads.spawn(move || Planning::new(policy, worker, scope, units)?.outcomes(range))
            };
            let working: Vec<_> = self.workers.iter_mut().enumerate().map(work).collect();
            let done =
                working.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            done.collect()
        });
        let (mut blocks, mut not_blocked) = (Vec::new(), Vec::new());
        let (mut blocked, mut needed, mut others) = (Names::default(), Names::default(), Names::default());
        let each = policy.pack.tools.iter().zip(outcomes?.into_iter().flatten());
        for (place, (tool, Outcome { fate, judged, banned })) in each.enumerate() {
            for known in &tool.identities {
                match judged.get(&known.identity.kind) {
                    Some(Status::Barred) => blocked.push((place, known)),
                    // A product that no list names does not stop a ban from being enforced.
                    Some(Status::Usable) if tool.in_register() => needed.push((place, known)),
                    _ => others.push((place, known)),
                }
            }
            match fate {
                Fate::Blocked(block) => blocks.push(*block),
                Fate::NotBlocked(why) if tool.in_register() || banned => {
                    not_blocked.push(NotBlocked { tool: tool.id.clone(), name: tool.name.clone(), why, banned });
                }
                Fate::NotBlocked(_) => {}
            }
        }
        blocks.sort_by(|one, other| one.tool.cmp(&other.tool));
        tell_of_others(&mut blocks, &others, &policy.pack);
        not_blocked.sort_by(|one, other| one.tool.cmp(&other.tool));
        let (exceptions, clashes) =
            name_collisions::exceptions(name_collisions::clashes(&blocked, &needed), &policy.pack);
        let forbidden = Arc::new(name_collisions::forbidden(&blocked, &policy.pack));
        let (exceptions, clashes) = (Arc::new(exceptions), Arc::new(clashes));
        Ok(Planned { blocks: Arc::new(blocks), not_blocked: Arc::new(not_blocked), exceptions, clashes, forbidden })
    }
}

/// The status of each kind of name that a tool has.
type Standings = BTreeMap<IdentityKind, Status>;

/// Assesses tools on some devices.
struct Planning<'p, 'a> {
    policy: &'a Policy,
    judge: &'p mut BlockingAnalysis<'a>,
    lifting: &'p mut Exemptions<'a>,
    /// The units whose staff use the devices.
    units: &'p [usize],
    /// The questions of the deployment.
    scope: &'p Scope,
    all: Node,
    /// The questions that a name of each kind covers.
    serves: BTreeMap<IdentityKind, Node>,
}

/// The result for a tool.
struct Outcome {
    fate: Fate,
    judged: Standings,
    /// Whether a ban takes it away.
    banned: bool,
}

enum Fate {
    Blocked(Box<Block>),
    NotBlocked(NotBlockedReason),
}

impl<'p, 'a> Planning<'p, 'a> {
    fn new(
        policy: &'a Policy,
        worker: &'p mut Worker<'a>,
        scope: &'p Scope,
        units: &'p [usize],
    ) -> Result<Self, TooLarge> {
        let Worker { judge, lifting } = worker;
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

    /// Returns the results for a range of tools.
    fn outcomes(mut self, tools: Range<usize>) -> Result<Vec<Outcome>, TooLarge> {
        let tools = tools.filter_map(|place| Some((place, self.policy.pack.tools.at(place)?)));
        tools.map(|(place, tool)| self.outcome(place, tool)).collect()
    }

    /// Returns the result for a tool, and the status of each kind of name that it has.
    fn outcome(&mut self, place: usize, tool: &Tool) -> Result<Outcome, TooLarge> {
        let mut judged = BTreeMap::new();
        for known in &tool.identities {
            let kind = known.identity.kind;
            if let Entry::Vacant(open) = judged.entry(kind) {
                let serves = self.serves.get(&kind).copied().unwrap_or(self.all);
                open.insert(self.judge.tool(place, self.units, serves)?);
            }
        }
        let whole = self.judge.tool(place, self.units, self.all)?;
        let barred = |known: &&SourcedIdentity| judged.get(&known.identity.kind) == Some(&Status::Barred);
        let mut identities: Vec<_> =
            tool.identities.iter().filter(barred).map(|known| known.identity.clone()).collect();
        identities.sort();
        identities.dedup();
        if identities.is_empty() {
            let banned = whole == Status::Barred && is_ban(&self.judge.deciding(place, self.units, self.all)?);
            let fate = Fate::NotBlocked(match whole {
                Status::Usable => NotBlockedReason::Usable,
                Status::Unavailable => NotBlockedReason::Unavailable,
                Status::Unasked => NotBlockedReason::Unasked,
                Status::Barred if tool.identities.is_empty() => NotBlockedReason::Unnamed,
                Status::Barred => NotBlockedReason::Shared,
            });
            return Ok(Outcome { fate, judged, banned });
        }
        let mut serves = Node::FALSE;
        for identity in &identities {
            let own = self.serves.get(&identity.kind).copied().unwrap_or(self.all);
            serves = self.judge.either(serves, own)?;
        }
        let rules = self.judge.deciding(place, self.units, serves)?;
        let holding = self.judge.bans(tool, place, self.units, serves)?;
        let lifted = self.lifting.lifted(place, self.units, self.scope, &holding)?;
        let why = words(&rules);
        let banned = is_ban(&rules);
        let block = Block {
            tool: tool.id.clone(),
            name: tool.name.clone(),
            why,
            banned,
            ask: ask(&self.policy.pack, &rules),
            rules: rules.iter().map(|one| one.rule.id.clone()).collect(),
            beyond: shared(tool, &identities),
            identities,
            addresses: lifted.addresses,
            groups: lifted.groups,
            exemptions: lifted.exemptions,
        };
        Ok(Outcome { fate: Fate::Blocked(Box::new(block)), judged, banned })
    }
}

/// Returns the organisation, and its pack's version with those of the packs that it extends.
fn names(pack: &Pack) -> (String, String) {
    let Some((own, above)) = pack.layers.split_last() else { return (String::new(), String::new()) };
    let above: Vec<String> = above.iter().map(|layer| format!("{} {}", layer.name.text, layer.version)).collect();
    let version = match above.as_slice() {
        [] => own.version.clone(),
        above => format!("{} with {}", own.version, above.join(", ")),
    };
    (own.name.text.clone(), version)
}
