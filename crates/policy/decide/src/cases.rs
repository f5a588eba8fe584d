//! Conditions in words: the cases in which something is true.

use crate::TooLarge;
use crate::case::Case;
use crate::kind::{KIND, Kinds};
use crate::residual::Residual;
use countersign_diagram::{Cube, Node, cover};
use countersign_model::Pack;

/// Returns a condition over the facets as a few cases. Points where `free` is true do not matter.
/// No case at all means "always".
pub(crate) fn cases(laid: &mut Residual<'_>, on: Node, free: Node) -> Result<Vec<Case>, TooLarge> {
    let within = laid.arena.or(on, free)?;
    let facets: Vec<usize> = laid.facets_and_kind().collect();
    let reversed = facets.iter().rev().copied().collect();
    let mut found = cover(&mut laid.arena, on, within, &[facets, reversed])?;
    found.narrow(&laid.arena, on);
    let pack = &laid.policy.pack;
    let cases = found.cubes.iter().map(|cube| case(pack, &laid.kinds, cube));
    Ok(cases.filter(|case| !case.is_empty()).collect())
}

/// Returns a cube in words.
pub(crate) fn case(pack: &Pack, kinds: &Kinds, cube: &Cube) -> Case {
    let side = |(place, facet): (usize, &countersign_model::Facet)| {
        let values = cube.side(place).filter(|values| values.len() < facet.values.len())?;
        Some((facet.id.to_string(), values.iter().map(|value| facet.value_id(value).to_owned()).collect()))
    };
    let classes = kinds.variable().and_then(|variable| cube.side(variable));
    let kind = classes.and_then(|classes| kinds.ids(pack, &classes.iter().collect::<Vec<usize>>()));
    let kind = kind.map(|kind| (KIND.to_owned(), kind));
    pack.facets.iter().enumerate().filter_map(side).chain(kind).collect()
}
