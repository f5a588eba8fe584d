use crate::Refused;
use crate::browser_entries::BrowserEntries;
use crate::clients::{Client, Group, Zone, clients, groups, zones};
use crate::domain_index::{Index, Mark};
use crate::domains::{Domains, Exempt};
use crate::file_cache::FileCache;
use crate::text::head;
use countersign_model::{Block, IdentityKind, Plan};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A plan with look-ups for all consumers. It dereferences to the plan.
#[derive(Clone, Debug)]
pub struct PlanIndex<'a> {
    plan: &'a Plan,
    looked: Arc<Looked<'a>>,
    kept: Kept,
}

/// The cache that one build leaves for the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) indexes: Vec<Arc<Index>>,
    pub(crate) pieces: Arc<FileCache>,
    /// The pieces of the previous build.
    pub(crate) former: Option<Arc<FileCache>>,
}

/// The part that plans with the same blocks share.
#[derive(Debug)]
struct Looked<'a> {
    index: Arc<Index>,
    domains: Domains<'a>,
    groups: OnceLock<Vec<Group<'a>>>,
    clients: OnceLock<Vec<Client>>,
    exempt: OnceLock<Vec<Exempt<'a>>>,
    browser_entries: OnceLock<BrowserEntries>,
    /// The number of different names of each kind.
    counts: BTreeMap<IdentityKind, usize>,
}

impl<'a> PlanIndex<'a> {
    /// Creates the index of a plan.
    pub fn new(plan: &'a Plan) -> Self {
        Self { plan, looked: Arc::new(Looked::new(plan, &[])), kept: Kept::default() }
    }

    /// Returns the indexes of plans, and the cache for the next build. Plans with the same blocks
    /// share their look-ups.
    pub(crate) fn all(plans: &'a [Plan], former: Option<&Kept>) -> (Vec<Self>, Kept) {
        let pieces = Arc::new(FileCache::default());
        let kept = Kept { indexes: Vec::new(), pieces, former: former.map(|former| former.pieces.clone()) };
        let indexes = former.map(|former| former.indexes.as_slice()).unwrap_or_default();
        let mut sheets: Vec<Self> = Vec::with_capacity(plans.len());
        for plan in plans {
            let shared =
                |own: &Plan| Arc::ptr_eq(&own.blocks, &plan.blocks) && Arc::ptr_eq(&own.exceptions, &plan.exceptions);
            let same = sheets.iter().find(|sheet| shared(sheet.plan));
            let looked = match same {
                Some(sheet) => sheet.looked.clone(),
                None => Arc::new(Looked::new(plan, indexes)),
            };
            sheets.push(Self { plan, looked, kept: kept.clone() });
        }
        let mut left: Vec<Arc<Index>> = Vec::new();
        for sheet in &sheets {
            if !left.iter().any(|index| Arc::ptr_eq(index, &sheet.looked.index)) {
                left.push(sheet.looked.index.clone());
            }
        }
        (sheets, Kept { indexes: left, former: None, ..kept })
    }

