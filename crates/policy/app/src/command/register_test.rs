//! A pack's tests of its register.

use countersign_decide::{ToolEntry, entry};
use countersign_model::{Facet, Id, Listing, Pack, Tool};
use countersign_pack::RegisterTest;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Returns the differences between the register and a test: the item, the expected value, the
/// actual value.
pub(crate) fn differences(pack: &Pack, test: &RegisterTest, at: Date) -> Vec<(String, String, String)> {
    let Some(tool) = pack.tool_asked(&test.tool).and_then(|place| pack.tools.at(place)) else {
        return vec![(
            "the tool".into(),
            "one of the register".into(),
            format!("`{}`, which no list names", test.tool),
        )];
    };
    let held = entry(pack, tool, at, None);
    let standing = pack.standing(tool, at);
    let says = listing_differences(pack, test, standing.listing);
    says.into_iter().chain(entry_differences(pack, test, tool, &held, standing.listing)).collect()
}

fn listing_differences(pack: &Pack, test: &RegisterTest, listing: Option<&Listing>) -> Vec<(String, String, String)> {
    let grades =
        listing.into_iter().flat_map(|listing| listing.grades_in(&test.facts, &pack.facets)).map(|open| open.grade);
    let ids = [
        ("grade", &test.grade, grades.collect::<Vec<_>>()),
        ("source", &test.source, listing.iter().map(|listing| &listing.source).collect()),
    ];
    let differ = |(what, wanted, found): (&str, &Option<Id>, Vec<&Id>)| {
        let wanted = wanted.as_ref()?;
        let told = found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
        let told = if told.is_empty() { "no listing".to_owned() } else { told };
        (found.is_empty() || found.iter().any(|id| *id != wanted)).then(|| (what.to_owned(), wanted.to_string(), told))
    };
    let limits = test.limits.clauses.iter().filter_map(|clause| {
        let facet: &Facet = pack.facets.at(clause.facet)?;
        let found = listing.and_then(|listing| listing.limit(clause.facet)).cloned();
        let found = listing.map(|_| found.unwrap_or_else(|| facet.all()));
        let words = |values: &countersign_model::ValueSet| facet.value_ids(values).join(", ");
        let differs = found.as_ref() != Some(&clause.values);
        let told = || found.as_ref().map_or_else(|| "no listing".to_owned(), words);
        differs.then(|| (format!("limit of {}", facet.id), words(&clause.values), told()))
    });
    ids.into_iter().filter_map(differ).chain(limits).collect()
}

fn entry_differences(
    pack: &Pack,
    test: &RegisterTest,
    tool: &Tool,
    held: &ToolEntry,
    listing: Option<&Listing>,
) -> Vec<(String, String, String)> {
    let conditions: Vec<&str> =
        listing.iter().flat_map(|listing| &listing.conditions).map(|one| one.text.text.as_str()).collect();
    let routes = || listing.iter().flat_map(|listing| listing.routes.iter().flatten());
    let ways: Vec<&str> = routes().map(|route| route.how.text.as_str()).collect();
    let bans: BTreeSet<&str> = held.bans.iter().map(|ban| ban.id.as_str()).collect();
    let approvals = routes().filter_map(|route| pack.approvals.get(route.approval.as_ref()?.as_str()));
    let of_bans = pack.bans.iter().filter(|ban| bans.contains(ban.id.as_str())).flat_map(|ban| &ban.ask);
    let people: BTreeSet<&str> = of_bans.chain(approvals.map(|approval| &approval.by)).map(Id::as_str).collect();
    let list = |items: &[&str]| if items.is_empty() { "none".to_owned() } else { items.join("; ") };
    let mut differences = Vec::new();
    for (what, wanted, found) in
        [("conditions", &test.conditions, &conditions), ("ways of access", &test.routes, &ways)]
    {
        for words in wanted.iter().filter(|words| !has(found, words)) {
            differences.push((what.to_owned(), words.clone(), list(found)));
        }
    }
    for words in test.without_conditions.iter().filter(|words| has(&conditions, words)) {
        differences.push(("no conditions".to_owned(), format!("none with \"{words}\""), list(&conditions)));
    }
    for id in test.ask.iter().filter(|id| !people.contains(id.as_str())) {
        differences.push(("whom to ask".to_owned(), id.clone(), list(&people.iter().copied().collect::<Vec<_>>())));
    }
    if let Some(wanted) = &test.bans {
        let expected: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
        if expected != bans {
            let told = |bans: &BTreeSet<&str>| list(&bans.iter().copied().collect::<Vec<_>>());
            differences.push((format!("bans of {}", tool.id), told(&expected), told(&bans)));
        }
    }
    differences
}

/// Returns true if one of some texts contains these words, in any case.
fn has(texts: &[&str], words: &str) -> bool {
    let words = words.to_lowercase();
    texts.iter().any(|text| text.to_lowercase().contains(&words))
}
