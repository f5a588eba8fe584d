use super::compare::Compared;
use super::said::Named;
use super::tools::{Twin, is_compared, names};
use super::words::apart;
use countersign_model::{Facet, Id, Pack};

/// The two versions, their tools by the ids that hold in both.
pub(crate) fn versions<'a>(compared: &Compared<'a>) -> [Named<'a>; 2] {
    let [old, new] = compared.policies.map(|policy| -> &'a Pack { &policy.pack });
    let later = |place: usize| {
        let twin = compared.aligned.twins.iter().find(|twin| twin.old == Some(place));
        twin.and_then(|twin: &Twin| new.tools.at(twin.new?)).map(|tool| &tool.id)
    };
    let of_old = old
        .tools
        .iter()
        .enumerate()
        .filter(|(_, tool)| is_compared(tool))
        .map(|(place, tool)| later(place).unwrap_or(&tool.id));
    let of_new = new.tools.iter().filter(|tool| is_compared(tool)).map(|tool| &tool.id);
    [Named { pack: old, tools: of_old.collect() }, Named { pack: new, tools: of_new.collect::<Vec<&'a Id>>() }]
}

/// What stands in one version only, in sentences.
pub(crate) fn notes(compared: &Compared<'_>) -> Vec<String> {
    let [old, new] = &versions(compared);
    let mut notes = Vec::new();
    let mut gone_and_new = |gone: Vec<String>, new: Vec<String>| {
        for (these, how) in [(gone, "is gone"), (new, "is new")] {
            notes.extend(these.into_iter().map(|thing| format!("the {thing} {how}")));
        }
    };
    gone_and_new(apart(old, new), apart(new, old));
    for facet in &new.pack.facets {
        let Some(before) = old.pack.facets.get(facet.id.as_str()) else { continue };
        let values = |one: &Facet, other: &Facet| -> Vec<String> {
            let only = one.values.iter().filter(|value| other.value(value.id.as_str()).is_none());
            only.map(|value| format!("value `{}={}`", facet.id, value.id)).collect()
        };
        gone_and_new(values(before, facet), values(facet, before));
    }
    notes.extend(names(old.pack, new.pack, &compared.aligned.twins));
    if impossible(old.pack) != impossible(new.pack) {
        notes.push("other combinations of facts cannot be met; what only one version can be asked is left out".into());
    }
    notes
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
