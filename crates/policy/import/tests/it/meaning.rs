//! The meaning of a row's words: `corpus/meaning`.

use crate::support::{corpus, imported, pack, sums};
use countersign_import::{Effect, Imported, Mapping};
use countersign_model::{Pack, Tool};
use std::fs;

/// Returns the result for a tool, in the words of the corpus.
fn meaning(made: &Imported, pack: &Pack, tool: &Tool) -> &'static str {
    let listing = &tool.listings[0];
    let status = made.report.statuses.iter().find(|one| one.grade == listing.grade.as_str()).expect("a status");
    let limit = |facet: &str| {
        let place = pack.facets.iter().position(|own| own.id.as_str() == facet)?;
        let ids = pack.facets.at(place).expect("a facet").value_ids(listing.limit(place)?);
        Some(ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>())
    };
    match (status.effect, limit("information"), limit("audience")) {
        (Effect::NotAllowed, ..) => "not-allowed",
        (Effect::AskFirst, ..) => "ask-first",
        (_, Some(values), _) if values == ["public"] => "public",
        (_, Some(_), _) => "ordinary",
        (_, None, Some(values)) if values == ["internal"] => "internal",
        _ if !listing.conditions.is_empty() => "condition",
        _ => "allowed",
    }
}

fn list(heading: &str, text: &str) -> String {
    let quoted = text.replace('"', "\"\"");
    match heading {
        "Name" => format!("Tool,Status\n\"{quoted}\",Approved\n"),
        "Status" => format!("Tool,Status\nAlpha,\"{quoted}\"\nBeta,Approved\n"),
        _ => format!("Tool,Status,{heading}\nAlpha,Approved,\"{quoted}\"\n"),
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

#[test]
fn remarks_mean_what_they_say() {
    let rows = fs::read_to_string(corpus("meaning/remarks.tsv")).expect("a file");
    let mut wrong = Vec::new();
    for row in rows.lines() {
        let [heading, text, wanted] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let made = imported("list.csv", list(heading, text).as_bytes(), &Mapping::default());
        sums(&made);
        let pack = pack(&made.files());
        let tool = &pack.tools.iter().find(|tool| tool.id.as_str().starts_with("alpha")).expect("the tool");
        let found = meaning(&made, &pack, tool);
        if found != wanted {
            wrong.push(format!("{heading}: {text}: {found}, not {wanted}"));
        }
        // The words are in the document that answers come from.
        let whole = bare(&made.files().values().map(String::as_str).collect::<String>());
        if text != "None" && !text.split(' ').all(|word| whole.contains(&bare(word))) {
            wrong.push(format!("{heading}: {text}: its words are lost"));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn lists_mean_what_they_say() {
    as_expected("meaning");
}

/// Headings, bold lines, signs, footnotes, hidden rows: a list also says things by its form.
#[test]
fn the_form_of_a_list_counts() {
    as_expected("structure");
}

fn as_expected(folder: &str) {
    let rows = fs::read_to_string(corpus(&format!("{folder}/expected.tsv"))).expect("a file");
    let mut wrong = Vec::new();
    for row in rows.lines() {
        let [file, name, wanted] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let bytes = fs::read(corpus(&format!("{folder}/{file}"))).expect("a file");
        let made = imported(file, &bytes, &Mapping::default());
        sums(&made);
        let pack = pack(&made.files());
        match pack.tools.iter().find(|tool| tool.name == name) {
            None if wanted == "absent" => {}
            None => wrong.push(format!("{file}: {name} is not there")),
            Some(tool) if meaning(&made, &pack, tool) != wanted => {
                wrong.push(format!("{file}: {name}: {}, not {wanted}", meaning(&made, &pack, tool)));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn columns_of_machine_names_become_identities() {
    let bytes = fs::read(corpus("meaning/domains.csv")).expect("a file");
    let made = imported("domains.csv", &bytes, &Mapping::default());
    let pack = pack(&made.files());
    let names = |id: &str| {
        let tool = pack.tools.iter().find(|tool| tool.id.as_str() == id).expect("a tool");
        tool.identities.iter().map(|known| known.identity.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("clip"), ["clip.example", "www.clip.example", "com.example.clip", "com.example.Clip"]);
    assert!(names("reel").is_empty());
    assert!(made.files()["tools/reel.toml"].contains("Domain: domain!"), "{}", made.files()["tools/reel.toml"]);
}

#[test]
fn platform_columns_become_devices() {
    let bytes = fs::read(corpus("meaning/platforms.csv")).expect("a file");
    let made = imported("platforms.csv", &bytes, &Mapping::default());
    pack(&made.files());
    insta::assert_snapshot!(
        "platforms",
        format!("{}\n{}", made.files()["pack.toml"], made.files()["rules/list.cedar"])
    );
}

#[test]
fn every_status_column_that_was_named_counts() {
    let mut mapping = Mapping::default();
    mapping.column("One", countersign_import::Role::Status);
    mapping.column("Other", countersign_import::Role::Status);
    let made = imported("list.csv", b"Tool,One,Other\nAlpha,Approved,Nay\nBeta,Approved,Approved\n", &mapping);
    let effects: Vec<(&str, Effect)> =
        made.report.statuses.iter().map(|one| (one.status.as_str(), one.effect)).collect();
    assert_eq!(effects, [("Approved", Effect::Allowed), ("One: Approved; Other: Nay", Effect::AskFirst)]);
}
