//! JSON under `/api/v1`.

use crate::support::{ask, get, post, service};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

const MOJ: &str = "packs/moj";

#[test]
fn a_question_is_answered() {
    let service = service(MOJ);
    let facts = json!({
        "purpose": "business", "activity": "share", "classification": "official-sensitive",
        "personal-data": "none", "device": "dom1", "via": "web", "account": "work", "audience": "external",
    });
    let told = post(&service, "/api/v1/check", &json!({ "tool": "slack", "facts": facts }));
    assert_eq!(told.status, 200);
    let answer = told.json();
    assert_eq!(answer["verdict"], "not-allowed");
    let query: Vec<String> = facts
        .as_object()
        .expect("facts")
        .iter()
        .map(|(facet, value)| format!("{facet}={}", value.as_str().expect("text")))
        .collect();
    let asked = get(&service, &format!("/api/v1/answer?tool=slack&{}", query.join("&")));
    assert_eq!(asked.json(), answer, "asked with a query, the answer is the same");
    insta::assert_json_snapshot!("answer", answer);
}

#[test]
fn questions_lead_to_the_verdict() {
    let service = service(MOJ);
    let mut query = "tool=trello".to_owned();
    for asked in 0..10 {
        let told = get(&service, &format!("/api/v1/questions?{query}")).json();
        if told["verdict"] != "undecided" {
            assert!(asked > 0);
            assert_eq!(told["questions"], json!([]));
            return;
        }
        let first = &told["questions"][0];
        let value = first["values"].as_array().and_then(|values| values.first()).expect("a value");
        query = format!("{query}&{}={}", first["facet"].as_str().expect("a facet"), value.as_str().expect("text"));
    }
    panic!("no verdict after ten questions: {query}");
}

#[test]
fn everything_wrong_is_told_at_once() {
    let service = service(MOJ);
    let told = get(&service, "/api/v1/answer?tool=slack&devise=dom1&via=webb&unit=nowhere&approved=nobody");
    assert_eq!(told.status, 400);
    assert_eq!(told.header("content-type"), "application/problem+json");
    insta::assert_json_snapshot!("problem", told.json());
    for (uri, status) in [
        ("/api/v1/answer", 400),
        ("/api/v1/answer?tool=slack&device=dom1&device=personal", 400),
        ("/api/v1/answer?tool=slack&tool=zoom", 400),
        ("/api/v1/suggest?unit=moj&unit=hmpps", 400),
        ("/api/v1/answer?tool=slack&purpose=private&account=corporate", 400),
        ("/api/v1/tools/nothing-of-this-name", 404),
        ("/api/v1/tools/nothing-of-this-name/policy", 404),
        ("/api/v1/tools?grade=best", 400),
        ("/api/v1/suggest?not=nothing-of-this-name", 400),
        ("/api/v1/diff", 404),
        ("/api/v1/diff?from=x&to=y", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/check", 405),
    ] {
        let told = get(&service, uri);
        assert_eq!(told.status, status, "{uri}: {}", told.text());
        assert_eq!(told.header("content-type"), "application/problem+json", "{uri}");
        assert_eq!(told.json()["status"], status, "{uri}");
    }
    let request =
        Request::post("/api/v1/check").body(Body::from("{\"tool\":\"slack\",\"fact\":{}}")).expect("a request");
    let told = ask(&service, request);
    assert_eq!(told.status, 400);
    assert!(told.json()["detail"].as_str().expect("text").contains("fact"), "{}", told.text());
}

#[test]
fn whatever_cannot_be_read_is_a_problem() {
    let service = service(MOJ);
    let post = |body: Vec<u8>| ask(&service, Request::post("/api/v1/check").body(Body::from(body)).expect("a request"));
    for (told, status) in [
        (post(vec![b' '; 2 << 20]), 413),
        (post(b"[\"slack\"]".to_vec()), 400),
        (post(b"\"slack\"".to_vec()), 400),
        (get(&service, "/api/v1/tools/%ff"), 400),
        (get(&service, "/api/v1/tools/%ff/policy"), 400),
    ] {
        assert_eq!(told.status, status, "{}", told.text());
        assert_eq!(told.header("content-type"), "application/problem+json");
        assert_eq!(told.json()["status"], status);
    }
}

#[test]
fn the_register_is_read() {
    let service = service(MOJ);
    let tools = get(&service, "/api/v1/tools").json();
    assert!(tools.as_array().expect("a list").len() > 40);
    let found = get(&service, "/api/v1/tools?q=zoo").json();
    assert_eq!(found[0]["id"], "zoom");
    insta::assert_json_snapshot!("tool", get(&service, "/api/v1/tools/zoom").json());
    let policy = get(&service, "/api/v1/tools/zoom/policy").json();
    assert!(!policy["rows"].as_array().expect("rows").is_empty());
    let facets = get(&service, "/api/v1/facets?lang=cy").json();
    assert_eq!(facets["facets"][0]["text"], "Ai at waith neu fater preifat y mae hyn?");
    let suggested = get(&service, "/api/v1/suggest?activity=share&audience=government&not=microsoft-teams").json();
    assert_eq!(suggested["excluded"][0]["id"], "microsoft-teams");
}

#[test]
fn the_description_fits_what_it_describes() {
    let service = service(MOJ);
    let document = get(&service, "/api/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    insta::assert_json_snapshot!(
        "paths",
        document["paths"]
            .as_object()
            .expect("paths")
            .iter()
            .map(|(path, methods)| {
                let methods: Vec<String> = methods
                    .as_object()
                    .expect("methods")
                    .iter()
                    .map(|(method, told)| format!("{method} {}", told["operationId"]))
                    .collect();
                format!("{path}: {}", methods.join(", "))
            })
            .collect::<Vec<_>>()
    );
    for (uri, path) in [
        ("/api/v1/answer?tool=slack", "/api/v1/answer"),
        ("/api/v1/questions?tool=slack", "/api/v1/questions"),
        ("/api/v1/suggest?activity=meet", "/api/v1/suggest"),
        ("/api/v1/tools", "/api/v1/tools"),
        ("/api/v1/tools/tiktok", "/api/v1/tools/{tool}"),
        ("/api/v1/tools/tiktok/policy", "/api/v1/tools/{tool}/policy"),
        ("/api/v1/facets", "/api/v1/facets"),
        ("/api/v1/versions", "/api/v1/versions"),
    ] {
        let schema = &document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let mut whole = schema.clone();
        whole["components"] = document["components"].clone();
        let validator = jsonschema::validator_for(&whole).unwrap_or_else(|error| panic!("{path}: {error}"));
        let told: Value = get(&service, uri).json();
        let faults: Vec<String> = validator.iter_errors(&told).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{uri}: {faults:?}");
    }
}

#[test]
fn the_state_of_the_service_is_told() {
    let service = service(MOJ);
    assert_eq!(get(&service, "/healthz").text(), "ok\n");
    assert!(get(&service, "/readyz").text().contains("newer pack none"));
    let _ = get(&service, "/api/v1/answer?tool=slack");
    let metrics = get(&service, "/metrics");
    assert!(metrics.header("content-type").starts_with("application/openmetrics-text"));
    let text = metrics.text();
    assert!(text.contains("countersign_requests_total{route=\"/api/v1/answer\",status=\"200\"} 1"), "{text}");
    assert!(text.contains("countersign_decisions_total{interface=\"json\",allowed=\"false\"} 1"), "{text}");
    assert!(!text.contains("slack"), "who asks for what is not counted");
}
