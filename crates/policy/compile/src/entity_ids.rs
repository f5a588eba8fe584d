//! The types and ids of the entities that rules of a pack can name.

use crate::cedar_names::entity_type;
use crate::derived_rules::listing_id;
use countersign_model::{Facet, HasId, Pack, Table, Tool};
use std::borrow::Cow;

/// The types of entities that rules can name besides the values of facets.
const TYPES: [&str; 8] = ["Action", "Unit", "Kind", "Developer", "Tool", "Ban", "Grade", "Listing"];

/// Returns every type of entities that rules of a pack can name.
pub(crate) fn types(pack: &Pack) -> Vec<String> {
    let facets = pack.facets.iter().map(|facet| entity_type(&facet.id));
    TYPES.into_iter().map(str::to_owned).chain(facets).collect()
}

/// Returns true if rules of a pack can name entities of a type.
pub(crate) fn is_type(pack: &Pack, kind: &str) -> bool {
    TYPES.contains(&kind) || pack.facets.iter().any(|facet| entity_type(&facet.id) == kind)
}

/// Returns the ids of a type that the pack declares.
pub(crate) fn known_ids<'a>(pack: &'a Pack, kind: &str) -> Vec<Cow<'a, str>> {
    fn own<T: HasId>(rows: &Table<T>) -> Vec<Cow<'_, str>> {
        rows.ids().map(Cow::Borrowed).collect()
    }
    match kind {
        "Action" => vec!["use".into(), "advise".into()],
        "Unit" => own(&pack.units),
        "Kind" => own(&pack.kinds),
        "Developer" => own(&pack.developers),
        "Tool" => own(&pack.tools),
        "Ban" => own(&pack.bans),
        "Grade" => {
            let mut grades = own(&pack.grades);
            grades.extend(pack.grades.iter().flat_map(|grade| grade.groups.iter().map(|group| group.as_str().into())));
            grades
        }
        "Listing" => {
            let listings =
                |tool: &Tool| (0..tool.listings.len()).map(|place| listing_id(tool, place).into()).collect::<Vec<_>>();
            pack.tools.iter().flat_map(listings).collect()
        }
        _ => {
            let facet = pack.facets.iter().find(|facet| entity_type(&facet.id) == kind);
            let words = |facet: &'a Facet| {
                let values = facet.values.iter().map(|value| value.id.as_str().into());
                values.chain(facet.all_groups().into_iter().map(|(group, _)| group)).collect()
            };
            facet.map(words).unwrap_or_default()
        }
    }
}
