use countersign_model::{Cover, Exception, Id, Identity, IdentityKind, NameCollision, Pack, SourcedIdentity};
use rustc_hash::{FxHashMap, FxHashSet};

/// Machine names, each with the place of its tool.
pub(super) type Names<'a> = Vec<(usize, &'a SourcedIdentity)>;

/// A name of a blocked tool and a name of a usable tool that it covers, each with the place of its
/// tool.
pub(super) struct CoveredName<'a> {
    blocked: (usize, &'a SourcedIdentity),
    needed: (usize, &'a SourcedIdentity),
}

/// Returns names of blocked tools that cover a name of a usable tool: the nearest one, of the first
/// tool that has it.
pub(super) fn clashes<'a>(blocked: &Names<'a>, needed: &Names<'a>) -> Vec<CoveredName<'a>> {
    // Nearly all names collide with none, and one look-up each rules them out.
    let above: FxHashSet<Cover<'a>> = needed.iter().flat_map(|(_, known)| known.identity.blocked_by()).collect();
    let mut first: FxHashMap<Cover<'a>, &(usize, &'a SourcedIdentity)> = FxHashMap::default();
    for own in blocked {
        for cover in own.1.identity.blocks().filter(|cover| above.contains(cover)) {
            first.entry(cover).or_insert(own);
        }
    }
    let clash = |own: &(usize, &'a SourcedIdentity)| {
        let nearest = own.1.identity.blocked_by().find_map(|cover| first.get(&cover))?;
        Some(CoveredName { blocked: **nearest, needed: *own })
    };
    needed.iter().filter_map(clash).collect()
}

/// Returns blocked domains that the pack protects, or that are above a protected domain, each with
/// the place of its tool and of the protection.
pub(super) fn forbidden<'a>(blocked: &Names<'a>, pack: &Pack) -> Vec<(usize, &'a SourcedIdentity, usize)> {
    if pack.settings.protected.is_empty() {
        return Vec::new();
    }
    let mut above: FxHashMap<&str, usize> = FxHashMap::default();
    for (place, own) in pack.settings.protected.iter().enumerate() {
        for name in
            own.domain.match_indices('.').filter_map(|(dot, _)| own.domain.get(dot + 1..)).chain([own.domain.as_str()])
        {
            above.entry(name).or_insert(place);
        }
    }
    let is_domain = |known: &SourcedIdentity| known.identity.kind == IdentityKind::Domain;
    let found = blocked.iter().filter(|(_, known)| is_domain(known));
    found.filter_map(|(tool, known)| Some((*tool, *known, *above.get(known.identity.name.as_str())?))).collect()
}

/// Returns a blocked domain that the pack protects as a collision of a deployment.
pub(super) fn protection(
    found: &(usize, &SourcedIdentity, usize),
    pack: &Pack,
    deployment: &Id,
) -> Option<NameCollision> {
    let (tool, known, place) = found;
    let own = pack.settings.protected.get(*place)?;
    Some(NameCollision {
        deployment: deployment.clone(),
        blocked: pack.tools.at(*tool)?.id.clone(),
        identity: known.identity.clone(),
        at: known.span,
        needed: None,
        needs: Identity { kind: IdentityKind::Domain, name: own.domain.clone() },
        needs_at: own.span,
    })
}

/// Separates names that can stay open below a blocked domain from collisions without a solution: a
/// name that both tools have, or names of different kinds.
pub(super) fn exceptions<'a>(clashes: Vec<CoveredName<'a>>, pack: &Pack) -> (Vec<Exception>, Vec<CoveredName<'a>>) {
    let (below, clashes): (Vec<_>, Vec<_>) = clashes.into_iter().partition(CoveredName::is_below);
    let open: FxHashSet<&str> = below.iter().map(|clash| clash.needed.1.identity.name.as_str()).collect();
    // A name below one that stays open anyway needs no exception.
    let is_needed = |clash: &&CoveredName<'_>| {
        let blocked = &clash.blocked.1.identity.name;
        let mut between = clash.needed.1.identity.and_above().skip(1).take_while(|name| name != blocked);
        !between.any(|name| open.contains(name))
    };
    let mut exceptions: Vec<Exception> =
        below.iter().filter(is_needed).filter_map(|clash| clash.exception(pack)).collect();
    exceptions.sort_by(|one, other| one.domain.cmp(&other.domain));
    exceptions.dedup_by(|later, first| later.domain == first.domain);
    (exceptions, clashes)
}

impl CoveredName<'_> {
    /// Returns true if the needed domain is below the blocked one.
    fn is_below(&self) -> bool {
        let (blocked, needed) = (&self.blocked.1.identity, &self.needed.1.identity);
        needed.kind == IdentityKind::Domain && blocked.name != needed.name
    }

    /// Returns the needed domain as one that stays open.
    fn exception(&self, pack: &Pack) -> Option<Exception> {
        let ((owner, known), (user, needs)) = (self.blocked, self.needed);
        let user = pack.tools.at(user)?;
        Some(Exception {
            domain: needs.identity.name.clone(),
            tool: user.id.clone(),
            name: user.name.clone(),
            needs_at: needs.span,
            below: known.identity.name.clone(),
            blocked: pack.tools.at(owner)?.id.clone(),
            at: known.span,
        })
    }

    /// Returns the collision for a deployment.
    pub(super) fn conflict(&self, pack: &Pack, deployment: &Id) -> Option<NameCollision> {
        let id = |tool: usize| pack.tools.at(tool).map(|tool| tool.id.clone());
        let ((owner, known), (user, needs)) = (self.blocked, self.needed);
        Some(NameCollision {
            deployment: deployment.clone(),
            blocked: id(owner)?,
            identity: known.identity.clone(),
            at: known.span,
            needed: Some(id(user)?),
            needs: needs.identity.clone(),
            needs_at: needs.span,
        })
    }
}
