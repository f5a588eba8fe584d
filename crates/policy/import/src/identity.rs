//! Cells with the machine names of a tool.

use crate::column_role::Role;
use countersign_model::{Identity, IdentityKind};
use countersign_pack::SharedDomain;

/// Returns the valid names of a cell, each with its kind, and the texts that are not valid.
pub(crate) fn of(role: Role, text: &str) -> (Vec<(IdentityKind, String)>, Vec<String>) {
    let kind = match role {
        Role::Package => IdentityKind::AndroidPackage,
        Role::Bundle => IdentityKind::AppleBundle,
        _ => IdentityKind::Domain,
    };
    let (mut known, mut other) = (Vec::new(), Vec::new());
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|')).filter(|word| !word.is_empty())
    {
        let bare = if kind == IdentityKind::Domain { domain(word) } else { word };
        if let Some(shared) = shared(kind, bare) {
            other.push(shared);
            continue;
        }
        match Identity::parse(kind, bare) {
            Ok(identity) if kind != IdentityKind::Domain || identity.name.contains('.') => {
                if !known.contains(&(kind, identity.name.clone())) {
                    known.push((kind, identity.name));
                }
            }
            _ => other.push(word.to_owned()),
        }
    }
    (known, other)
}

/// Returns why a domain does not identify one tool: it is a public suffix, or many share it.
fn shared(kind: IdentityKind, name: &str) -> Option<String> {
    let domain = Identity::parse(kind, name).ok().filter(|own| own.kind == IdentityKind::Domain)?;
    let users = SharedDomain::of(&domain.name)?.users();
    Some(format!("{} (left out: below it are {users})", domain.name))
}

/// Returns the domain of an address that names only the domain.
fn domain(word: &str) -> &str {
    let bare = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")).unwrap_or(word);
    let bare = bare.strip_suffix('/').unwrap_or(bare);
    bare.strip_prefix("*.").unwrap_or(bare)
}
