use crate::ban_index::BanIndex;
use crate::cedar_names::{attribute, entity_type};
use crate::derived_rules::listing_id;
use cedar_policy::{Entities, Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression as Expr};
use countersign_model::{EffectiveListing, Facet, Id, Pack, Question, Subject, Tool, ValueSet};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The id of the resource for every tool that no list names.
pub(crate) const UNLISTED: &str = "?";

/// Returns an entity id. Types come from checked ids, so they always parse.
pub(crate) fn uid(kind: &str, id: &str) -> Option<EntityUid> {
    Some(EntityUid::from_type_name_and_id(kind.parse::<EntityTypeName>().ok()?, EntityId::new(id)))
}

/// Returns the entities for a question with all its facts: every value, kind, grade, ban and unit
/// of the pack, and the subject with its grade in this case.
///
/// # Errors
/// Returns an error if Cedar refuses one, which does not happen for checked packs.
pub fn entities(pack: &Pack, question: &Question) -> Result<Entities, String> {
    let subject = &question.subject;
    let mut all = Vec::new();
    for facet in &pack.facets {
        all.extend(values(facet));
    }
    let plain = |kind: &str, id: &str, parents: Vec<(&str, &str)>| {
        let parents = parents.into_iter().filter_map(|(kind, id)| uid(kind, id)).collect();
        Some(Entity::new_no_attrs(uid(kind, id)?, parents))
    };
    for kind in &pack.kinds {
        all.extend(plain(
            "Kind",
            kind.id.as_str(),
            kind.parent.iter().map(|parent| ("Kind", parent.as_str())).collect(),
        ));
    }
    for developer in &pack.developers {
        let owner = developer.owner.iter().map(|owner| ("Developer", owner.as_str())).collect();
        all.extend(plain("Developer", developer.id.as_str(), owner));
    }
    let mut groups: HashSet<&str> = HashSet::new();
    for grade in &pack.grades {
        groups.extend(grade.groups.iter().map(countersign_model::Id::as_str));
        all.extend(plain(
            "Grade",
            grade.id.as_str(),
            grade.groups.iter().map(|group| ("Grade", group.as_str())).collect(),
        ));
    }
    all.extend(
        groups
            .into_iter()
            .filter(|group| pack.grades.get(group).is_none())
            .filter_map(|group| plain("Grade", group, Vec::new())),
    );
    all.extend(pack.bans.iter().filter_map(|ban| plain("Ban", ban.id.as_str(), Vec::new())));
    for unit in &pack.units {
        let attributes = HashMap::from([("rules_elsewhere".to_owned(), Expr::new_bool(unit.rules_elsewhere))]);
        let parents = unit.parent.iter().filter_map(|parent| uid("Unit", parent.as_str())).collect();
        all.extend(entity("Unit", unit.id.as_str(), attributes, parents)?);
    }
    let tool = pack.entry_of(subject);
    for listing in tool.iter().flat_map(|tool| (0..tool.listings.len()).map(|place| listing_id(tool, place))) {
        all.extend(plain("Listing", &listing, Vec::new()));
    }
    all.extend(resource(pack, question, tool)?);
    Entities::from_entities(all, None).map_err(|error| error.to_string())
}

fn entity(
    kind: &str,
    id: &str,
    attributes: HashMap<String, Expr>,
    parents: HashSet<EntityUid>,
) -> Result<Option<Entity>, String> {
    let Some(uid) = uid(kind, id) else { return Ok(None) };
    Entity::new(uid, attributes, parents).map(Some).map_err(|error| error.to_string())
}

/// Returns the values and groups of a facet. A value's parents are the groups that contain it.
fn values(facet: &Facet) -> Vec<Entity> {
    let kind = entity_type(&facet.id);
    let all = facet.all_groups();
    let value = |(place, value): (usize, &countersign_model::FacetValue)| {
        let parents = all.iter().filter(|(_, members)| members.contains(place));
        let parents = parents.filter_map(|(group, _)| uid(&kind, group)).collect();
        Some(Entity::new_no_attrs(uid(&kind, value.id.as_str())?, parents))
    };
    let groups = all.iter().filter_map(|(group, _)| Some(Entity::new_no_attrs(uid(&kind, group)?, HashSet::new())));
    facet.values.iter().enumerate().filter_map(value).chain(groups).collect()
}

