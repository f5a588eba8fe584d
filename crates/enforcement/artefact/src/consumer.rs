use crate::PlanIndex;
use crate::file::{File, Refused};
use crate::left_out::{Left, LeftOut};
use countersign_model::{Block, Id, IdentityKind, Plan};
use std::collections::BTreeSet;

/// What loads files: a resolver, a proxy, a browser, a device manager.
#[derive(Debug)]
pub struct Consumer {
    /// Its name in packs and on the command line.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// How it is known that the files do what they say.
    pub label: Label,
    /// The kinds of names by which it can tell tools.
    pub carries: &'static [IdentityKind],
    /// How it tells clients apart, so that some can be exempt.
    pub clients: Clients,
    /// Whether it can keep a domain open that is below a blocked one.
    pub keeps_exceptions: bool,
    /// How the files are loaded, in Markdown; `{directory}` stands for where they are.
    pub load: &'static str,
    /// What it cannot do, for its administrator to know; in Markdown.
    pub limits: &'static str,
    /// Writes the files.
    pub write: fn(&PlanIndex<'_>) -> Result<Vec<File>, Refused>,
    /// What those files do not carry; exemptions from all clients alike are added to it.
    pub omits: fn(&PlanIndex<'_>) -> Vec<LeftOut>,
}

/// How a consumer tells clients apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clients {
    /// By the address from which they ask.
    ByAddress,
    /// By the device group that is given a file of its own.
    ByGroup,
    /// Not at all.
    Alike,
}

/// How it is known that an artefact does what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The real consumer loads it in the tests, and the block is seen to hold.
    Enforced,
    /// It is checked against the schema of the consumer's maker.
    SchemaChecked,
    /// Only its shape is checked.
    ShapeChecked,
}

impl Label {
    /// The word in manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::SchemaChecked => "schema-checked",
            Self::ShapeChecked => "shape-checked",
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Enforced => "the tests load these files into the real consumer and see the blocks hold",
            Self::SchemaChecked => {
                "the tests check these files against what the consumer's maker states, not with the consumer itself"
            }
            Self::ShapeChecked => "the tests check only the form of these files: try them before you rely on them",
        }
    }
}

impl Consumer {
    /// Whether the exemptions from a block free somebody here.
    fn frees(&self, block: &Block) -> bool {
        match self.clients {
            Clients::ByAddress => !block.addresses.is_empty(),
            Clients::ByGroup => !block.groups.is_empty(),
            Clients::Alike => false,
        }
    }

    /// Whether it can tell a blocked tool by some name.
    pub(crate) fn carries(&self, block: &Block) -> bool {
        block.identities.iter().any(|one| self.carries.contains(&one.kind))
    }

    /// The blocks that it carries.
    pub(crate) fn blocks<'a>(&self, plan: &'a Plan) -> impl Iterator<Item = &'a Block> {
        plan.blocks.iter().filter(|block| self.carries(block))
    }

    /// What it leaves out of a plan, sorted.
    pub fn left_out(&self, sheet: &PlanIndex<'_>) -> Vec<LeftOut> {
        let mut all = (self.omits)(sheet);
        if self.clients == Clients::Alike {
            let exempt = self.blocks(sheet.plan()).filter(|block| !block.addresses.is_empty());
            all.extend(exempt.flat_map(|block| lost(block, "it treats all clients alike")));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What the domains of blocked tools block beyond those tools, if it carries domains.
    pub(crate) fn beyond(&self, plan: &Plan) -> Vec<String> {
        let domains = self.carries.contains(&IdentityKind::Domain);
        let blocks = self.blocks(plan).filter(|_| domains);
        blocks.flat_map(|block| block.beyond.iter().cloned()).collect()
    }

    /// The exceptions that it cannot keep open.
    pub fn cannot_keep<'a>(&self, plan: &'a Plan) -> &'a [countersign_model::Exception] {
        let concerned = self.carries.contains(&IdentityKind::Domain) && !self.keeps_exceptions;
        if concerned { &plan.exceptions } else { &[] }
    }

    /// The exemptions that have an effect here, and what is to be said of the others.
    /// Those that are left out are told by [`Consumer::left_out`].
    pub(crate) fn exemptions<'a>(&self, plan: &'a Plan) -> (BTreeSet<&'a Id>, Vec<String>) {
        let other = match self.clients {
            Clients::ByAddress => "it names device groups only, and clients are told apart by address here",
            Clients::ByGroup => "it names addresses only, and files are loaded by device group here",
            Clients::Alike => "all clients are treated alike here",
        };
        let (mut carried, mut notes) = (BTreeSet::new(), BTreeSet::new());
        let alike = self.clients == Clients::Alike;
        for block in self.blocks(plan) {
            for one in &block.exemptions {
                let why = match &one.without_effect {
                    Some(why) => why.as_str(),
                    None if self.frees(block) => {
                        carried.insert(&one.exemption);
                        if !one.despite.is_empty() {
                            let bans: Vec<String> = one.despite.iter().map(|ban| format!("`{ban}`")).collect();
                            notes.insert(format!(
                                "the exemption `{}` gives {} back here in every case, although {} still takes it away in some: this deployment cannot tell those apart",
                                one.exemption, block.name, bans.join(", ")
                            ));
                        }
                        continue;
                    }
                    None if alike && !block.addresses.is_empty() => continue,
                    None => other,
                };
                notes.insert(format!("the exemption `{}` gives nobody {} back here: {why}", one.exemption, block.name));
            }
        }
        (carried, notes.into_iter().collect())
    }

    /// How many different names of blocked tools it carries.
    pub(crate) fn names(&self, sheet: &PlanIndex<'_>) -> usize {
        self.carries.iter().map(|kind| sheet.count(*kind)).sum()
    }
}

/// The exemptions of a block that would have an effect, as left out.
pub(crate) fn lost(block: &Block, why: &str) -> Vec<LeftOut> {
    let held = block.exemptions.iter().filter(|one| one.without_effect.is_none());
    let left = |one: &countersign_model::AppliedExemption| LeftOut {
        what: Left::Exemption,
        name: one.exemption.to_string(),
        tool: block.tool.clone(),
        title: block.name.clone(),
        why: why.to_owned(),
    };
    held.map(left).collect()
}
