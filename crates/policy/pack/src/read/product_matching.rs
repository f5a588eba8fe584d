//! Which tools of the register are products of a catalogue.

use super::products::absorb;
use countersign_model::{
    Alias, Developer, HasId, Id, Identity, IdentityKind, Pack, Table, Tool, ToolOrigin, ValueSet, fold,
};
use std::collections::{BTreeMap, BTreeSet};

/// The strength of a tool's claim to be a product. A smaller value is a stronger claim.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    /// Both have the same id.
    Id,
    /// Both have the same name.
    Name,
    /// The tool has a name that is another name of the product.
    OtherName,
    /// The tool has another name that is the product's name.
    Alias,
    /// Both have the same machine name.
    Identity,
}

/// Completes the tools of the register with their products, and appends the other products.
pub(super) fn complete(pack: &mut Pack, products: Table<Tool>) {
    if products.is_empty() {
        return;
    }
    let owners = owners(&pack.tools, &products);
    let mut tools: Vec<Tool> = std::mem::take(&mut pack.tools).into();
    let mut taken = BTreeSet::new();
    for tool in &tools {
        let aliases = tool.aliases.iter().map(|alias| alias.name.as_str());
        taken.extend([tool.id.as_str(), &tool.name].into_iter().chain(aliases).map(fold));
    }
    let mut ids: BTreeMap<Id, usize> = BTreeMap::new();
    for (place, tool) in tools.iter().enumerate() {
        ids.insert(tool.id.clone(), place);
    }
    let named: BTreeSet<Id> = named(pack);
    let mut rest = Vec::new();
    for product in Vec::from(products) {
        match owners.get(&product.id).and_then(|owner| ids.get(owner)).and_then(|place| tools.get_mut(*place)) {
            Some(tool) => {
                // Names that another tool has stay with that tool.
                let mut product = product;
                let own: BTreeSet<String> = names(tool).collect();
                product.aliases.retain(|alias| {
                    let name = fold(&alias.name);
                    own.contains(&name) || taken.insert(name)
                });
                absorb(tool, &product);
            }
            None => rest.push(product),
        }
    }
    for mut product in rest {
        product.aliases.retain(|alias| !taken.contains(&fold(&alias.name)));
        if named.contains(&product.id) {
            product.origin = ToolOrigin::Register;
        }
        tools.push(product);
    }
    for tool in tools {
        let _ = pack.tools.insert(tool);
    }
}

/// Adds a tool for each developer whose products are banned. It represents everything that the
/// developer makes, so that the developer's own names also catch unknown products.
pub(super) fn of_banned_developers(pack: &mut Pack) {
    let banned: BTreeSet<&Id> = pack.bans.iter().flat_map(|ban| &ban.developers).collect();
    let covered = |developer: &&Developer| pack.with_owners(&developer.id).iter().any(|one| banned.contains(&one.id));
    let taken: BTreeSet<String> = pack.tools.iter().flat_map(names).collect();
    let mut added = Vec::new();
    for developer in pack.developers.iter().filter(covered) {
        let Some(id) = Id::slug(&format!("products-of-{}", developer.id)) else { continue };
        let known = [developer.name.as_str(), developer.id.as_str()].into_iter();
        let known = known.chain(developer.aliases.iter().map(String::as_str));
        let mut aliases: Vec<Alias> = Vec::new();
        for name in known.filter(|name| !taken.contains(&fold(name))) {
            if !aliases.iter().any(|alias| fold(&alias.name) == fold(name)) {
                aliases.push(Alias { name: name.to_owned(), note: None });
            }
        }
        added.push(Tool {
            layer: 0,
            origin: ToolOrigin::Developer,
            name: format!("Products of {}", developer.name),
            aliases,
            about: None,
            kinds: Vec::new(),
            developer: Some(developer.id.clone()),
            types: Vec::new(),
            serves: ValueSet::default(),
            listings: Vec::new(),
            identities: developer.identities.clone(),
            span: developer.span,
            id,
        });
    }
    for tool in added {
        let _ = pack.tools.insert(tool);
    }
}

fn names(tool: &Tool) -> impl Iterator<Item = String> {
    let aliases = tool.aliases.iter().map(|alias| alias.name.as_str());
    [tool.id.as_str(), tool.name.as_str()].into_iter().chain(aliases).map(fold)
}

/// Returns the products that a ban or an order of preference names.
fn named(pack: &Pack) -> BTreeSet<Id> {
    let bans = pack.bans.iter().flat_map(|ban| &ban.tools);
    let rungs = pack.ladders.iter().flat_map(|ladder| &ladder.rungs).flat_map(|rung| &rung.tools);
    bans.chain(rungs).cloned().collect()
}

/// Iterates over the machine names of this tool alone.
fn own_identities(tool: &Tool) -> impl Iterator<Item = &Identity> {
    let shared = [IdentityKind::AppleTeam, IdentityKind::WindowsPublisher, IdentityKind::WindowsExecutable];
    let identities = tool.identities.iter().map(|known| &known.identity);
    identities.filter(move |identity| !shared.contains(&identity.kind))
}

/// Returns the register's tool for each product that is one. If several tools claim a product, the
/// strongest claim wins. If two claims are equally strong, no tool gets it.
fn owners(tools: &Table<Tool>, products: &Table<Tool>) -> BTreeMap<Id, Id> {
    let mut by_name: BTreeMap<String, Vec<(Claim, &Id)>> = BTreeMap::new();
    for product in products {
        for name in [product.id.as_str(), &product.name] {
            by_name.entry(fold(name)).or_default().push((Claim::Name, product.id()));
        }
        for alias in &product.aliases {
            by_name.entry(fold(&alias.name)).or_default().push((Claim::OtherName, product.id()));
        }
    }
    let mut by_identity: BTreeMap<&Identity, &Id> = BTreeMap::new();
    for product in products {
        by_identity.extend(own_identities(product).map(|identity| (identity, product.id())));
    }
    let mut claims: BTreeMap<&Id, BTreeMap<Claim, BTreeSet<&Id>>> = BTreeMap::new();
    for tool in tools {
        let mut claim = |product, claim: Claim| {
            claims.entry(product).or_default().entry(claim).or_default().insert(&tool.id);
        };
        if let Some(product) = products.get(tool.id.as_str()) {
            claim(product.id(), Claim::Id);
        }
        for name in [fold(tool.id.as_str()), fold(&tool.name)] {
            by_name.get(&name).into_iter().flatten().for_each(|(kind, product)| claim(product, *kind));
        }
        for product in own_identities(tool).filter_map(|identity| by_identity.get(identity)) {
            claim(product, Claim::Identity);
        }
        for alias in &tool.aliases {
            let of_name = by_name.get(&fold(&alias.name)).into_iter().flatten();
            of_name.filter(|(kind, _)| *kind == Claim::Name).for_each(|(_, product)| claim(product, Claim::Alias));
        }
    }
    let owner = |(product, claims): (&Id, BTreeMap<Claim, BTreeSet<&Id>>)| {
        let best = claims.into_values().next()?;
        let one = best.iter().next().filter(|_| best.len() == 1)?;
        Some((product.clone(), (*one).clone()))
    };
    claims.into_iter().filter_map(owner).collect()
}
