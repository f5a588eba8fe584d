use countersign_model::{Conflict, Id, Identity, IdentityKind, KnownAs, Pack};
use rustc_hash::FxHashMap;

/// Names by which machines know tools, each with the first tool that has it.
#[derive(Default)]
pub(super) struct Names<'a> {
    list: Vec<(usize, &'a KnownAs)>,
    places: FxHashMap<(IdentityKind, &'a str), usize>,
}

impl<'a> Names<'a> {
    pub(super) fn add(&mut self, tool: usize, known: &'a KnownAs) {
        self.places.entry((known.identity.kind, known.identity.name.as_str())).or_insert(self.list.len());
        self.list.push((tool, known));
    }

    fn get(&self, kind: IdentityKind, name: &str) -> Option<&(usize, &'a KnownAs)> {
        self.list.get(*self.places.get(&(kind, name))?)
    }

    /// The one that covers a name: the name itself, or a domain above it.
    fn covering(&self, identity: &Identity) -> Option<&(usize, &'a KnownAs)> {
        let mut name = identity.name.as_str();
        loop {
            if let Some(found) = self.get(identity.kind, name) {
                return Some(found);
            }
            name = match (identity.kind, name.split_once('.')) {
                (IdentityKind::Domain, Some((_, rest))) => rest,
                _ => return None,
            };
        }
    }
}

/// A name of a blocked tool, and one of a usable tool that it covers, each with the
/// place of its tool.
pub(super) struct Clash<'a> {
    blocked: (usize, &'a KnownAs),
    needed: (usize, &'a KnownAs),
}

/// Names of blocked tools that cover a name which a usable tool needs.
pub(super) fn clashes<'a>(blocked: &Names<'a>, needed: &Names<'a>) -> Vec<Clash<'a>> {
    let clash = |own: &(usize, &'a KnownAs)| Some(Clash { blocked: *blocked.covering(&own.1.identity)?, needed: *own });
    needed.list.iter().filter_map(clash).collect()
}

impl Clash<'_> {
    /// As it is told of a deployment.
    pub(super) fn conflict(&self, pack: &Pack, deployment: &Id) -> Option<Conflict> {
        let id = |tool: usize| pack.tools.at(tool).map(|tool| tool.id.clone());
        let ((owner, known), (user, needs)) = (self.blocked, self.needed);
        Some(Conflict {
            deployment: deployment.clone(),
            blocked: id(owner)?,
            identity: known.identity.clone(),
            at: known.span,
            needed: id(user)?,
            needs: needs.identity.clone(),
            needs_at: needs.span,
        })
    }
}
