use crate::Localizer;
use crate::answer::PackName;
use countersign_model::{Facts, Id, Pack, Question};

/// Returns the facts and approvals of a question in the form for engines.
pub(crate) fn ready(pack: &Pack, question: &Question) -> (Facts, u64) {
    (with_defaults(pack, &question.facts), approved(pack, &question.approved))
}

/// Returns the facts without those about the tool in the question, which say nothing about other
/// tools. Defaults remain.
pub(crate) fn of_others(pack: &Pack, facts: &Facts) -> Facts {
    let kept = |(fact, facet): (&Option<usize>, &countersign_model::Facet)| fact.filter(|_| !facet.about_tool);
    facts.iter().zip(&pack.facets).map(kept).collect()
}

/// Returns the facts with the pack's defaults filled in.
pub(crate) fn with_defaults(pack: &Pack, facts: &Facts) -> Facts {
    let fact =
        |(place, facet): (usize, &countersign_model::Facet)| facts.get(place).copied().flatten().or(facet.default);
    pack.facets.iter().enumerate().map(fact).collect()
}

/// Returns approvals as bits, by their places.
pub(crate) fn approved(pack: &Pack, ids: &[Id]) -> u64 {
    let bit = |id: &Id| pack.approvals.position(id.as_str()).map_or(0, |place| 1_u64 << place);
    ids.iter().fold(0, |bits, id| bits | bit(id))
}

/// Returns the name of a pack and of those it extends.
pub(crate) fn pack_name(pack: &Pack, speaker: Localizer<'_>) -> PackName {
    let parents = pack.layers.iter().rev().skip(1);
    PackName {
        name: pack.own().map_or("", |layer| speaker.say(&layer.name)).to_owned(),
        version: pack.own().map_or("", |layer| &layer.version).to_owned(),
        extends: parents.map(|layer| format!("{} {}", speaker.say(&layer.name), layer.version)).collect(),
    }
}