/// Returns the entities above a resource, by type and id: its kinds, its developers, the listing in
/// force, one of the listing's grades, and the bans in force. The grade is that of most cases
/// unless another is named.
pub(crate) fn above<'a>(
    pack: &'a Pack,
    bans: &BanIndex<'a>,
    at: Date,
    subject: &Subject,
    grade: Option<&'a Id>,
) -> Vec<(&'static str, Cow<'a, str>)> {
    let kinds = pack.kinds_of(subject);
    let tool = pack.entry_of(subject);
    let own = |id: &'a Id| Cow::Borrowed(id.as_str());
    let mut above: Vec<(&'static str, Cow<'a, str>)> = kinds.iter().map(|kind| ("Kind", own(&kind.id))).collect();
    if let (Some(tool), Some(listing)) = (tool, tool.and_then(|tool| pack.standing(tool, at).listing)) {
        let grade = grade.unwrap_or(&listing.grade);
        above.push(("Grade", own(grade)));
        let place = tool.listings.iter().position(|own| std::ptr::eq(own, listing));
        above.extend(place.map(|place| ("Listing", Cow::Owned(listing_id(tool, place)))));
        if let Some(grade) = pack.grades.get(grade.as_str()) {
            above.extend(grade.groups.iter().map(|group| ("Grade", own(group))));
        }
    }
    let developers = pack.developers_of(tool);
    above.extend(developers.iter().map(|developer| ("Developer", own(&developer.id))));
    above.extend(bans.of(tool, &kinds, &developers).map(|ban| ("Ban", own(&ban.id))));
    above
}

fn parents(pack: &Pack, question: &Question) -> HashSet<EntityUid> {
    let (at, bans, subject) = (question.at, BanIndex::new(pack, question.at), &question.subject);
    let listing = pack.entry_of(subject).and_then(|tool| pack.standing(tool, at).listing);
    let grade = listing.map(|listing| listing.grade_in(&question.facts));
    let above = above(pack, &bans, at, subject, grade);
    above.iter().filter_map(|(kind, id)| uid(kind, id)).collect()
}

fn resource(pack: &Pack, question: &Question, tool: Option<&Tool>) -> Result<Option<Entity>, String> {
    let at = question.at;
    let standing = tool.map(|tool| pack.standing(tool, at)).unwrap_or_default();
    let mut attributes = HashMap::from([
        ("listed".to_owned(), Expr::new_bool(standing.listing.is_some())),
        ("limits".to_owned(), limits(pack, &standing)?),
    ]);
    if !pack.settings.routes.is_empty() {
        attributes.insert("routes".to_owned(), routes(pack, &standing)?);
    }
    entity("Tool", tool.map_or(UNLISTED, |tool| tool.id.as_str()), attributes, parents(pack, question))
}

fn value(facet: &Facet, value: usize) -> Option<Expr> {
    uid(&entity_type(&facet.id), facet.value_id(value)).map(Expr::new_entity_uid)
}

/// Returns the values of each facet that the listing in force permits. If it does not mention a
/// facet, all values.
fn limits(pack: &Pack, standing: &EffectiveListing<'_>) -> Result<Expr, String> {
    let limit = |(place, facet): (usize, &Facet)| {
        let stated = standing.listing.and_then(|listing| listing.limit(place)).cloned();
        let admitted: ValueSet = stated.unwrap_or_else(|| facet.all());
        (attribute(&facet.id), Expr::new_set(admitted.iter().filter_map(|at| value(facet, at))))
    };
    Expr::new_record(pack.facets.iter().enumerate().map(limit)).map_err(|error| error.to_string())
}

/// Returns the combinations in which the tool is available. If the listing in force does not
/// mention routes, all combinations.
fn routes(pack: &Pack, standing: &EffectiveListing<'_>) -> Result<Expr, String> {
    let facets: Vec<(usize, &Facet)> =
        pack.settings.routes.iter().filter_map(|place| Some((*place, pack.facets.at(*place)?))).collect();
    let stated = standing.listing.and_then(|listing| listing.routes.as_ref());
    let mut combinations: Vec<Vec<usize>> = vec![Vec::new()];
    for (_, facet) in &facets {
        let grown = combinations
            .iter()
            .flat_map(|row| (0..facet.values.len()).map(move |value| row.iter().copied().chain([value]).collect()));
        combinations = grown.collect();
    }
    let mut facts = vec![None; pack.facets.len()];
    let mut open = Vec::new();
    for row in combinations {
        for ((place, _), value) in facets.iter().zip(&row) {
            if let Some(fact) = facts.get_mut(*place) {
                *fact = Some(*value);
            }
        }
        if stated.is_none_or(|routes| routes.iter().any(|route| route.scope.meets(&facts))) {
            let pairs =
                facets.iter().zip(&row).filter_map(|((_, facet), at)| Some((attribute(&facet.id), value(facet, *at)?)));
            open.push(Expr::new_record(pairs).map_err(|error| error.to_string())?);
        }
    }
    Ok(Expr::new_set(open))
}
