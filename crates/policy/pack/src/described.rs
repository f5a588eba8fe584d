//! Errors and likely mistakes in a catalogue.

use crate::Diagnostic;
use countersign_model::{IdentityKind, Pack, SourcedIdentity, Tool, fold};
use std::collections::BTreeMap;

/// Checks the products of a catalogue: names and identities that two of them share, and keys that
/// each should have and does not.
pub fn check_catalogue(pack: &Pack) -> Vec<Diagnostic> {
    let mut found = claimed_twice(pack);
    found.extend(covered(pack));
    for tool in &pack.tools {
        found.extend(missing(tool));
    }
    found.extend(developers(pack));
    found.sort_by_key(|one| (one.severity, one.at));
    found
}

/// Returns true if a developer puts this kind of name on all its products.
fn is_of_developer(kind: IdentityKind) -> bool {
    matches!(kind, IdentityKind::AppleTeam | IdentityKind::WindowsPublisher)
}

fn identities(pack: &Pack) -> impl Iterator<Item = (&Tool, &SourcedIdentity)> {
    pack.tools.iter().flat_map(|tool| tool.identities.iter().map(move |known| (tool, known)))
}

/// Reports identities that two products share.
fn claimed_twice(pack: &Pack) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(IdentityKind, String), (&Tool, &SourcedIdentity)> = BTreeMap::new();
    let mut found = Vec::new();
    for (tool, known) in identities(pack).filter(|(_, known)| !is_of_developer(known.identity.kind)) {
        let key = (known.identity.kind, known.identity.name.to_ascii_lowercase());
        match first.get(&key) {
            Some((owner, other)) if owner.id != tool.id => {
                let message = format!("{} belongs to two products: `{}` and `{}`", known.identity, owner.id, tool.id);
                let fault = Diagnostic::error("claimed-twice", known.span, message);
                found.push(fault.also(other.span, "the other one").help("leave it with the product that it names"));
            }
            Some(_) => {
                let message = format!("`{}` states {} twice", tool.id, known.identity);
                found.push(Diagnostic::warning("claimed-twice", known.span, message).help("state it once"));
            }
            None => drop(first.insert(key, (tool, known))),
        }
    }
    found
}

/// Reports domains of a product above the domain of another developer's product.
fn covered(pack: &Pack) -> Vec<Diagnostic> {
    let domains = || identities(pack).filter(|(_, known)| known.identity.kind == IdentityKind::Domain);
    let owners: BTreeMap<&str, &Tool> = domains().map(|(tool, known)| (known.identity.name.as_str(), tool)).collect();
    let mut found = Vec::new();
    for (tool, known) in domains() {
        for above in known.identity.and_above().skip(1) {
            let Some(owner) = owners.get(above).filter(|owner| owner.developer != tool.developer) else { continue };
            let message = format!("`{above}` of `{}` covers `{}` of `{}`", owner.id, known.identity.name, tool.id);
            let fault = Diagnostic::warning("covered-domain", known.span, message);
            found.push(fault.help("whoever bans the one blocks the other: state narrower domains"));
        }
    }
    found
}

/// Reports keys that a product should have.
fn missing(tool: &Tool) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut missing = |what: &str, help: &str| {
        let message = format!("`{}` has no {what}", tool.id);
        found.push(Diagnostic::warning("incomplete", tool.span, message).help(help));
    };
    if tool.kinds.is_empty() {
        missing("kind", "add `kinds = \"KIND\"`: rules and bans go by it");
    }
    if tool.developer.is_none() {
        missing("developer", "add `developer = \"DEVELOPER\"`: bans go by it");
    }
    if tool.identities.is_empty() {
        missing("identity", "add `[[identities]]` with a `source`: nothing can be blocked without one");
    }
    let addressed =
        |known: &&SourcedIdentity| !known.source.starts_with("https://") && !known.source.starts_with("http://");
    for known in tool.identities.iter().filter(addressed) {
        let message = format!("the source of {} is no address", known.identity);
        found.push(Diagnostic::warning("incomplete", known.span, message).help("name a page of the maker"));
    }
    found
}

/// Reports developers that share a name, or do not say which country they are run from.
fn developers(pack: &Pack) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, &countersign_model::Developer> = BTreeMap::new();
    let mut found = Vec::new();
    for developer in &pack.developers {
        for name in [&developer.name].into_iter().chain(&developer.aliases) {
            match first.get(&fold(name)) {
                Some(other) if other.id != developer.id => {
                    let message = format!("`{name}` means two developers: `{}` and `{}`", other.id, developer.id);
                    let fault = Diagnostic::error("ambiguous-name", developer.span, message);
                    found.push(fault.also(other.span, "the other one").help("make them one, or tell them apart"));
                }
                _ => drop(first.insert(fold(name), developer)),
            }
        }
        if developer.country.is_none() || developer.source.is_none() {
            let message = format!("the developer `{}` has no country or no source", developer.id);
            let fault = Diagnostic::warning("incomplete", developer.span, message);
            found.push(fault.help("add `country = \"GB\"` and `source = \"https://…\"`"));
        }
    }
    found
}
