use super::reader::Reader;
use countersign_model::Unit;

/// Puts top units of a pack that does not decide below the unit for which its parent's rules are
/// meant.
pub(super) fn below_the_parents(reader: &mut Reader<'_>) {
    let above = reader.pack.settings.unit.and_then(|place| reader.pack.units.at(place)).map(|unit| unit.id.clone());
    let Some(above) = above else { return };
    let added = |unit: &&Unit| unit.parent.is_none() && reader.layer_of(unit.span.file) >= reader.deciding;
    let moved: Vec<Unit> = reader.pack.units.iter().filter(added).cloned().collect();
    for unit in moved {
        reader.pack.units.replace(Unit { parent: Some(above.clone()), ..unit });
    }
}
