use super::compare::Compared;
use super::tools::{Twin, names};
use countersign_model::{Named, Pack, Table};

/// What stands in one version only, in sentences.
pub(crate) fn notes(compared: &Compared<'_>) -> Vec<String> {
    let [old, new] = compared.policies.map(|policy| &policy.pack);
    let mut notes = Vec::new();
    let mut gone_and_new = |what: &str, gone: Vec<String>, new: Vec<String>| {
        for (these, how) in [(gone, "is gone"), (new, "is new")] {
            notes.extend(these.into_iter().map(|id| format!("the {what} `{id}` {how}")));
        }
    };
    gone_and_new("facet", apart(&old.facets, &new.facets), apart(&new.facets, &old.facets));
    for facet in &new.facets {
        let Some(before) = old.facets.get(facet.id.as_str()) else { continue };
        let values = |one: &countersign_model::Facet, other: &countersign_model::Facet| -> Vec<String> {
            let only = one.values.iter().filter(|value| other.value(value.id.as_str()).is_none());
            only.map(|value| format!("{}={}", facet.id, value.id)).collect()
        };
        gone_and_new("value", values(before, facet), values(facet, before));
    }
    let twins = &compared.aligned.twins;
    let tools = |pack: &Pack, other: fn(&Twin) -> Option<usize>, own: fn(&Twin) -> Option<usize>| -> Vec<String> {
        let only = twins.iter().filter(|twin| other(twin).is_none()).filter_map(own);
        only.filter_map(|place| pack.tools.at(place)).map(|tool| tool.id.to_string()).collect()
    };
    gone_and_new("tool", tools(old, |twin| twin.new, |twin| twin.old), tools(new, |twin| twin.old, |twin| twin.new));
    gone_and_new("unit", apart(&old.units, &new.units), apart(&new.units, &old.units));
    gone_and_new("kind", apart(&old.kinds, &new.kinds), apart(&new.kinds, &old.kinds));
    notes.extend(names(old, new, twins));
    if impossible(old) != impossible(new) {
        notes.push("other combinations of facts cannot be met; what only one version can be asked is left out".into());
    }
    notes
}

fn apart<T: Named>(one: &Table<T>, other: &Table<T>) -> Vec<String> {
    one.ids().filter(|id| other.get(id).is_none()).map(str::to_owned).collect()
}

/// The combinations that cannot be met, by ids.
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
