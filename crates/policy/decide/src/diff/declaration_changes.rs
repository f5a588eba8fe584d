use super::comparison::Comparison;
use super::pack_texts::{COVERED_BY_ANSWERS, NamedPack, TABLES};
use super::text_changes::{Things, things, things_without, words};
use super::tool_matching::{is_compared, names};
use countersign_model::{Facet, Id, Pack};
use std::collections::HashMap;

/// Returns the two versions, with their tools by the ids that apply to both.
fn versions<'a>(compared: &Comparison<'a>) -> [NamedPack<'a>; 2] {
    let [old, new] = compared.policies.map(|policy| -> &'a Pack { &policy.pack });
    let twins = compared.aligned.twins.iter();
    let twins: HashMap<usize, usize> = twins.filter_map(|twin| Some((twin.old?, twin.new?))).collect();
    let later = |place: usize| new.tools.at(*twins.get(&place)?).map(|tool| &tool.id);
    let of_old = old
        .tools
        .iter()
        .enumerate()
        .filter(|(_, tool)| is_compared(tool))
        .map(|(place, tool)| later(place).unwrap_or(&tool.id));
    let of_new = new.tools.iter().filter(|tool| is_compared(tool)).map(|tool| &tool.id);
    [NamedPack { pack: old, tools: of_old.collect() }, NamedPack { pack: new, tools: of_new.collect::<Vec<&'a Id>>() }]
}

/// Returns, in sentences, what exists in only one version, and what has different words in each.
pub(crate) fn notes_and_words(compared: &Comparison<'_>) -> (Vec<String>, Vec<String>) {
    let [old, new] = versions(compared);
    let (mut before, mut after) = (things(&old, &TABLES), things(&new, &TABLES));
    let notes = notes(compared, (&before, &after));
    before.extend(things(&old, &COVERED_BY_ANSWERS));
    after.extend(things(&new, &COVERED_BY_ANSWERS));
    (notes, words(&before, &after))
}

fn notes(compared: &Comparison<'_>, (before, after): (&Things, &Things)) -> Vec<String> {
    let [old, new] = compared.policies.map(|policy| &policy.pack);
    let mut notes = Vec::new();
    let mut gone_and_new = |gone: Vec<String>, new: Vec<String>| {
        for (these, how) in [(gone, "is gone"), (new, "is new")] {
            notes.extend(these.into_iter().map(|thing| format!("the {thing} {how}")));
        }
    };
    gone_and_new(things_without(before, after), things_without(after, before));
    for facet in &new.facets {
        let Some(before) = old.facets.get(facet.id.as_str()) else { continue };
        let values = |one: &Facet, other: &Facet| -> Vec<String> {
            let only = one.values.iter().filter(|value| other.value(value.id.as_str()).is_none());
            only.map(|value| format!("value `{}={}`", facet.id, value.id)).collect()
        };
        gone_and_new(values(before, facet), values(facet, before));
    }
    notes.extend(names(old, new, &compared.aligned.twins));
    if impossible(old) != impossible(new) {
        notes.push("other combinations of facts cannot be met; what only one version can be asked is left out".into());
    }
    notes
}

/// Returns the combinations that cannot occur, by ids.
fn impossible(pack: &Pack) -> Vec<Vec<(String, Vec<String>)>> {
    let clause = |clause: &countersign_model::Clause| {
        let facet = pack.facets.at(clause.facet)?;
        Some((facet.id.to_string(), facet.value_ids(&clause.values).into_iter().map(str::to_owned).collect()))
    };
    let mut all: Vec<Vec<(String, Vec<String>)>> =
        pack.impossible.iter().map(|one| one.when.clauses.iter().filter_map(clause).collect()).collect();
    all.sort();
    all
}
