use crate::consumer::Consumer;
use crate::digest::sha256;
use crate::manifest::{Artefact, FORMAT, FileEntry, Manifest};
use crate::plan_index::Kept;
use crate::readme::read_me;
use crate::tool_status::stands;
use crate::{File, Left, LeftOut, LeftOuts, PlanIndex, consumer};
use countersign_model::{Block, Exception, Id, IdentityKind, Plan};
use countersign_parallel::parallel_map;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All files of a build, by path.
#[derive(Clone, Debug)]
pub struct Build {
    /// The files, `manifest.json` among them.
    pub files: BTreeMap<String, Arc<Vec<u8>>>,
    /// What was built.
    pub manifest: Manifest,
    /// The artefacts of an earlier build that this one leaves as they are, by folder.
    pub left: BTreeSet<String>,
    /// The cache for the next build.
    kept: Kept,
}

/// Builds the artefacts of some plans of one policy: a folder for each deployment, each with a
/// `README.md`, and `manifest.json`. Leaves out deployments with an unknown consumer, see
/// [`consumer`]. Files that are the same as in an earlier build share its bytes.
pub fn tree(plans: &[Plan], former: Option<&Build>) -> Build {
    let (sheets, kept) = PlanIndex::all(plans, former.map(|former| &former.kept));
    let built = written(&sheets, former);
    let done = plans.iter().zip(&built).filter_map(|(plan, built)| Some((plan, built.as_ref()?)));
    let made = done.map(|(plan, built)| (plan, built.consumer, built.artefact.refused.is_none(), built.lost(plan)));
    let made: Vec<_> = made.collect();
    let tools = stands(&made);
    let (mut files, mut artefacts) = (BTreeMap::new(), BTreeMap::new());
    for (plan, built) in plans.iter().zip(built).filter_map(|(plan, built)| Some((plan, built?))) {
        files.extend(built.files);
        artefacts.insert(plan.deployment.id.to_string(), built.artefact);
    }
    let first = plans.first();
    let manifest = Manifest {
        countersign: FORMAT,
        organisation: first.map(|plan| plan.organisation.clone()).unwrap_or_default(),
        version: first.map(|plan| plan.version.clone()).unwrap_or_default(),
        at: first.map(|plan| plan.at.to_string()).unwrap_or_default(),
        until: first.and_then(|plan| plan.until).map(|until| until.to_string()),
        artefacts,
        tools,
    };
    let mut tree = Build { files, manifest, left: BTreeSet::new(), kept };
    tree.write_manifest();
    tree
}

impl Build {
    /// Adds the manifest to the files.
    pub(crate) fn write_manifest(&mut self) {
        let mut bytes = serde_json::to_vec_pretty(&self.manifest).unwrap_or_default();
        bytes.push(b'\n');
        self.files.insert("manifest.json".to_owned(), Arc::new(bytes));
    }
}

/// An artefact with its files, by their paths in the build.
struct Built<'a> {
    consumer: &'static Consumer,
    artefact: Artefact,
    files: Vec<(String, Arc<Vec<u8>>)>,
    left_out: Vec<LeftOut<'a>>,
}

impl Built<'_> {
    /// Returns the tools of a plan that lose every name.
    fn lost<'p>(&self, plan: &'p Plan) -> BTreeSet<&'p Id> {
        lost(self.consumer, plan, &self.left_out)
    }
}

