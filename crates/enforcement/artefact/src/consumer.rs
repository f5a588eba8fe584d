use crate::PlanIndex;
use crate::file::{File, Refused};
use crate::left_out::{Left, LeftOut};
use countersign_model::{Block, Id, IdentityKind, Plan};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A program that loads files: a resolver, a proxy, a browser, a device manager.
#[derive(Debug)]
pub struct Consumer {
    /// Its name in packs and on the command line.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// How the files are checked.
    pub label: Label,
    /// The kinds of names by which it can identify tools.
    pub carries: &'static [IdentityKind],
    /// How it identifies clients, so that some can be exempt.
    pub clients: Clients,
    /// Whether it can keep a domain open below a blocked one.
    pub keeps_exceptions: bool,
    /// How to load the files, in Markdown. `{directory}` stands for their folder.
    pub load: &'static str,
    /// What it cannot do, for its administrator, in Markdown.
    pub limits: &'static str,
    /// Writes the files.
    pub write: fn(&PlanIndex<'_>) -> Result<Vec<File>, Refused>,
    /// Returns what those files leave out. Exemptions are added if it treats all clients alike.
    pub omits: for<'a> fn(&PlanIndex<'a>) -> Vec<LeftOut<'a>>,
}

/// How a consumer identifies clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clients {
    /// By the address that they ask from.
    ByAddress,
    /// By the device group that gets its own file.
    ByGroup,
    /// Not at all.
    Alike,
}

/// How an artefact is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The tests load it into the real consumer and see it block.
    Enforced,
    /// It is checked against the schema of the consumer's maker.
    SchemaChecked,
    /// Only its shape is checked.
    ShapeChecked,
}

impl Label {
    /// Returns the word for manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::SchemaChecked => "schema-checked",
            Self::ShapeChecked => "shape-checked",
        }
    }

    /// Returns the meaning, in a sentence.
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
    /// Returns true if the exemptions from a block free some client here.
    fn frees(&self, block: &Block) -> bool {
        match self.clients {
            Clients::ByAddress => !block.addresses.is_empty(),
            Clients::ByGroup => !block.groups.is_empty(),
            Clients::Alike => false,
        }
    }

    /// Returns true if it can identify a blocked tool by some name.
    pub(crate) fn carries(&self, block: &Block) -> bool {
        block.identities.iter().any(|one| self.carries.contains(&one.kind))
    }

    /// Iterates over the blocks that it can express.
    pub(crate) fn blocks<'a>(&self, plan: &'a Plan) -> impl Iterator<Item = &'a Block> {
        plan.blocks.iter().filter(|block| self.carries(block))
    }

    /// Returns everything that it leaves out of a plan, sorted.
    pub fn left_out<'a>(&self, sheet: &PlanIndex<'a>) -> Vec<LeftOut<'a>> {
        let mut all = (self.omits)(sheet);
        if self.clients == Clients::Alike {
            let exempt = self.blocks(sheet.plan()).filter(|block| !block.addresses.is_empty());
            let why = Arc::from("it treats all clients alike");
            all.extend(exempt.flat_map(|block| lost(block, &why)));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Returns what the domains of blocked tools block besides those tools, if it blocks domains.
    pub(crate) fn beyond(&self, plan: &Plan) -> Vec<String> {
        let domains = self.carries.contains(&IdentityKind::Domain);
        let blocks = self.blocks(plan).filter(|_| domains);
        blocks.flat_map(|block| block.beyond.iter().cloned()).collect()
    }

    /// Returns the exceptions that it cannot keep open.
    pub fn cannot_keep<'a>(&self, plan: &'a Plan) -> &'a [countersign_model::Exception] {
        let concerned = self.carries.contains(&IdentityKind::Domain) && !self.keeps_exceptions;
        if concerned { &plan.exceptions } else { &[] }
    }

    /// Returns the exemptions that have an effect here, and remarks about the others.
    /// [`Consumer::left_out`] covers those that are left out.
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

    /// Returns the number of different names of blocked tools in its files.
    pub(crate) fn names(&self, sheet: &PlanIndex<'_>) -> usize {
        self.carries.iter().map(|kind| sheet.count(*kind)).sum()
    }
}

/// Returns the exemptions of a block that would have an effect, as left out.
pub(crate) fn lost<'a>(block: &'a Block, why: &Arc<str>) -> impl Iterator<Item = LeftOut<'a>> + use<'a> {
    let held = block.exemptions.iter().filter(|one| one.without_effect.is_none());
    let why = Arc::clone(why);
    held.map(move |one| {
        let (name, title) = (one.exemption.as_str(), block.name.as_str());
        LeftOut { what: Left::Exemption, name, tool: &block.tool, title, why: Arc::clone(&why) }
    })
}
