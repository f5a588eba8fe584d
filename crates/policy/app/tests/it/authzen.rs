//! The certification scenario of the Authorization API 1.0, level by level, and what the
//! specification says beside it.

use crate::support::{Told, ask, get, post, service};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

const CASES: &str = include_str!("../corpus/authzen.json");
const PACK: &str = "crates/policy/app/tests/packs/records";

fn holds(told: &Told, expect: &Value) -> Result<(), String> {
    let status = expect.get("status").and_then(Value::as_u64).unwrap_or(200);
    if u64::from(told.status.as_u16()) != status {
        return Err(format!("status {}: {}", told.status, told.text()));
    }
    if status != 200 {
        return Ok(());
    }
    if told.header("content-type") != "application/json" {
        return Err(format!("content type {}", told.header("content-type")));
    }
    let body = told.json();
    if let Some(decision) = expect.get("decision")
        && body.get("decision") != Some(decision)
    {
        return Err(format!("decision: {body}"));
    }
    if let Some(Value::Array(wanted)) = expect.get("evaluations") {
        let found = body["evaluations"].as_array().ok_or(format!("no evaluations: {body}"))?;
        let decided = |found: &Value, wanted: &Value| {
            found["decision"].is_boolean() && (wanted.is_null() || found.get("decision") == Some(wanted))
        };
        if found.len() != wanted.len() || !found.iter().zip(wanted).all(|(found, wanted)| decided(found, wanted)) {
            return Err(format!("evaluations: {body}"));
        }
    }
    if let Some(Value::Array(wanted)) = expect.get("includes") {
        let found = body["results"].as_array().ok_or(format!("no results: {body}"))?;
        let count = expect.get("count").and_then(Value::as_u64);
        if !wanted.iter().all(|one| found.contains(one)) || count.is_some_and(|count| count != found.len() as u64) {
            return Err(format!("results: {body}"));
        }
    }
    Ok(())
}

