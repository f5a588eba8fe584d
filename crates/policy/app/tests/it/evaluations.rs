//! Evaluations in bulk: the same question however it is written, and the same answer as
//! the other interface's.

use crate::support::{ask as send, get, post, service};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

/// JSON may write the same in other ways, and say more than is asked for.
#[test]
fn a_request_means_the_same_however_it_is_written() {
    let service = service("packs/moj");
    let ask = |body: &str| {
        let request = Request::post("/access/v1/evaluation").header("content-type", "application/json");
        let told = send(&service, request.body(Body::from(body.to_owned())).expect("a request"));
        assert_eq!(told.status, 200, "{body}: {}", told.text());
        told.json()
    };
    let plain = ask(
        r#"{"subject":{"type":"user","id":"x"},"action":{"name":"use"},"resource":{"type":"tool","id":"slack"},"context":{"device":"dom1","via":"web"}}"#,
    );
    assert!(!plain["context"]["questions"].as_array().expect("questions").contains(&json!("device")));
    for other in [
        // Escapes in names and values.
        r#"{"subject":{"type":"us\u0065r","id":"x"},"action":{"name":"us\u0065"},"resource":{"type":"tool","id":"sl\u0061ck"},"context":{"d\u0065vice":"dom\u0031","via":"web"}}"#,
        // Another order, and members that nobody knows, of every kind.
        r#"{"context":{"a":1,"b":-1,"c":1.5,"d":null,"e":true,"f":["x",{}],"g":{"device":"mac"},"via":"web","device":"dom1"},"resource":{"id":"slack","type":"tool","properties":{"x":[]}},"action":{"name":"use","properties":{}},"subject":{"id":"x","type":"user"},"more":0}"#,
        // The last of two counts, as for any reader of JSON that keeps one.
        r#"{"subject":{"type":"user","id":"x"},"action":{"name":"use"},"resource":{"type":"tool","id":"slack"},"context":{"device":"personal","via":"web","device":"dom1"}}"#,
    ] {
        assert_eq!(ask(other), plain, "{other}");
    }
    // A value that is no text is none of a facet's.
    let number = ask(
        r#"{"subject":{"type":"user","id":"x"},"action":{"name":"use"},"resource":{"type":"tool","id":"slack"},"context":{"device":1,"via":"web"}}"#,
    );
    assert_eq!(number["context"]["unknown"], json!(["device"]));
}

/// Decisions that are kept are those that would be worked out.
#[test]
fn evaluations_say_what_the_check_says() {
    let service = service("packs/moj");
    let facets = get(&service, "/api/v1/facets").json();
    let known: Vec<(String, Vec<String>)> = facets["facets"]
        .as_array()
        .expect("facets")
        .iter()
        .filter(|facet| facet["derived"] != true)
        .map(|facet| {
            let values = facet["values"].as_array().expect("values").iter();
            let value = |value: &Value| value["value"].as_str().expect("text").to_owned();
            (facet["facet"].as_str().expect("text").to_owned(), values.map(value).collect())
        })
        .collect();
    // Few values of few facets: most questions have been answered when they come again.
    let mut seed = 7_usize;
    let mut dice = |sides: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % sides
    };
    for _ in 0..400 {
        let tool = ["slack", "zoom", "tiktok", "trello"][dice(4)];
        let mut facts = serde_json::Map::new();
        for (facet, values) in &known {
            if dice(8) > 0 {
                facts.insert(facet.clone(), json!(values[dice(values.len().min(2))]));
            }
        }
        let body = json!({
            "subject": { "type": "user", "id": "x" }, "action": { "name": "use" },
            "resource": { "type": "tool", "id": tool }, "context": facts,
        });
        let decision = post(&service, "/access/v1/evaluation", &body).json();
        let answer = post(&service, "/api/v1/check", &json!({ "tool": tool, "facts": facts }));
        let told = &decision["context"];
        if answer.status != 200 {
            assert_eq!(told["verdict"], "error", "{body}");
            continue;
        }
        let answer = answer.json();
        let list = |value: &Value, of: &str| {
            let list = value.as_array().cloned().unwrap_or_default();
            list.iter().map(|one| one[of].clone()).collect::<Vec<Value>>()
        };
        assert_eq!(told["verdict"], answer["verdict"], "{body}");
        assert_eq!(decision["decision"], answer["verdict"] == "allowed", "{body}");
        assert_eq!(list(&told["reasons"], "rule"), list(&answer["reasons"], "rule"), "{body}");
        assert_eq!(list(&told["reasons"], "text"), list(&answer["reasons"], "text"), "{body}");
        let none = json!([]);
        assert_eq!(told.get("approvals").unwrap_or(&none), &answer["approvals"], "{body}");
        let open: Vec<Value> = list(&answer["questions"], "facet");
        assert_eq!(told.get("questions").unwrap_or(&none), &json!(open), "{body}");
    }
}
