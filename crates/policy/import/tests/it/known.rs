//! Lists of real organisations, compared with known facts about them.

use crate::support::{of_corpus, pack, sums};
use countersign_import::{Effect, Imported};
use countersign_model::{Pack, fold};
use countersign_reader::{Limits, chain};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn every_row_of_the_it_standards_is_accounted_for() {
    let made = of_corpus("it-standards.csv");
    sums(&made);
    let report = &made.report;
    assert_eq!((report.rows, report.refused.len(), report.notes), (998, 0, 0));
    let effects: BTreeMap<&str, (Effect, bool)> =
        report.statuses.iter().map(|one| (one.status.as_str(), (one.effect, one.understood))).collect();
    assert_eq!(effects["Approved"], (Effect::Allowed, true));
    assert_eq!(effects["Denied"], (Effect::NotAllowed, true));
    for status in ["Sunsetting", "Pilot", "Exception"] {
        assert_eq!(effects[status], (Effect::AskFirst, false));
    }
    let pack = pack(&made.files());
    assert_eq!(pack.tools.len(), report.imported);
    // After its last day, an approval no longer counts. A denied tool has no last day.
    let grade =
        |name: &str| made.report.statuses.iter().find(|one| one.status == name).expect("a status").grade.clone();
    let (approved, denied) = (grade("Approved"), grade("Denied"));
    let of = |id: &str| pack.tools.iter().filter(|tool| tool.listings[0].grade.as_str() == id).count();
    assert!(of(&approved) > 600 && of(&denied) > 140);
    assert!(
        pack.tools.iter().all(|tool| tool.listings[0].grade.as_str() != denied || tool.listings[0].until.is_none())
    );
}

/// Returns the grades that a source of the ministry's pack gives, by the names of tools.
fn graded(pack: &Pack, source: &str) -> BTreeMap<String, (String, Vec<String>)> {
    let mut grades = BTreeMap::new();
    for tool in &pack.tools {
        let listing = tool.listings.iter().find(|listing| listing.source.as_str() == source);
        let names = [tool.name.as_str()].into_iter().chain(tool.aliases.iter().map(|alias| alias.name.as_str()));
        if let Some(listing) = listing {
            grades.insert(tool.id.to_string(), (listing.grade.to_string(), names.map(fold).collect()));
        }
    }
    grades
}

fn ministry() -> Pack {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../packs/moj");
    countersign_pack::read(&chain(&dir, &Limits::default()).expect("readable")).pack
}

/// Checks that the tools of an import, each with its grade, are those of the pack. `elsewhere` are
/// outside the table in their document.
fn same(made: &Imported, known: &BTreeMap<String, (String, Vec<String>)>, grades: &[(&str, &str)], elsewhere: &[&str]) {
    sums(made);
    let own = pack(&made.files());
    let mut found = Vec::new();
    for tool in &own.tools {
        let folded = fold(&tool.name);
        let (id, (grade, _)) =
            known.iter().find(|(_, (_, names))| names.contains(&folded)).unwrap_or_else(|| panic!("{}", tool.name));
        assert!(grades.contains(&(tool.listings[0].grade.as_str(), grade.as_str())), "{}: {grade}", tool.name);
        found.push(id.clone());
    }
    found.extend(elsewhere.iter().map(|id| (*id).to_owned()));
    found.sort();
    let wanted: Vec<String> = known
        .iter()
        .filter(|(_, (grade, _))| grades.iter().any(|(_, known)| known == grade))
        .map(|(id, _)| id.clone())
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_approved_tools_are_those_of_the_pack() {
    same(
        &of_corpus("approved-tools.md"),
        &graded(&ministry(), "general-guidance"),
        // The words on personal accounts are a limit that only a person can interpret.
        &[("approved", "approved-tool"), ("approved-with-limits", "approved-tool")],
        &["nhs-covid-19", "password-manager"],
    );
}

#[test]
fn the_graded_list_is_that_of_the_pack() {
    let grades =
        [("assured", "assured"), ("approved", "approved"), ("acceptable", "acceptable"), ("unknown", "unknown")];
    same(&of_corpus("open-internet-tools.md"), &graded(&ministry(), "oit-list"), &grades, &[]);
}