#[test]
fn the_certification_scenario_holds() {
    let cases: Vec<Value> = serde_json::from_str(CASES).expect("cases");
    let service = service(PACK);
    let mut faults = Vec::new();
    for case in &cases {
        let path = case["path"].as_str().expect("a path");
        // The same question gives the same answer, again and again (2.6).
        for _ in 0..3 {
            if let Err(fault) = holds(&post(&service, path, &case["body"]), &case["expect"]) {
                faults.push(format!("{} ({}): {fault}", case["id"], case["level"]));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(cases.len() > 50, "{} cases", cases.len());
}

/// Many questions are answered as each of them alone is.
#[test]
fn many_questions_are_answered_as_one_is() {
    let service = service("packs/moj");
    let question = |tool: &str, device: &str| {
        json!({ "subject": { "type": "user", "id": "alice" }, "action": { "name": "use" },
            "resource": { "type": "tool", "id": tool }, "context": { "device": device, "purpose": "business" } })
    };
    let some: Vec<Value> = ["slack", "trello", "zoom", "nothing-of-this-name"]
        .iter()
        .flat_map(|tool| ["dom1", "personal", "smartphone", "mojo"].map(|device| question(tool, device)))
        .collect();
    let alone: Vec<Value> = some.iter().map(|one| post(&service, "/access/v1/evaluation", one).json()).collect();
    for times in [1, 60] {
        let again = |list: &[Value]| std::iter::repeat_n(list, times).flatten().cloned().collect::<Vec<Value>>();
        let body = json!({ "evaluations": again(&some) });
        let told = post(&service, "/access/v1/evaluations", &body).json();
        assert_eq!(told["evaluations"], Value::from(again(&alone)), "{} bytes", body.to_string().len());
    }
}

/// What the pack does not map is not permitted, alone, among many, and in searches.
#[test]
fn what_is_not_mapped_is_false() {
    // This pack says nothing of AuthZEN, so that `user`, `tool` and `use` are known.
    let plain = service("packs/moj");
    let facts = json!({ "purpose": "private", "device": "personal" });
    let question = |subject: &str, action: &str, resource: &str| {
        json!({ "subject": { "type": subject, "id": "x" }, "action": { "name": action },
            "resource": { "type": resource, "id": "whatsapp" }, "context": facts })
    };
    let known = question("user", "use", "tool");
    let told = post(&plain, "/access/v1/evaluation", &known).json();
    assert_eq!(told["decision"], true, "{told}");
    let unknown = [
        (question("user", "delete", "tool"), "actions"),
        (question("user", "Use", "tool"), "actions"),
        (question("user", "", "tool"), "actions"),
        (question("user", "use", "todo"), "resources"),
        (question("user", "use", "Tool"), "resources"),
        (question("group", "use", "tool"), "subjects"),
        (question("todo", "delete", "todo"), "no"),
    ];
    for (body, what) in &unknown {
        let told = post(&plain, "/access/v1/evaluation", body).json();
        assert_eq!(told["decision"], false, "{body}");
        let message = told["context"]["error"]["message"].as_str().expect("a reason");
        assert!(message.contains(what), "{body}: {message}");
        for path in ["subject", "resource"] {
            let found = post(&plain, &format!("/access/v1/search/{path}"), body).json();
            assert_eq!(found["results"], json!([]), "{path}: {body}");
        }
    }
    let bodies: Vec<&Value> = unknown.iter().map(|(body, _)| body).chain([&known]).collect();
    let told = post(&plain, "/access/v1/evaluations", &json!({ "evaluations": bodies })).json();
    let decisions: Vec<&Value> =
        told["evaluations"].as_array().expect("decisions").iter().map(|one| &one["decision"]).collect();
    assert_eq!(decisions, [false, false, false, false, false, false, false, true]);
    let found = post(&plain, "/access/v1/search/action", &known).json();
    assert_eq!(found["results"], json!([{ "name": "use" }]));
}

/// The kind of a tool that no list names is asked for, and can be stated.
#[test]
fn unknown_kinds_are_asked_for() {
    let service = service("packs/moj");
    let question = |kind: Option<&str>, in_context: bool| {
        let mut body = json!({ "subject": { "type": "user", "id": "x" }, "action": { "name": "use" },
            "resource": { "type": "tool", "id": "Quillwarden", "properties": {} },
            "context": { "purpose": "business", "activity": "assess", "device": "personal" } });
        let place = if in_context { &mut body["context"] } else { &mut body["resource"]["properties"] };
        if let Some(kind) = kind {
            place["kind"] = kind.into();
        }
        post(&service, "/access/v1/evaluation", &body).json()
    };
    for unknown in [None, Some("no such kind")] {
        let told = question(unknown, true);
        assert_eq!(told["decision"], false);
        assert_eq!(told["context"]["verdict"], "undecided", "{told}");
        assert_eq!(told["context"]["questions"], json!(["kind"]), "{told}");
    }
    for in_context in [true, false] {
        assert_eq!(question(Some("proctoring-software"), in_context)["decision"], true);
        assert_eq!(question(Some("none"), in_context)["context"]["verdict"], "not-allowed");
    }
    let link = "/api/v1/answer?tool=Quillwarden&purpose=business&activity=assess&device=personal";
    let told = get(&service, link).json();
    assert_eq!(told["questions"][0]["facet"], "kind");
    let values = told["questions"][0]["values"].as_array().expect("values");
    assert!(values.contains(&json!("none")) && values.contains(&json!("proctoring-software")), "{told}");
    assert_eq!(get(&service, &format!("{link}&kind=none")).json()["verdict"], "not-allowed");
    // The pages ask for it in the same way, and say it in words.
    let page = "/check/Quillwarden?purpose=business&activity=assess&device=personal&unit=hq";
    let told = get(&service, page);
    assert!(told.text().contains("What kind of tool is it?"), "{}", told.text());
    assert!(told.text().contains("value=\"none\""));
    let told = get(&service, &format!("{page}&skip=kind"));
    assert_eq!(told.status, 303);
    let told = get(&service, &format!("{}&skip=kind", page.replace("/check/", "/answer/")));
    assert!(told.text().contains("Kind of tool: Proctoring software"), "{}", told.text());
}

/// A list of members is no object, wherever an object is asked for.
#[test]
fn lists_are_no_objects() {
    let service = service(PACK);
    let entity = json!({ "type": "record", "id": "record-1" });
    let whole =
        json!({ "subject": { "type": "user", "id": "alice" }, "action": { "name": "read" }, "resource": entity });
    for (member, list) in [
        ("subject", json!(["user", "alice", null])),
        ("action", json!(["read", null])),
        ("resource", json!(["record", "record-1", null])),
        ("evaluations", json!([[null, null, ["record", "record-1", null], null]])),
        ("evaluations", json!([{ "resource": ["record", "record-1", null] }])),
        ("options", json!(["execute_all"])),
    ] {
        let mut body = whole.clone();
        body[member] = list;
        if member == "options" {
            body["evaluations"] = json!([{}]);
        }
        let told = post(&service, "/access/v1/evaluations", &body);
        assert_eq!(told.status, 400, "{body}: {}", told.text());
    }
    let mut search = whole;
    search["page"] = json!([null, 5]);
    assert_eq!(post(&service, "/access/v1/search/resource", &search).status, 400);
}

#[test]
fn what_is_no_json_is_refused() {
    let service = service(PACK);
    let whole = r#"{"subject":{"type":"user","id":"alice"},"action":{"name":"read"},"resource":{"type":"record","id":"record-1"}}"#;
    for path in ["evaluation", "evaluations", "search/subject", "search/resource", "search/action"] {
        for (kind, body) in [
            (Some("text/plain"), whole),
            (None, whole),
            (Some("application/json"), "{\"subject\":"),
            (Some("application/json"), ""),
            (Some("application/json"), "[]"),
            (Some("application/json"), "[{\"type\":\"user\",\"id\":\"alice\"},null,null,null]"),
            (Some("application/json"), "null"),
            (Some("application/json"), "\"alice\""),
        ] {
            let mut request = Request::post(format!("/access/v1/{path}"));
            if let Some(kind) = kind {
                request = request.header("content-type", kind);
            }
            let told = ask(&service, request.body(Body::from(body)).expect("a request"));
            assert_eq!(told.status, 400, "{path} {kind:?} {body}: {}", told.text());
            assert!(!told.text().is_empty());
        }
    }
    let request = Request::post("/access/v1/evaluation").header("content-type", "Application/JSON; charset=utf-8");
    assert_eq!(ask(&service, request.body(Body::from(whole)).expect("a request")).status, 200);
}

#[test]
fn a_request_is_known_by_its_id() {
    let service = service(PACK);
    for (body, status) in [
        ("{}", 400),
        (
            r#"{"subject":{"type":"user","id":"alice"},"action":{"name":"read"},"resource":{"type":"record","id":"record-1"}}"#,
            200,
        ),
    ] {
        let request = Request::post("/access/v1/evaluation").header("content-type", "application/json");
        let request = request.header("x-request-id", "bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
        let told = ask(&service, request.body(Body::from(body)).expect("a request"));
        assert_eq!(told.status, status);
        assert_eq!(told.header("x-request-id"), "bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
    }
}

#[test]
fn the_endpoints_are_discovered() {
    let service = service(PACK);
    let request = Request::get("/.well-known/authzen-configuration").header("host", "pdp.example.org");
    let told = ask(&service, request.body(Body::empty()).expect("a request"));
    assert_eq!((told.status.as_u16(), told.header("content-type")), (200, "application/json"));
    insta::assert_json_snapshot!(told.json());
}

#[test]
fn what_was_found_comes_in_parts() {
    let service = service(PACK);
    let search = |page: Value| {
        let body = json!({
            "subject": { "type": "user" },
            "action": { "name": "read" },
            "resource": { "type": "record", "id": "record-1" },
            "page": page,
        });
        post(&service, "/access/v1/search/subject", &body)
    };
    let first = search(json!({ "limit": 1 })).json();
    assert_eq!(first["results"], json!([{ "type": "user", "id": "alice" }]));
    assert_eq!((&first["page"]["count"], &first["page"]["total"]), (&json!(1), &json!(2)));
    let token = first["page"]["next_token"].as_str().expect("a token");
    assert_ne!(token, "");
    let second = search(json!({ "token": token })).json();
    assert_eq!(second["results"], json!([{ "type": "user", "id": "bob" }]));
    assert_eq!(second["page"]["next_token"], "");
    // A limit of nothing, or of more than there is, gives all.
    for page in [json!({}), json!({ "limit": 0 }), json!({ "limit": 50 }), json!({ "token": "" })] {
        assert_eq!(search(page).json()["results"].as_array().map(Vec::len), Some(2));
    }
    // A token of another search is none of this one's; one that was made up is none at all.
    let other = json!({
        "subject": { "type": "user" },
        "action": { "name": "write" },
        "resource": { "type": "record", "id": "record-1" },
        "page": { "token": token },
    });
    assert_eq!(post(&service, "/access/v1/search/subject", &other).status, 400);
    for made_up in ["x", "1.1", "1.1.0000", "18446744073709551615.1.00", "-1.1.0", "..."] {
        assert_eq!(search(json!({ "token": made_up })).status, 400, "{made_up}");
    }
    assert_eq!(search(json!({ "token": token, "limit": 2 })).status, 400);
}

#[test]
fn facts_travel_in_the_context_and_reasons_come_back() {
    let service = service("packs/moj");
    let ask = |context: Value, unit: Option<&str>| {
        let mut subject = json!({ "type": "user", "id": "jane.doe@example.org" });
        if let Some(unit) = unit {
            subject["properties"] = json!({ "unit": unit });
        }
        let body = json!({
            "subject": subject,
            "action": { "name": "use" },
            "resource": { "type": "tool", "id": "Slack" },
            "context": context,
        });
        let told = post(&service, "/access/v1/evaluation", &body);
        assert_eq!(told.status, 200, "{}", told.text());
        assert!(!told.text().contains("jane.doe"), "nothing about the asker comes back");
        told.json()
    };
    let whole = json!({
        "purpose": "business", "activity": "message", "classification": "official", "personal-data": "none",
        "device": "managed-mac", "via": "app", "account": "work", "audience": "internal", "ip": "192.0.2.1",
    });
    insta::assert_json_snapshot!("whole", ask(whole.clone(), None), { ".context.version" => "[version]" });
    insta::assert_json_snapshot!("nothing_known", ask(json!({}), None), { ".context.version" => "[version]" });
    // Whoever has rules elsewhere has to ask there first.
    let elsewhere = ask(whole.clone(), Some("agency"));
    assert_eq!((&elsewhere["decision"], &elsewhere["context"]["verdict"]), (&json!(false), &json!("ask-first")));
    assert_eq!(ask(whole.clone(), Some("nowhere"))["context"]["error"]["status"], 404);
    let mut odd = whole.clone();
    odd["device"] = json!("toaster");
    let told = ask(odd, None);
    assert_eq!(told["context"]["unknown"], json!(["device"]));
    // What only records can say is nobody's to claim.
    let mut claimed = whole;
    claimed["exemption"] = json!("granted");
    let body = json!({
        "subject": { "type": "user", "id": "x" },
        "action": { "name": "use" },
        "resource": { "type": "tool", "id": "tiktok" },
        "context": claimed,
    });
    assert_eq!(post(&service, "/access/v1/evaluation", &body).json()["context"]["verdict"], "not-allowed");
}

#[test]
fn every_method_but_post_is_refused() {
    let service = service(PACK);
    let told = get(&service, "/access/v1/evaluation");
    assert_eq!(told.status, 405);
    assert!(told.header("allow").contains("POST"));
}
