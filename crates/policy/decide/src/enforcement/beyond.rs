//! What blocked domains block besides the tools to block.

use super::name_collisions::Names;
use countersign_model::{Block, Identity, IdentityKind, Pack, SourcedIdentity, Tool};
use rustc_hash::FxHashMap;

/// Returns the blocked domains of a tool that others also use, and why that is right.
pub(super) fn shared(tool: &Tool, identities: &[Identity]) -> Vec<String> {
    let blocked = tool.identities.iter().filter(|known| identities.contains(&known.identity));
    let sentence = |known: &SourcedIdentity| {
        let (name, shared) = (&known.identity.name, known.shared.as_ref()?);
        let users = if shared.users.is_empty() { "what others use" } else { &shared.users };
        Some(format!("blocking {} by `{name}` also blocks {users}; it is named since {}", tool.name, shared.why))
    };
    blocked.filter_map(sentence).collect()
}

/// Adds sentences about other tools with names below blocked domains. These tools are neither
/// blocked, because that is intended, nor usable, because then the name stays open or is a
/// conflict.
pub(super) fn tell_of_others(blocks: &mut [Block], others: &Names<'_>, pack: &Pack) {
    if others.is_empty() {
        return;
    }
    let mut owners: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (place, block) in blocks.iter().enumerate() {
        for own in block.identities.iter().filter(|own| own.kind == IdentityKind::Domain) {
            owners.entry(own.name.clone()).or_default().push(place);
        }
    }
    for (tool, known) in others.iter().filter(|(_, known)| known.identity.kind == IdentityKind::Domain) {
        let Some(name) = known.identity.and_above().find(|name| owners.contains_key(*name)) else { continue };
        let Some(other) = pack.tools.at(*tool) else { continue };
        for place in owners.get(name).into_iter().flatten() {
            if let Some(block) = blocks.get_mut(*place) {
                let text = format!(
                    "blocking {} by `{name}` also blocks `{}` of {}",
                    block.name, known.identity.name, other.name
                );
                block.beyond.push(text);
            }
        }
    }
}
