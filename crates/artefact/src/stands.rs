//! How each tool stands in each artefact, for the manifest.

use crate::Consumer;
use crate::manifest::{Known, Standing};
use countersign_model::{Block, Id, Plan, Spare};
use std::collections::BTreeMap;

/// How every tool stands in artefacts: the plan, the consumer, and whether it was
/// built at all. Artefacts that treat a tool alike are told together.
pub(crate) fn stands<'a>(artefacts: impl Iterator<Item = (&'a Plan, &'a Consumer, bool)>) -> BTreeMap<String, Known> {
    let mut tools: BTreeMap<&Id, Known> = BTreeMap::new();
    let mut add = |tool: &'a Id, name: &str, folder: &Id, stands: Stands<'_>| {
        let known = tools.entry(tool).or_insert_with(|| Known { name: name.to_owned(), stands: Vec::new() });
        match known.stands.iter_mut().find(|own| stands.is(own)) {
            Some(own) => own.artefacts.push(folder.to_string()),
            None => known.stands.push(stands.standing(folder)),
        }
    };
    for (plan, consumer, built) in artefacts {
        let folder = &plan.deployment.id;
        for block in plan.blocks.iter() {
            let carried = consumer.carries(block);
            let refused;
            let why = match (carried, built) {
                (true, true) => block.why.as_str(),
                (true, false) => {
                    refused = format!("this artefact was refused; the policy: {}", block.why);
                    &refused
                }
                (false, _) => "it is to be blocked, and none of its names is of a kind that this consumer can tell",
            };
            add(&block.tool, &block.name, folder, Stands { blocked: carried && built, why, block: Some(block) });
        }
        for spared in plan.spared.iter() {
            add(&spared.tool, &spared.name, folder, Stands { blocked: false, why: words(&spared.why), block: None });
        }
    }
    tools.into_iter().map(|(id, known)| (id.to_string(), known)).collect()
}

/// How a tool stands in one artefact.
struct Stands<'a> {
    blocked: bool,
    why: &'a str,
    block: Option<&'a Block>,
}

impl Stands<'_> {
    fn rules(&self) -> impl Iterator<Item = &str> {
        self.block.into_iter().flat_map(|block| block.rules.iter().map(Id::as_str))
    }

    fn is(&self, known: &Standing) -> bool {
        known.blocked == self.blocked
            && known.why == self.why
            && self.rules().eq(known.rules.iter().map(String::as_str))
    }

    fn standing(&self, folder: &Id) -> Standing {
        let (why, rules) = (self.why.to_owned(), self.rules().map(str::to_owned).collect());
        Standing { artefacts: vec![folder.to_string()], blocked: self.blocked, why, rules }
    }
}

fn words(why: &Spare) -> &'static str {
    match why {
        Spare::Usable => "some use of it on these devices is allowed, or would be once approved",
        Spare::Unavailable => {
            "no use of it is allowed here, but nothing bans or forbids it in every case: it is unavailable"
        }
        Spare::Unnamed => "it is banned or forbidden, and the register holds no name by which machines know it",
        Spare::Shared => "it is banned or forbidden only where no name of it can tell it apart",
        Spare::Unasked => "no question about it can come up on these devices",
    }
}
