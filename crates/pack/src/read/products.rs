//! Catalogues: what they describe, completed by the packs that extend them.
//!
//! A pack's own tool is taken for a product of a catalogue where both have the same id,
//! or where the tool goes by the product's name: it then gets the names, identities,
//! kinds and developer that the pack does not state itself. Products that remain follow
//! the register; no list names them.

use super::Reader;
use super::document::{Parsed, section};
use crate::{Diagnostic, PackFolder, SourceMap};
use countersign_model::{
    Alias, Catalogue, Developer, FileId, HasId, Id, Identity, IdentityKind, Kind, Pack, Table, Tool, ToolOrigin,
    ValueSet, fold,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the catalogues of a chain describe.
#[derive(Default)]
pub(super) struct Products {
    tools: Table<Tool>,
    /// Kinds and developers that a catalogue declares and a pack may complete.
    kinds: BTreeSet<Id>,
    developers: BTreeSet<Id>,
}

/// The keys that the documents at the top of a catalogue may have.
const KEYS: &[&str] =
    &["format", "name", "version", "catalogue", "extends", "about", "language", "kinds", "developers"];

/// Refuses what is no description in a catalogue.
pub(super) fn only_describes(document: &Parsed<'_>, files: &SourceMap, faults: &mut Vec<Diagnostic>) {
    let own = section(document, files);
    let refused = match document.document.name {
        "pack" => own.entries().filter(|(key, _)| !KEYS.contains(&key.text)).map(|(key, _)| key).collect(),
        "tool" => {
            own.entries().filter(|(key, _)| matches!(key.text, "listings" | "serves")).map(|(key, _)| key).collect()
        }
        other => {
            let message = format!("a catalogue only describes products, so it holds no {other}");
            let fault = Diagnostic::error("judges", own.span, message);
            faults.push(fault.help("move the file to a pack that extends the catalogue"));
            Vec::new()
        }
    };
    for key in refused {
        let message = format!("a catalogue only describes products, so it has no `{}`", key.text);
        let fault = Diagnostic::error("judges", key.span, message);
        faults.push(fault.help("move it to a pack that extends the catalogue"));
    }
}

/// Takes over what catalogues describe that were read before.
pub(super) fn described(reader: &mut Reader<'_>, folders: &[PackFolder]) {
    let mut first = 0;
    for (layer, folder) in folders.iter().enumerate() {
        let top = folder.files.iter().position(|file| file.path == "pack.toml").unwrap_or_default();
        let file = FileId(u32::try_from(first + top).unwrap_or(u32::MAX));
        first += folder.files.len();
        let Some(catalogue) = folder.described.map(|read| read()) else { continue };
        let mut catalogue = Catalogue::clone(&catalogue);
        catalogue.moved(file);
        reader.layer = layer;
        for kind in catalogue.kinds {
            reader.kind(kind);
        }
        for developer in catalogue.developers {
            reader.products.developer(&mut reader.pack, developer, true, &mut reader.faults);
        }
        for mut tool in catalogue.tools {
            tool.layer = layer;
            reader.products.add(tool, &mut reader.faults);
        }
    }
}

impl Reader<'_> {
    /// Declares a kind, or completes the one of a catalogue.
    pub(super) fn kind(&mut self, kind: Kind) {
        let known = self.pack.kinds.get(kind.id.as_str());
        let known = known.filter(|_| self.products.kinds.contains(&kind.id)).cloned();
        let in_catalogue = self.in_catalogue();
        let Some(known) = known else {
            if in_catalogue {
                self.products.kinds.insert(kind.id.clone());
            }
            super::declarations::declare(&mut self.pack.kinds, kind, "kind", |row| row.span, &mut self.faults);
            return;
        };
        if !in_catalogue {
            self.products.kinds.remove(&kind.id);
        }
        let mut kind = kind;
        let aliases = known.aliases.into_iter().filter(|alias| !kind.aliases.contains(alias)).collect::<Vec<_>>();
        kind.aliases.extend(aliases);
        kind.parent = kind.parent.or(known.parent);
        if kind.serves.is_empty() {
            kind.serves = known.serves;
        }
        self.pack.kinds.replace(kind);
    }
}

