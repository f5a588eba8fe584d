use crate::domains::Domains;
use countersign_model::{Block, IdentityKind, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

/// A plan with what all consumers look up in it. It reads like the plan itself.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    plan: &'a Plan,
    names: Arc<Names<'a>>,
}

#[derive(Debug)]
struct Names<'a> {
    domains: Domains<'a>,
    /// How many different names of each kind there are.
    counts: BTreeMap<IdentityKind, usize>,
}

impl<'a> Sheet<'a> {
    /// The sheet of a plan.
    pub fn new(plan: &'a Plan) -> Self {
        Self { plan, names: Arc::new(Names::new(&plan.blocks)) }
    }

    /// The sheets of plans; those with the same blocks share what is looked up.
    pub(crate) fn all(plans: &'a [Plan]) -> Vec<Self> {
        let mut sheets: Vec<Self> = Vec::with_capacity(plans.len());
        for plan in plans {
            let same = sheets.iter().find(|sheet| Arc::ptr_eq(&sheet.plan.blocks, &plan.blocks));
            let sheet = match same {
                Some(sheet) => Self { plan, names: sheet.names.clone() },
                None => Self::new(plan),
            };
            sheets.push(sheet);
        }
        sheets
    }

    /// The plan.
    pub(crate) fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// The domains of its blocks.
    pub(crate) fn domains(&self) -> &Domains<'a> {
        &self.names.domains
    }

    /// How many different names of a kind its blocks have.
    pub(crate) fn count(&self, kind: IdentityKind) -> usize {
        self.names.counts.get(&kind).copied().unwrap_or_default()
    }
}

impl<'a> Names<'a> {
    fn new(blocks: &'a [Block]) -> Self {
        let domains = Domains::new(blocks);
        let mut others: BTreeMap<IdentityKind, BTreeSet<&str>> = BTreeMap::new();
        let all = blocks.iter().flat_map(|block| &block.identities);
        for identity in all.filter(|identity| identity.kind != IdentityKind::Domain) {
            others.entry(identity.kind).or_default().insert(&identity.name);
        }
        let others = others.into_iter().map(|(kind, names)| (kind, names.len()));
        let counts = others.chain([(IdentityKind::Domain, domains.names().len())]).collect();
        Self { domains, counts }
    }
}

impl Deref for Sheet<'_> {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        self.plan
    }
}
