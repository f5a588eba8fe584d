//! The status of each tool in each artefact, for the manifest.

use crate::Consumer;
use crate::manifest::{Known, ToolStatus};
use countersign_model::{Block, Id, NotBlockedReason, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An artefact: the plan, the consumer, whether it was built, and the tools that lose every name in
/// it.
pub(crate) type BuiltArtefact<'a> = (&'a Plan, &'a Consumer, bool, BTreeSet<&'a Id>);

/// Returns the status of every tool. Artefacts that treat a tool alike share an entry.
pub(crate) fn stands(artefacts: &[BuiltArtefact<'_>]) -> BTreeMap<String, Known> {
    let mut tools: BTreeMap<&Id, Known> = BTreeMap::new();
    let mut rest: Vec<&BuiltArtefact<'_>> = artefacts.iter().collect();
    while let Some((first, ..)) = rest.first().copied() {
        // Most deployments share their blocks.
        let (same, others): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|(plan, ..)| Arc::ptr_eq(&plan.blocks, &first.blocks));
        rest = others;
        for block in first.blocks.iter() {
            let folders = |wanted: Held| {
                let own = same.iter().filter(|made| held(made, block) == wanted);
                own.map(|made| made.0.deployment.id.to_string()).collect()
            };
            let rules = || block.rules.iter().map(ToString::to_string).collect();
            let refused = || format!("this artefact was refused; the policy: {}", block.why);
            let known = entry(&mut tools, &block.tool, &block.name);
            let blocked =
                ToolStatus { artefacts: folders(Held::Blocked), blocked: true, why: block.why.clone(), rules: rules() };
            known.add(blocked);
            known.add(ToolStatus { artefacts: folders(Held::Refused), blocked: false, why: refused(), rules: rules() });
            let why = "it is to be blocked, and this artefact leaves all of its names out";
            known.add(ToolStatus {
                artefacts: folders(Held::LeftOut),
                blocked: false,
                why: why.to_owned(),
                rules: rules(),
            });
            let why = "it is to be blocked, and none of its names is of a kind that this consumer can tell";
            known.add(ToolStatus {
                artefacts: folders(Held::Unknown),
                blocked: false,
                why: why.to_owned(),
                rules: rules(),
            });
        }
        let folders = || same.iter().map(|made| made.0.deployment.id.to_string()).collect();
        for not_blocked in first.not_blocked.iter() {
            let why = words(&not_blocked.why).to_owned();
            let standing = ToolStatus { artefacts: folders(), blocked: false, why, rules: Vec::new() };
            entry(&mut tools, &not_blocked.tool, &not_blocked.name).add(standing);
        }
    }
    tools.into_iter().map(|(id, known)| (id.to_string(), known)).collect()
}

/// The status of a tool that should be blocked, in one artefact.
#[derive(PartialEq, Eq)]
enum Held {
    Blocked,
    /// The artefact was not built.
    Refused,
    /// The artefact leaves all of its names out.
    LeftOut,
    /// The consumer identifies tools by other kinds of names.
    Unknown,
}

fn held((_, consumer, built, left_out): &BuiltArtefact<'_>, block: &Block) -> Held {
    match (consumer.carries(block), built) {
        (false, _) => Held::Unknown,
        (true, false) => Held::Refused,
        (true, true) if left_out.contains(&block.tool) => Held::LeftOut,
        (true, true) => Held::Blocked,
    }
}

fn entry<'t, 'a>(tools: &'t mut BTreeMap<&'a Id, Known>, tool: &'a Id, name: &str) -> &'t mut Known {
    tools.entry(tool).or_insert_with(|| Known { name: name.to_owned(), stands: Vec::new() })
}

impl Known {
    /// Adds the status of the tool in some artefacts, if there are any.
    pub(crate) fn add(&mut self, new: ToolStatus) {
        let alike = |own: &&mut ToolStatus| (own.blocked, &own.why, &own.rules) == (new.blocked, &new.why, &new.rules);
        match self.stands.iter_mut().find(alike) {
            _ if new.artefacts.is_empty() => {}
            Some(own) => {
                own.artefacts.extend(new.artefacts);
                own.artefacts.sort_unstable();
            }
            None => self.stands.push(new),
        }
    }
}

fn words(why: &NotBlockedReason) -> &'static str {
    match why {
        NotBlockedReason::Usable => "some use of it on these devices is allowed, or would be once approved",
        NotBlockedReason::Unavailable => {
            "no use of it is allowed here, but nothing bans or forbids it in every case: it is unavailable"
        }
        NotBlockedReason::Unnamed => {
            "it is banned or forbidden, and the register holds no name by which machines know it"
        }
        NotBlockedReason::Shared => "it is banned or forbidden only where no name of it can tell it apart",
        NotBlockedReason::Unasked => "no question about it can come up on these devices",
    }
}
