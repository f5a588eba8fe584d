//! Rules that try to explode give an error that names the rule, in bounded time and memory.

use countersign_compile::compile;
use countersign_pack::{Diagnostic, read};
use countersign_testkit::folder;
use jiff::civil::date;
use std::fmt::Write;

const FACETS: usize = 12;
const VALUES: usize = 16;
/// The number of values that a rule can compare, because its operators are limited.
const COMPARED: usize = 6;

/// Returns the diagnostics of a pack with facets of many values and these rules.
fn faults_of(rules: &str) -> Vec<Diagnostic> {
    let mut head = String::from("format = 1\nname = \"N\"\nversion = \"1\"\nunits.all = { name = \"All\" }\n");
    head.push_str("help = \"help\"\nreport = \"help\"\nunlisted = { text = \"Ask.\", ask = \"help\" }\n");
    head.push_str("contacts.help = { name = \"Help\", subject = \"anything\" }\n");
    for facet in 0..FACETS {
        let values: Vec<String> = (0..VALUES).map(|value| format!("v{value} = \"V\"")).collect();
        writeln!(head, "facets.f{facet} = {{ question = \"?\", values = {{ {} }} }}", values.join(", ")).expect("text");
    }
    let files = [("pack.toml", head.as_str()), ("tools/one.toml", "name = \"One\"\n"), ("rules/a.cedar", rules)];
    let reading = read(&[folder(&files)]);
    let errors: Vec<_> = reading.diagnostics.iter().filter(|one| one.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    match compile(reading.pack, &reading.files) {
        Ok(compiled) => compiled.policy(date(2026, 4, 1)).err().unwrap_or_default(),
        Err(faults) => faults,
    }
}

fn same(one: usize, other: usize) -> String {
    let both =
        |value| format!("(context.f{one} == F{one}::\"v{value}\" && context.f{other} == F{other}::\"v{value}\")");
    (0..COMPARED).map(both).collect::<Vec<_>>().join(" || ")
}

/// The rule wants facets to be equal in pairs. In any order, the facets of some pair are far apart.
#[test]
fn a_rule_that_explodes_is_named() {
    let pairs: Vec<String> = (0..FACETS / 2).map(|facet| format!("({})", same(facet, facet + FACETS / 2))).collect();
    let rules = format!(
        "@id(\"fine\") @text(\"t\") permit (principal, action == Action::\"use\", resource);\n@id(\"large\") @text(\"t\") forbid (principal, action == Action::\"use\", resource) when {{ {} }};\n",
        pairs.join(" && ")
    );
    let faults = faults_of(&rules);
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["too-large"]);
    assert!(faults[0].message.contains("`large`"), "{}", faults[0].message);
    assert!(faults[0].at.is_some());
}

/// Each rule is small, and together they explode.
#[test]
fn rules_that_explode_together_are_named() {
    let mut rules = String::new();
    let mut number = 0_usize;
    for one in 0..FACETS {
        for other in 0..FACETS {
            for value in 0..VALUES {
                let (left, right) = ((number * 7) % VALUES, (number * 11 + value) % VALUES);
                let effect = if number.is_multiple_of(3) { "forbid" } else { "permit" };
                writeln!(rules, "@id(\"r{number}\") @text(\"t\") {effect} (principal, action == Action::\"use\", resource) when {{ context.f{one} == F{one}::\"v{left}\" && context.f{other} == F{other}::\"v{right}\" }};").expect("text");
                number += 1;
            }
        }
    }
    let faults = faults_of(&rules);
    assert!(faults.iter().all(|fault| fault.code == "too-large"), "{faults:?}");
    assert!(faults[0].message.contains("rule `r"), "{}", faults[0].message);
}

/// A facet of ten thousand values is refused, with the rule that names it.
#[test]
fn a_facet_that_explodes_is_told_with_its_rule() {
    let values: Vec<String> = (0..10_000).map(|value| format!("v{value} = \"V\"")).collect();
    let head = format!(
        "format = 1\nname = \"N\"\nversion = \"1\"\nfacets.big-one = {{ question = \"?\", values = {{ {} }} }}\n",
        values.join(", ")
    );
    let rules = "@id(\"other\") @text(\"t\") forbid (principal, action == Action::\"use\", resource) when { context.big_ones == X::\"y\" };\n@id(\"names-it\") @text(\"t\") forbid (principal, action == Action::\"use\", resource) when { context.big_one == BigOne::\"v7\" };\n";
    let reading = read(&[folder(&[("pack.toml", &head), ("rules/a.cedar", rules)])]);
    let told: Vec<_> = reading.diagnostics.iter().filter(|one| one.code == "too-many").collect();
    assert_eq!(told.len(), 1, "{:#?}", reading.diagnostics);
    assert_eq!(told[0].message, "the facet `big-one` has 10000 values; one to 256 are possible");
    assert_eq!(told[0].also.first().map(|(_, text)| text.as_str()), Some("rule `names-it` names it"));
}
