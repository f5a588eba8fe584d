//! Banned tools that an artefact does not block, because the register has no name for them that its
//! consumer can use.

use crate::Consumer;
use countersign_model::{Id, NotBlockedReason, Plan};
use serde::{Deserialize, Serialize};

/// Banned tools that are not blocked for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreached {
    /// The tools, by id.
    pub tools: Vec<String>,
    /// The reason, in a sentence.
    pub why: String,
    /// Whether the deployment states them under `cannot-block`, so that there is no warning.
    pub stated: bool,
}

/// The largest number of tools to name in a sentence.
const MOST_NAMES: usize = 5;

impl Consumer {
    /// Returns the banned tools of a plan that it cannot block, the unexpected ones first.
    pub fn unreached(&self, plan: &Plan) -> Vec<Unreached> {
        let missed = plan.blocks.iter().filter(|block| block.banned && !self.carries(block));
        let missed = missed.map(|block| (&block.tool, block.name.as_str()));
        let nameless = plan
            .not_blocked
            .iter()
            .filter(|one| one.banned && matches!(one.why, NotBlockedReason::Unnamed | NotBlockedReason::Shared));
        let nameless = nameless.map(|one| (&one.tool, one.name.as_str()));
        let mut missed: Vec<(&Id, &str)> = missed.chain(nameless).collect();
        missed.sort_unstable();
        let stated = &plan.deployment.cannot_block;
        let mut groups = Vec::new();
        for one in stated {
            let (own, rest): (Vec<_>, Vec<_>) = missed.into_iter().partition(|(tool, _)| one.tools.contains(tool));
            missed = rest;
            groups.extend(group(&own, |names| format!("{names} banned and not blocked here: {}", one.why), true));
        }
        let kinds: Vec<&str> = self.carries.iter().map(|kind| kind.as_str()).collect();
        let kinds = match kinds.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        };
        let why = |names: String| {
            format!(
                "{names} banned and not blocked here: the register holds no name of the kind {kinds} that serves just what is banned"
            )
        };
        groups.splice(0..0, group(&missed, why, false));
        groups
    }

    /// Returns the tools under the deployment's `cannot-block` that it does block, or that are not
    /// banned there.
    pub fn stated_in_vain<'a>(&self, plan: &'a Plan) -> Vec<&'a Id> {
        let unreached = self.unreached(plan);
        let known = |tool: &Id| unreached.iter().any(|one| one.tools.iter().any(|own| own == tool.as_str()));
        plan.deployment.cannot_block.iter().flat_map(|one| &one.tools).filter(|tool| !known(tool)).collect()
    }
}

fn group(tools: &[(&Id, &str)], why: impl Fn(String) -> String, stated: bool) -> Option<Unreached> {
    let shown: Vec<&str> = tools.iter().take(MOST_NAMES).map(|(_, name)| *name).collect();
    let verb = if tools.len() == 1 { "is" } else { "are" };
    let names = match (tools.len().saturating_sub(MOST_NAMES), shown.split_last()?) {
        (0, (last, [])) => format!("{last} {verb}"),
        (0, (last, others)) => format!("{} and {last} {verb}", others.join(", ")),
        (more, _) => format!("{} and {more} more {verb}", shown.join(", ")),
    };
    Some(Unreached { tools: tools.iter().map(|(tool, _)| tool.to_string()).collect(), why: why(names), stated })
}
