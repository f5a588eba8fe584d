//! The packs that a pack extends, one after another, from a folder or from a git revision.

use crate::{Limits, SourceError};
use countersign_catalogue::NAME;
use countersign_pack::{PackFolder, extends, is_catalogue};

/// A place where packs are found.
pub(crate) trait Places {
    /// A value that identifies a folder.
    type EntryKind: Clone + PartialEq;

    /// Returns the folder that a pack names, relative to its own.
    fn parent(&self, of: &Self::EntryKind, name: &str) -> Result<Self::EntryKind, SourceError>;

    /// Returns true if there is a pack's folder at a place.
    fn is_pack(&self, place: &Self::EntryKind) -> bool;

    /// Reads a pack.
    fn read(&self, place: &Self::EntryKind) -> Result<PackFolder, Vec<SourceError>>;

    /// Returns an error about a pack.
    fn error(&self, at: &Self::EntryKind, message: String, help: &str) -> SourceError;
}

/// Reads a pack and those that it extends: catalogues first, then the outermost parent.
pub(crate) fn with_parents<P: Places>(
    places: &P,
    start: P::EntryKind,
    limits: &Limits,
) -> Result<Vec<PackFolder>, Vec<SourceError>> {
    let (mut packs, mut catalogues): (Vec<PackFolder>, Vec<PackFolder>) = (Vec::new(), Vec::new());
    let (mut seen, mut seen_catalogues): (Vec<P::EntryKind>, Vec<P::EntryKind>) = (Vec::new(), Vec::new());
    let mut built_in = false;
    // Packs still to read, each with the one that names it.
    let mut open: Vec<(P::EntryKind, Option<P::EntryKind>)> = vec![(start, None)];
    while let Some((place, child)) = open.pop() {
        let error = |message: String, help: &str| vec![places.error(&place, message, help)];
        if seen.contains(&place) {
            return Err(error("this pack extends itself".into(), "take out one `extends` of the circle"));
        }
        if seen_catalogues.contains(&place) {
            continue;
        }
        if seen.len() + seen_catalogues.len() >= limits.chain {
            return Err(error(format!("more than {} packs extend one another", limits.chain), "shorten the chain"));
        }
        let folder = places.read(&place)?;
        let of_catalogue = is_catalogue(&folder);
        let below_catalogue = child.as_ref().is_some_and(|child| seen_catalogues.contains(child));
        if !of_catalogue && below_catalogue {
            return Err(error(
                "a catalogue extends this pack, which is none".into(),
                "let catalogues extend only catalogues",
            ));
        }
        if !of_catalogue && child.is_some() && seen.last() != child.as_ref() {
            return Err(error(
                "a pack extends this one and another one".into(),
                "a pack extends one other pack and any catalogues: take one of the two out of `extends`",
            ));
        }
        for name in extends(&folder).into_iter().rev() {
            let parent = places.parent(&place, if name == NAME { "./catalogue" } else { &name });
            if name != NAME {
                open.push((parent.map_err(|error| vec![error])?, Some(place.clone())));
            } else if parent.is_ok_and(|parent| places.is_pack(&parent)) {
                return Err(error(
                    format!(
                        "`extends = \"{NAME}\"` means the catalogue that comes with Countersign, and there is a folder of that name here"
                    ),
                    "write `./catalogue` for the folder, or rename the folder",
                ));
            } else {
                built_in = true;
            }
        }
        if of_catalogue {
            seen_catalogues.push(place);
            catalogues.push(folder);
        } else {
            seen.push(place);
            packs.push(folder);
        }
    }
    catalogues.extend(built_in.then(countersign_catalogue::folder));
    Ok(catalogues.into_iter().rev().chain(packs.into_iter().rev()).collect())
}
