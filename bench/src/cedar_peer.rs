//! Cedar itself: the same rules and entities, asked with `is_authorized`.
//!
//! A verdict takes up to two decisions. The first has no approval granted. If that is a denial, the
//! second has all of them, which separates "ask first" from "not allowed".

use crate::figures::{Figures, Peer};
use crate::measure::each;
use crate::workload::{DAY, Question, Workload};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression as Expr,
};
use countersign_compile::{attribute, entities, entity_type};
use countersign_model::{Question as Asked, Subject};
use countersign_testkit::Over;
use std::collections::HashMap;
use std::hint::black_box;

fn uid(kind: &str, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.parse().expect("a type"), cedar_policy::EntityId::new(id))
}

fn request(workload: &Workload, question: &Question, granted: bool) -> Request {
    let facets = workload.pack.facets.iter().enumerate().map(|(place, facet)| {
        (attribute(&facet.id), Expr::new_entity_uid(uid(&entity_type(&facet.id), workload.value(question, place))))
    });
    let approved = workload.pack.approvals.iter().map(|one| (attribute(&one.id), Expr::new_bool(granted)));
    let approved = ("approved".to_owned(), Expr::new_record(approved).expect("a record"));
    let context = Context::from_pairs(facets.chain([approved])).expect("a context");
    let unit = workload.pack.units.at(usize::from(question.unit)).expect("known");
    let tool = workload.pack.tools.at(usize::from(question.tool)).expect("known");
    let (principal, resource) = (uid("Unit", unit.id.as_str()), uid("Tool", tool.id.as_str()));
    Request::new(principal, uid("Action", "use"), resource, context, None).expect("a request")
}

fn verdict(authorizer: &Authorizer, none: &Request, all: &Request, set: &PolicySet, entities: &Entities) -> u8 {
    if authorizer.is_authorized(none, set, entities).decision() == Decision::Allow {
        return 0;
    }
    let response = authorizer.is_authorized(all, set, entities);
    let denied = response.decision() == Decision::Deny && response.diagnostics().reason().next().is_some();
    if denied { 2 } else { 1 }
}

/// Returns the entities of all tools, in one store.
fn store(workload: &Workload) -> Entities {
    let mut known = HashMap::new();
    for tool in 0..workload.scale.tools {
        let subject = Subject::Tool(tool);
        // No tool of the workload has a grade that differs by case.
        let question = Asked { subject, unit: 0, facts: Vec::new(), approved: Vec::new(), at: DAY };
        for entity in entities(&workload.pack, &question).expect("entities").iter() {
            known.entry(entity.uid()).or_insert_with(|| entity.clone());
        }
    }
    Entities::from_entities(known.into_values(), None).expect("entities")
}

/// Returns the rules whose scope includes a tool, and those derived from its own listing.
fn rules_of_tool(workload: &Workload, whole: &PolicySet, tool: usize) -> PolicySet {
    let entry = workload.pack.tools.at(tool).expect("known");
    let id = entry.id.as_str();
    let own = format!("tool-{id}-");
    let admits = |policy: &&cedar_policy::Policy| {
        let name = policy.id().to_string();
        let number = name.strip_prefix("rule-").and_then(|number| number.parse::<usize>().ok());
        match number.map(|number| workload.rules[number].over) {
            Some(Over::All) => true,
            Some(Over::Grade(grade)) => entry.listings[0].grade.as_str() == grade,
            Some(Over::Kind(kind)) => entry.kinds.iter().any(|known| known.as_str() == kind),
            Some(Over::Tool(other)) => format!("tool-{other}") == id,
            None => name.starts_with(&own) && !name.contains("-condition-"),
        }
    };
    PolicySet::from_policies(whole.policies().filter(admits).cloned()).expect("a set")
}

pub fn decide(workload: &Workload, wanted: &[u8], questions: usize, figures: &mut Figures) -> Peer {
    let authorizer = Authorizer::new();
    let whole = workload.compiled.policy_set(DAY).expect("parsed");
    let store = store(workload);
    let of_tool: Vec<PolicySet> = (0..workload.scale.tools).map(|tool| rules_of_tool(workload, &whole, tool)).collect();
    // The whole set: authored rules and every tool's own. Advice is another action.
    let asked = &workload.questions[..questions];
    let requests: Vec<(Request, Request)> =
        asked.iter().map(|question| (request(workload, question, false), request(workload, question, true))).collect();
    for (place, (none, all)) in requests.iter().enumerate() {
        let set = &of_tool[usize::from(asked[place].tool)];
        assert_eq!(verdict(&authorizer, none, all, set, &store), wanted[place], "Cedar agrees");
    }
    for (place, (none, all)) in requests.iter().enumerate().take(20) {
        assert_eq!(verdict(&authorizer, none, all, &whole, &store), wanted[place], "Cedar agrees");
    }
    let few = 40.min(questions);
    let time = each(3, few, || {
        (0..few)
            .map(|place| {
                let (none, all) = &requests[place];
                usize::from(verdict(&authorizer, black_box(none), all, &whole, &store))
            })
            .sum()
    });
    figures.tell("cedar_whole_set", time, "ns");
    let time = each(3, questions, || {
        requests
            .iter()
            .zip(asked)
            .map(|((none, all), question)| {
                usize::from(verdict(&authorizer, black_box(none), all, &of_tool[usize::from(question.tool)], &store))
            })
            .sum()
    });
    figures.tell("cedar_rules_of_tool", time, "ns");
    let with_request = each(3, questions, || {
        asked
            .iter()
            .map(|question| {
                let (none, all) = (request(workload, question, false), request(workload, question, true));
                usize::from(verdict(&authorizer, &none, &all, &of_tool[usize::from(question.tool)], &store))
            })
            .sum()
    });
    Peer { name: "cedar", decide_ns: time, with_request_ns: with_request }
}
