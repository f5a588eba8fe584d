//! `explain` and `table` agree with `check` on supposed facts, assumed facts and unlisted tools.

use crate::support::moj;
use serde_json::json;

const WHOLE: &str = "purpose=business activity=message classification=official personal-data=none device=managed-mac via=app account=work audience=internal";

#[test]
fn what_is_supposed_is_said_and_is_among_the_grounds() {
    let told = moj(&format!("explain aws {WHOLE} --approved line-manager"));
    let line = "This supposes approved line-manager; it is no permission by itself.";
    assert!(told.out.contains(line), "{}", told.out);
    assert!(told.out.contains("line-manager has not approved: ask first"), "{}", told.out);
    let told = moj(&format!("explain aws {WHOLE} --approved line-manager --format json")).json();
    assert_eq!(told["hypothetical"], json!({ "approved": ["line-manager"] }));
    assert_eq!(told["because_approved"], json!(["line-manager"]));
    assert_eq!(told["approval_turns"], json!([{ "approval": "line-manager", "verdict": "ask-first" }]));
    // An approval without effect settles nothing.
    let told = moj("explain tiktok device=smartphone --approved line-manager --format json").json();
    assert_eq!((&told["because_approved"], &told["approval_turns"]), (&json!([]), &json!([])));
    let told = moj("table aws purpose=business classification=official --approved line-manager");
    assert!(told.out.contains(line), "{}", told.out);
    let told = moj("table aws purpose=business --approved line-manager --format json").json();
    assert_eq!(told["hypothetical"], json!({ "approved": ["line-manager"] }));
}

#[test]
fn a_tool_that_no_list_names_is_said_to_be_one() {
    for command in ["check", "explain", "table"] {
        let told = moj(&format!("{command} trelo purpose=business"));
        assert!(told.out.contains("No list of this policy names this tool."), "{command}: {}", told.out);
        assert!(told.out.contains("Did you mean “Trello”?"), "{command}: {}", told.out);
        let told = moj(&format!("{command} trelo purpose=business --format json")).json();
        assert_eq!((&told["tool"]["known"], &told["tool"]["similar"]), (&json!(false), &json!(["Trello"])));
    }
}

#[test]
fn facts_that_cannot_be_met_together_have_no_table() {
    for command in ["check", "explain", "table"] {
        let told = moj(&format!("{command} slack purpose=private classification=secret"));
        assert_eq!(told.status, 2, "{command}: {}", told.out);
        assert!(told.out.is_empty(), "{command}: {}", told.out);
        assert!(told.err.contains("these facts cannot be met together"), "{command}: {}", told.err);
        assert!(told.err.contains("is work, not a private matter"), "{command}: {}", told.err);
    }
}

#[test]
fn the_unit_is_among_the_grounds_where_it_matters() {
    let told = moj(&format!("explain slack {WHOLE} --format json")).json();
    assert_eq!(told["because_unit"], json!({ "id": "moj", "name": "The Ministry of Justice" }));
    let turned = &told["unit_turns"][0];
    assert_eq!((&turned["units"][0]["id"], &turned["verdict"]), (&json!("agency"), &json!("ask-first")));
    let told = moj(&format!("explain slack {WHOLE}")).out;
    assert!(told.contains("unit moj (The Ministry of Justice)") && told.contains("unit is agency ("), "{told}");
    let told = moj("explain tiktok device=smartphone --format json").json();
    assert_eq!((&told["because_unit"], &told["unit_turns"]), (&json!(null), &json!([])));
}

#[test]
fn what_the_pack_assumes_is_not_said_to_be_given() {
    let told = moj("explain tiktok device=smartphone --format json").json();
    assert_eq!(told["facts"], json!({ "device": "smartphone" }));
    assert_eq!(told["assumed"], json!({ "exemption": "none" }));
    assert_eq!(told["because"], json!({ "device": "smartphone", "exemption": "none" }));
    let told = moj("explain tiktok device=smartphone").out;
    assert!(told.contains("device=smartphone, exemption=none (assumed)"), "{told}");
    assert!(told.contains("Taken as exemption=none"), "{told}");
}

#[test]
fn explanations_and_tables_fit_their_schemas() {
    for (of, words) in [
        ("explanation", format!("explain aws {WHOLE} --approved line-manager")),
        ("explanation", "explain tiktok device=smartphone exemption=granted".into()),
        ("table", "table trelo purpose=business --approved line-manager".into()),
    ] {
        let schema = crate::support::run(&["schema", of]).json();
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        assert!(schema.is_valid(&moj(&format!("{words} --format json")).json()), "{words}");
        let kept = std::fs::read_to_string(crate::support::root().join(format!("docs/schema/{of}.json")));
        assert!(crate::support::run(&["schema", of]).out == kept.expect("a page"), "{of}: run `cargo xtask docs`");
    }
}