    /// Returns the plan.
    pub(crate) fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// Returns the domains of its blocks.
    pub(crate) fn domains(&self) -> &Domains<'a> {
        &self.looked.domains
    }

    /// Returns its blocks with domains, by who is exempt from them: see [`groups`].
    pub(crate) fn groups(&self) -> &[Group<'a>] {
        self.looked.groups.get_or_init(|| groups(&self.plan.blocks, self.domains()))
    }

    /// Returns the layers of its groups, in the order in which they decide: see [`zones`].
    pub(crate) fn zones(&self) -> Vec<Zone<'_, 'a>> {
        zones(self.groups())
    }

    /// Returns the networks for which some of its groups are lifted: see [`clients`].
    pub(crate) fn clients(&self) -> &[Client] {
        self.looked.clients.get_or_init(|| clients(self.groups()))
    }

    /// Returns its domains with the addresses that are exempt: see [`Domains::exempt`].
    pub(crate) fn exempt(&self) -> &[Exempt<'a>] {
        self.looked.exempt.get_or_init(|| self.domains().exempt())
    }

    /// Returns the domains that fit into the lists of a browser, made once.
    pub(crate) fn browser_entries(&self, make: impl FnOnce() -> BrowserEntries) -> &BrowserEntries {
        self.looked.browser_entries.get_or_init(make)
    }

    /// Returns the number of different names of a kind in its blocks.
    pub(crate) fn count(&self, kind: IdentityKind) -> usize {
        self.looked.counts.get(&kind).copied().unwrap_or_default()
    }

    /// Returns a file that depends only on the deployment, the organisation, the names of some
    /// blocks and `of`. It reuses the previous build's file if that is the same.
    ///
    /// # Errors
    /// Returns an error if the file cannot be made.
    pub(crate) fn piece(
        &self,
        of: &[&str],
        blocks: impl Iterator<Item = usize>,
        make: impl FnOnce() -> Result<Vec<u8>, Refused>,
    ) -> Result<Arc<Vec<u8>>, Refused> {
        let mark = self.mark(of, blocks);
        let known = self.kept.former.as_ref().and_then(|former| former.get(&mark));
        let bytes = match known {
            Some(bytes) => bytes,
            None => Arc::new(make()?),
        };
        self.kept.pieces.keep(mark, &bytes);
        Ok(bytes)
    }

    fn mark(&self, of: &[&str], blocks: impl Iterator<Item = usize>) -> Mark {
        let deployment = &self.plan.deployment;
        let id = deployment.id.to_string();
        let own = [
            Some(&deployment.consumer),
            Some(&id),
            deployment.directory.as_ref(),
            deployment.include.as_ref(),
            deployment.page.as_ref(),
        ];
        let mut all = Sha256::new();
        let mut add = |text: &str| {
            all.update((text.len() as u64).to_le_bytes());
            all.update(text);
        };
        [&self.plan.organisation, &self.plan.version].into_iter().for_each(|text| add(text));
        head(self.plan).iter().for_each(|line| add(line));
        own.into_iter().for_each(|text| add(text.map_or("", |text| text)));
        of.iter().for_each(|text| add(text));
        let marks = self.looked.index.marks();
        let exceptions = self.looked.index.exceptions();
        all.update((exceptions.len() as u64).to_le_bytes());
        for domain in exceptions {
            all.update((domain.len() as u64).to_le_bytes());
            all.update(domain);
        }
        blocks.filter_map(|block| marks.get(block)).for_each(|mark| all.update(mark));
        all.finalize().into()
    }
}

impl<'a> Looked<'a> {
    fn new(plan: &'a Plan, indexes: &[Arc<Index>]) -> Self {
        let (blocks, exceptions): (&'a [Block], _) = (&plan.blocks, plan.exceptions.as_slice());
        let index = Index::new(blocks, exceptions, indexes);
        let mut others: BTreeMap<IdentityKind, BTreeSet<&str>> = BTreeMap::new();
        let all = blocks.iter().flat_map(|block| &block.identities);
        for identity in all.filter(|identity| identity.kind != IdentityKind::Domain) {
            others.entry(identity.kind).or_default().insert(&identity.name);
        }
        let others = others.into_iter().map(|(kind, names)| (kind, names.len()));
        let counts = others
            .chain([(IdentityKind::Domain, index.names().iter().filter(|name| name.exception.is_none()).count())])
            .collect();
        let domains = Domains::new(index.clone(), blocks, exceptions);
        Self {
            index,
            domains,
            groups: OnceLock::new(),
            clients: OnceLock::new(),
            exempt: OnceLock::new(),
            browser_entries: OnceLock::new(),
            counts,
        }
    }
}

impl Deref for PlanIndex<'_> {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        self.plan
    }
}