/// Returns the tools for which a consumer has no name left, because all are left out.
fn lost<'p>(consumer: &Consumer, plan: &'p Plan, left_out: &[LeftOut<'_>]) -> BTreeSet<&'p Id> {
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for one in left_out.iter().filter(|one| one.what == Left::Domain) {
        *counts.entry(one.tool).or_default() += 1;
    }
    if counts.is_empty() {
        return BTreeSet::new();
    }
    let names = |block: &Block| block.identities.iter().filter(|one| consumer.carries.contains(&one.kind)).count();
    let lost = consumer.blocks(plan).filter(|block| counts.get(&block.tool).is_some_and(|left| *left >= names(block)));
    lost.map(|block| &block.tool).collect()
}

/// Returns the artefacts of the plan indexes, in order, with as many threads as there are
/// processors. `None` if the consumer is unknown.
fn written<'a>(sheets: &[PlanIndex<'a>], former: Option<&Build>) -> Vec<Option<Built<'a>>> {
    // The largest first, so that it does not keep one thread busy at the end.
    let size = |sheet: &PlanIndex<'a>| {
        let before = former.and_then(|tree| tree.manifest.artefacts.get(sheet.deployment.id.as_str()));
        before.map_or(usize::MAX, |before| before.files.values().map(|file| file.bytes).sum())
    };
    let mut order: Vec<(usize, &PlanIndex<'a>)> = sheets.iter().enumerate().collect();
    order.sort_by_cached_key(|(_, sheet)| Reverse(size(sheet)));
    let mut all = parallel_map(&order, 1, |(place, sheet)| {
        let consumer = consumer(&sheet.deployment.consumer);
        (*place, consumer.map(|consumer| artefact(sheet, consumer, former)))
    });
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, built)| built).collect()
}

fn artefact<'a>(sheet: &PlanIndex<'a>, consumer: &'static Consumer, former: Option<&Build>) -> Built<'a> {
    let (carried, mut notes) = consumer.exemptions(sheet.plan());
    let left_out = consumer.left_out(sheet);
    let groups = LeftOuts::of(&left_out);
    let unkept: BTreeSet<&str> =
        left_out.iter().filter(|one| one.what == Left::Exception).map(|one| one.name).collect();
    let domains = consumer.carries.contains(&IdentityKind::Domain);
    let open: Vec<&Exception> = sheet
        .exceptions
        .iter()
        .filter(|one| domains && consumer.keeps_exceptions && !unkept.contains(one.domain.as_str()))
        .collect();
    let kept = |one: &&Exception| format!("`{}` stays open below `{}`: {} needs it", one.domain, one.below, one.name);
    let kept: Vec<String> = open.iter().map(kept).collect();
    let (files, refused) = match (consumer.write)(sheet) {
        Ok(mut files) => {
            let page = read_me(consumer, sheet, &files, &groups, &notes, &kept);
            files.push(File::new("README.md", page));
            notes.extend(consumer.beyond(sheet.plan()));
            notes.extend(kept);
            (files, None)
        }
        Err(refused) => (Vec::new(), Some(refused.why)),
    };
    let built = refused.is_none();
    let folder = sheet.deployment.id.as_str();
    let known = former.and_then(|tree| Some((tree, tree.manifest.artefacts.get(folder)?)));
    let (mut named, mut placed) = (BTreeMap::new(), Vec::new());
    for file in files {
        let path = format!("{folder}/{}", file.path);
        let same = known.and_then(|(tree, artefact)| {
            let bytes =
                tree.files.get(&path).filter(|bytes| Arc::ptr_eq(bytes, &file.bytes) || **bytes == file.bytes)?;
            Some((bytes.clone(), artefact.files.get(&file.path)?.sha256.clone()))
        });
        let (bytes, sha256) = same.unwrap_or_else(|| (file.bytes.clone(), sha256(&file.bytes)));
        named.insert(file.path, FileEntry { sha256, bytes: bytes.len(), group: file.group });
        placed.push((path, bytes));
    }
    let artefact = Artefact {
        consumer: consumer.name.to_owned(),
        label: consumer.label.as_str().to_owned(),
        refused,
        kept_from: None,
        blocked: if built { consumer.blocks(sheet).count() - lost(consumer, sheet, &left_out).len() } else { 0 },
        names: if built { consumer.names(sheet).saturating_sub(left_names(&groups)) } else { 0 },
        exemptions: if built { carried.len() } else { 0 },
        files: named,
        unreached: if built { consumer.unreached(sheet.plan()) } else { Vec::new() },
        open: if built { open.iter().map(|one| one.domain.clone()).collect() } else { Vec::new() },
        left_out: if built { groups } else { Vec::new() },
        notes: if built { notes } else { Vec::new() },
    };
    Built { consumer, artefact, files: placed, left_out }
}

/// Returns the number of names of blocked tools that are left out.
fn left_names(groups: &[LeftOuts]) -> usize {
    groups.iter().filter(|group| group.what == Left::Domain.as_str()).map(|group| group.names.len()).sum()
}