impl Products {
    /// Adds a product; that of a nearer catalogue completes that of a further one.
    pub(super) fn add(&mut self, mut tool: Tool, faults: &mut Vec<Diagnostic>) {
        match self.tools.get(tool.id.as_str()) {
            Some(known) if known.layer == tool.layer => {
                super::declarations::declare(&mut self.tools, tool, "tool", |tool| tool.span, faults);
            }
            Some(known) => {
                absorb(&mut tool, known);
                self.tools.replace(tool);
            }
            None => drop(self.tools.insert(tool)),
        }
    }

    /// Declares a developer, or completes the one of a catalogue.
    pub(super) fn developer(
        &mut self,
        pack: &mut Pack,
        developer: Developer,
        in_catalogue: bool,
        faults: &mut Vec<Diagnostic>,
    ) {
        let known = pack.developers.get(developer.id.as_str()).filter(|_| self.developers.contains(&developer.id));
        let Some(known) = known.cloned() else {
            if in_catalogue {
                self.developers.insert(developer.id.clone());
            }
            super::declarations::declare(&mut pack.developers, developer, "developer", |row| row.span, faults);
            return;
        };
        if !in_catalogue {
            self.developers.remove(&developer.id);
        }
        let mut own = developer;
        let aliases: Vec<String> = known.aliases.into_iter().filter(|alias| !own.aliases.contains(alias)).collect();
        own.aliases.extend(aliases);
        own.owner = own.owner.or(known.owner);
        own.country = own.country.or(known.country);
        own.source = own.source.or(known.source);
        let identities = known.identities.into_iter();
        let new: Vec<_> =
            identities.filter(|one| !own.identities.iter().any(|known| known.identity == one.identity)).collect();
        own.identities.extend(new);
        pack.developers.replace(own);
    }
}

/// Gives a tool what a description of the same product adds to it; what the tool states
/// itself stays.
fn absorb(tool: &mut Tool, product: &Tool) {
    let mut names: BTreeSet<String> = [tool.id.as_str(), &tool.name].map(fold).into();
    names.extend(tool.aliases.iter().map(|alias| fold(&alias.name)));
    let own = Alias { name: product.name.clone(), note: None };
    for alias in [own].into_iter().chain(product.aliases.iter().cloned()) {
        if names.insert(fold(&alias.name)) {
            tool.aliases.push(alias);
        }
    }
    for known in &product.identities {
        if !tool.identities.iter().any(|own| own.identity == known.identity) {
            tool.identities.push(known.clone());
        }
    }
    if tool.about.is_none() {
        tool.about.clone_from(&product.about);
    }
    if tool.kinds.is_empty() {
        tool.kinds.clone_from(&product.kinds);
    }
    if tool.developer.is_none() {
        tool.developer.clone_from(&product.developer);
    }
}

/// How much a tool's claim to be a product counts: less is more.
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
    /// Machines know both by one name.
    Identity,
}

/// Completes the tools of the register with the products that they are, and lets the
/// other products follow.
pub(super) fn complete(reader: &mut Reader<'_>) {
    let products = std::mem::take(&mut reader.products.tools);
    if products.is_empty() {
        return;
    }
    let pack = &mut reader.pack;
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
                // What another tool goes by is left to it.
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

/// Adds for each developer whose products are banned a tool that stands for whatever it
/// makes, so that products that nobody knows yet are caught by the developer's own names.
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

/// The products that a ban or an order of preference names.
fn named(pack: &Pack) -> BTreeSet<Id> {
    let bans = pack.bans.iter().flat_map(|ban| &ban.tools);
    let rungs = pack.ladders.iter().flat_map(|ladder| &ladder.rungs).flat_map(|rung| &rung.tools);
    bans.chain(rungs).cloned().collect()
}

/// The names by which machines know a tool and nothing else.
fn own_identities(tool: &Tool) -> impl Iterator<Item = &Identity> {
    let shared = [IdentityKind::AppleTeam, IdentityKind::WindowsPublisher, IdentityKind::WindowsExecutable];
    let identities = tool.identities.iter().map(|known| &known.identity);
    identities.filter(move |identity| !shared.contains(&identity.kind))
}

/// For each product that is a tool of the register the id of that tool: where several
/// claim it, the one with the best claim; where two claims are alike, none.
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
