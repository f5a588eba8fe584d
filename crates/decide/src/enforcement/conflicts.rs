use countersign_model::{Conflict, Id, IdentityKind, KnownAs, Pack};
use rustc_hash::{FxHashMap, FxHashSet};

/// Names by which machines know tools, each with the place of its tool.
pub(super) type Names<'a> = Vec<(usize, &'a KnownAs)>;

/// A name of a blocked tool, and one of a usable tool that it covers, each with the
/// place of its tool.
pub(super) struct Clash<'a> {
    blocked: (usize, &'a KnownAs),
    needed: (usize, &'a KnownAs),
}

/// Names of blocked tools that cover a name which a usable tool needs: the nearest one,
/// of the first tool that has it.
pub(super) fn clashes<'a>(blocked: &Names<'a>, needed: &Names<'a>) -> Vec<Clash<'a>> {
    // Nearly all names clash with none: those that may are told apart by a look each.
    let covering = |known: &'a KnownAs| known.identity.covering().map(|name| (known.identity.kind, name));
    let above: FxHashSet<_> = needed.iter().flat_map(|(_, known)| covering(known)).collect();
    let mut first: FxHashMap<(IdentityKind, &str), &(usize, &'a KnownAs)> = FxHashMap::default();
    for own in blocked {
        let name = (own.1.identity.kind, own.1.identity.name.as_str());
        if above.contains(&name) {
            first.entry(name).or_insert(own);
        }
    }
    let clash = |own: &(usize, &'a KnownAs)| {
        let nearest = covering(own.1).find_map(|name| first.get(&name))?;
        Some(Clash { blocked: **nearest, needed: *own })
    };
    needed.iter().filter_map(clash).collect()
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
