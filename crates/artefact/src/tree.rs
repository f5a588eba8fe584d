use crate::consumer::Consumer;
use crate::manifest::{Artefact, FORMAT, FileOf, Manifest, Standing};
use crate::read_me::read_me;
use crate::{File, consumer};
use countersign_model::{Plan, Spare};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Every file of a build, by its path.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The files, `manifest.json` among them.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What was built.
    pub manifest: Manifest,
}

/// Builds the artefacts of some plans of one policy: a folder a deployment, each
/// with a `README.md`, and `manifest.json`. Deployments whose consumer is unknown
/// are left out: [`consumer`] tells of them.
pub fn tree(plans: &[Plan]) -> Tree {
    let mut files = BTreeMap::new();
    let mut artefacts = BTreeMap::new();
    for (plan, (artefact, own)) in plans.iter().zip(written(plans)).filter_map(|(plan, done)| Some((plan, done?))) {
        let folder = plan.deployment.id.to_string();
        for file in own {
            files.insert(format!("{folder}/{}", file.path), file.bytes);
        }
        artefacts.insert(folder, artefact);
    }
    let first = plans.first();
    let manifest = Manifest {
        countersign: FORMAT,
        organisation: first.map(|plan| plan.organisation.clone()).unwrap_or_default(),
        version: first.map(|plan| plan.version.clone()).unwrap_or_default(),
        at: first.map(|plan| plan.at.to_string()).unwrap_or_default(),
        until: first.and_then(|plan| plan.until).map(|until| until.to_string()),
        artefacts,
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    files.insert("manifest.json".to_owned(), bytes);
    Tree { files, manifest }
}

/// An artefact with its files.
type Built = (Artefact, Vec<File>);

/// The artefacts of the plans, in their order, by as many threads as there are
/// processors; none where the consumer is unknown.
fn written(plans: &[Plan]) -> Vec<Option<Built>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((place, plan)) = next_of(plans, &next) {
            let own = consumer(&plan.deployment.consumer).map(|consumer| artefact(plan, consumer));
            done.push((place, own));
        }
        done
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(plans.len().max(1));
    let mut all: Vec<(usize, Option<Built>)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    });
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, own)| own).collect()
}

fn next_of<'a>(plans: &'a [Plan], next: &AtomicUsize) -> Option<(usize, &'a Plan)> {
    let place = next.fetch_add(1, Ordering::Relaxed);
    Some((place, plans.get(place)?))
}

fn artefact(plan: &Plan, consumer: &Consumer) -> Built {
    let (carried, notes) = consumer.exemptions(plan);
    let (files, refused) = match (consumer.write)(plan) {
        Ok(mut files) => {
            let page = read_me(consumer, plan, &files, &notes);
            files.push(File::new("README.md", page));
            (files, None)
        }
        Err(refused) => (Vec::new(), Some(refused.why)),
    };
    let built = refused.is_none();
    let of = |file: &File| {
        (file.path.clone(), FileOf { sha256: sha256(&file.bytes), bytes: file.bytes.len(), group: file.group.clone() })
    };
    let artefact = Artefact {
        consumer: consumer.name.to_owned(),
        label: consumer.label.as_str().to_owned(),
        refused,
        blocked: if built { consumer.blocks(plan).count() } else { 0 },
        names: if built { consumer.names(plan).len() } else { 0 },
        exemptions: if built { carried.len() } else { 0 },
        files: files.iter().map(of).collect(),
        notes: if built { notes } else { Vec::new() },
        tools: tools(plan, consumer, built),
    };
    (artefact, files)
}

/// How every tool stands.
fn tools(plan: &Plan, consumer: &Consumer, built: bool) -> BTreeMap<String, Standing> {
    let blocked = plan.blocks.iter().map(|block| {
        let carried = consumer.carries(block);
        let why = match (carried, built) {
            (true, true) => block.why.clone(),
            (true, false) => format!("this artefact was refused; the policy: {}", block.why),
            (false, _) => {
                "it is to be blocked, and none of its names is of a kind that this consumer can tell".to_owned()
            }
        };
        let rules = block.rules.iter().map(ToString::to_string).collect();
        (block.tool.to_string(), Standing { name: block.name.clone(), blocked: carried && built, why, rules })
    });
    let spared = plan.spared.iter().map(|spared| {
        let standing = Standing {
            name: spared.name.clone(),
            blocked: false,
            why: words(&spared.why).to_owned(),
            rules: Vec::new(),
        };
        (spared.tool.to_string(), standing)
    });
    blocked.chain(spared).collect()
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

/// The SHA-256 of some bytes, in hexadecimal digits (FIPS 180-4).
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
