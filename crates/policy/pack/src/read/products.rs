//! The products of catalogues, completed by the packs that extend them.
//!
//! A pack's tool matches a product of a catalogue if both have the same id, or if the tool has the
//! product's name. The tool then gets the names, identities, kinds and developer that the pack does
//! not state itself. The other products follow the register, and no list names them.

use super::declare::declare;
use crate::Diagnostic;
use countersign_model::{Alias, Developer, Id, Kind, Pack, Table, Tool, fold};
use std::collections::BTreeSet;

/// The products of a chain's catalogues.
#[derive(Default)]
pub(super) struct Products {
    tools: Table<Tool>,
    /// Kinds and developers that a catalogue declares and a pack can complete.
    kinds: BTreeSet<Id>,
    developers: BTreeSet<Id>,
}

impl Products {
    /// Takes the products out.
    pub(super) fn take_tools(&mut self) -> Table<Tool> {
        std::mem::take(&mut self.tools)
    }

    /// Adds a product. A nearer catalogue completes the product of a further one.
    pub(super) fn add(&mut self, mut tool: Tool, faults: &mut Vec<Diagnostic>) {
        match self.tools.get(tool.id.as_str()) {
            Some(known) if known.layer == tool.layer => {
                declare(&mut self.tools, tool, "tool", |tool| tool.span, faults);
            }
            Some(known) => {
                absorb(&mut tool, known);
                self.tools.replace(tool);
            }
            None => drop(self.tools.insert(tool)),
        }
    }

    /// Declares a kind, or completes a catalogue's.
    pub(super) fn kind(&mut self, pack: &mut Pack, mut kind: Kind, in_catalogue: bool, faults: &mut Vec<Diagnostic>) {
        let known = pack.kinds.get(kind.id.as_str());
        let Some(known) = known.filter(|_| self.kinds.contains(&kind.id)).cloned() else {
            if in_catalogue {
                self.kinds.insert(kind.id.clone());
            }
            declare(&mut pack.kinds, kind, "kind", |row| row.span, faults);
            return;
        };
        if !in_catalogue {
            self.kinds.remove(&kind.id);
        }
        let aliases = known.aliases.into_iter().filter(|alias| !kind.aliases.contains(alias)).collect::<Vec<_>>();
        kind.aliases.extend(aliases);
        kind.parent = kind.parent.or(known.parent);
        if kind.serves.is_empty() {
            kind.serves = known.serves;
        }
        pack.kinds.replace(kind);
    }

    /// Declares a developer, or completes a catalogue's.
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
            declare(&mut pack.developers, developer, "developer", |row| row.span, faults);
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

/// Completes a tool from a description of the same product. What the tool states itself stays.
pub(super) fn absorb(tool: &mut Tool, product: &Tool) {
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
