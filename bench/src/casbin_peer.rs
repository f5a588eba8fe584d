//! casbin: the rules as rows of a policy, matched column by column. The caller calculates limits
//! and routes, because casbin's matchers have no sets of records.

use crate::figures::{Figures, Peer};
use crate::measure::each;
use crate::workload::{Question, Workload};
use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};
use countersign_testkit::{Condition, Over, ScaledRule};
use std::hint::black_box;

const COLUMNS: &[&str] = &[
    "purpose", "activity", "personal", "device", "via", "account", "audience", "grade", "kind", "tool", "above",
    "beyond", "off", "issued",
];

fn model() -> String {
    let columns = COLUMNS.join(", ");
    let same: Vec<String> = COLUMNS.iter().map(|name| format!("(p.{name} == \"*\" || r.{name} == p.{name})")).collect();
    format!(
        "[request_definition]\nr = {columns}, units, approved\n\n\
         [policy_definition]\np = {columns}, notaudience, notaccount, unit, needs, unless, eft\n\n\
         [policy_effect]\ne = some(where (p.eft == allow)) && !some(where (p.eft == deny))\n\n\
         [matchers]\nm = {} && (p.notaudience == \"*\" || r.audience != p.notaudience) && (p.notaccount == \"*\" || r.account != p.notaccount) \
         && (p.unit == \"*\" || p.unit in r.units) && (p.needs == \"*\" || r.approved == \"all\") && (p.unless == \"*\" || r.approved != \"all\")\n",
        same.join(" && ")
    )
}

fn row(rule: &ScaledRule) -> Vec<String> {
    let mut row = vec!["*".to_owned(); COLUMNS.len() + 5];
    let mut set = |column: usize, value: &str| row[column] = value.to_owned();
    let column = |name: &str| {
        let name = if name == "personal-data" { "personal" } else { name };
        COLUMNS.iter().position(|column| *column == name).expect("a column")
    };
    match rule.over {
        Over::All => {}
        Over::Grade(grade) => set(column("grade"), grade),
        Over::Kind(kind) => set(column("kind"), kind),
        Over::Tool(tool) => set(column("tool"), &format!("tool-{tool}")),
    }
    for condition in &rule.all {
        match condition {
            Condition::Is(facet, value) => set(column(facet), value),
            Condition::IsNot("audience", value) => set(COLUMNS.len(), value),
            Condition::IsNot(_, value) => set(COLUMNS.len() + 1, value),
            Condition::Issued => set(column("issued"), "yes"),
            Condition::AboveLimit => set(column("above"), "yes"),
            Condition::TooPersonal => set(column("beyond"), "yes"),
            Condition::OffRoute => set(column("off"), "yes"),
            Condition::Within(unit) => set(COLUMNS.len() + 2, &format!(";unit-{unit};")),
        }
    }
    if rule.approval.is_some() {
        set(COLUMNS.len() + if rule.permits { 3 } else { 4 }, "yes");
    }
    row.push(if rule.permits { "allow" } else { "deny" }.to_owned());
    row
}

fn request(workload: &Workload, question: &Question, approved: &str) -> Vec<String> {
    let tool = workload.pack.tools.at(usize::from(question.tool)).expect("known");
    let fact = |name: &str| workload.fact(question, name).to_owned();
    let yes = |truth: bool| if truth { "yes".to_owned() } else { "no".to_owned() };
    let units: String = workload.above(usize::from(question.unit)).iter().map(|id| format!(";{id};")).collect();
    vec![
        fact("purpose"),
        fact("activity"),
        fact("personal-data"),
        fact("device"),
        fact("via"),
        fact("account"),
        fact("audience"),
        tool.listings[0].grade.to_string(),
        tool.kinds[0].to_string(),
        tool.id.to_string(),
        yes(workload.beyond(question, "classification")),
        yes(workload.beyond(question, "personal-data")),
        yes(workload.off_route(question)),
        yes(workload.fact(question, "device") != "own"),
        units,
        approved.to_owned(),
    ]
}

/// Returns the verdict as a number: 0 allowed, 1 ask first, 2 not allowed.
fn verdict(enforcer: &Enforcer, forbids: &Enforcer, none: &[String], all: &[String]) -> u8 {
    if enforcer.enforce(none.to_vec()).expect("a decision") {
        return 0;
    }
    if forbids.enforce(all.to_vec()).expect("a decision") { 1 } else { 2 }
}

pub fn decide(workload: &Workload, wanted: &[u8], questions: usize, figures: &mut Figures) -> Peer {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let mut rows: Vec<Vec<String>> = workload.rules.iter().map(row).collect();
    // The route that needs an approval, for every tool.
    let mut route = vec!["*".to_owned(); COLUMNS.len() + 5];
    route[3] = "phone".to_owned();
    route[4] = "app".to_owned();
    route[COLUMNS.len() + 4] = "yes".to_owned();
    route.push("deny".to_owned());
    rows.push(route);
    let make = |rows: Vec<Vec<String>>| {
        runtime.block_on(async {
            let model = DefaultModel::from_str(&model()).await.expect("a model");
            let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await.expect("an enforcer");
            enforcer.add_policies(rows).await.expect("rows");
            enforcer
        })
    };
    // Only forbids, and a row that permits everything, so that every denial comes from a forbid.
    let mut only = rows.iter().filter(|row| row.last().is_some_and(|eft| eft == "deny")).cloned().collect::<Vec<_>>();
    let mut anything = vec!["*".to_owned(); COLUMNS.len() + 5];
    anything.push("allow".to_owned());
    only.push(anything);
    let (enforcer, forbids) = (make(rows), make(only));
    let questions = questions.min(400);
    let asked = &workload.questions[..questions];
    let requests: Vec<(Vec<String>, Vec<String>)> = asked
        .iter()
        .map(|question| (request(workload, question, "none"), request(workload, question, "all")))
        .collect();
    for (place, (none, all)) in requests.iter().enumerate() {
        assert_eq!(verdict(&enforcer, &forbids, none, all), wanted[place], "casbin agrees: {none:?}");
    }
    let time = each(3, questions, || {
        requests.iter().map(|(none, all)| usize::from(verdict(&enforcer, &forbids, black_box(none), all))).sum()
    });
    figures.tell("casbin", time, "ns");
    let with_request = each(3, questions, || {
        asked
            .iter()
            .map(|question| {
                let (none, all) = (request(workload, question, "none"), request(workload, question, "all"));
                usize::from(verdict(&enforcer, &forbids, &none, &all))
            })
            .sum()
    });
    Peer { name: "casbin", decide_ns: time, with_request_ns: with_request }
}
