//! Answers of the service for other days than today.

use crate::served::Served;
use crate::support::{root, run};

fn moj() -> String {
    root().join("packs/moj").to_str().expect("UTF-8").to_owned()
}

#[test]
fn the_api_answers_for_any_day_as_the_command_does() {
    let pack = moj();
    let served = Served::start(pack.as_ref(), &[]);
    for day in ["2017-01-01", "2019-06-01", "2023-03-16", "2023-03-17", "2031-01-01", "9999-12-31"] {
        let own = run(&["check", "tiktok", "device=dom1", "--pack", &pack, "--at", day, "--format", "json"]).json();
        let asked = served.get(&format!("/api/v1/answer?tool=tiktok&device=dom1&at={day}"));
        assert_eq!(asked.json(), own, "{day}");
        let question = serde_json::json!({ "tool": "tiktok", "facts": { "device": "dom1" }, "at": day });
        assert_eq!(served.post("/api/v1/check", &question).json(), own, "{day}");
        let own = run(&["table", "tiktok", "--pack", &pack, "--at", day, "--format", "json"]).json();
        assert_eq!(served.get(&format!("/api/v1/tools/tiktok/policy?at={day}")).json(), own, "{day}");
        let own = run(&["list", "--pack", &pack, "--at", day, "--format", "json"]).json();
        assert_eq!(served.get(&format!("/api/v1/tools?at={day}")).json(), own, "{day}");
        let own = run(&["show", "tiktok", "--pack", &pack, "--at", day, "--format", "json"]).json();
        assert_eq!(served.get(&format!("/api/v1/tools/tiktok?at={day}")).json(), own, "{day}");
    }
    let today = served.get("/api/v1/answer?tool=tiktok&device=dom1").json();
    assert_eq!(today["verdict"], "not-allowed", "other days change nothing today");
}

#[test]
fn what_is_no_day_is_refused() {
    let served = Served::start(moj().as_ref(), &[]);
    for day in ["yesterday", "2026-02-30", "-9999-01-01", "2026"] {
        for path in [
            "answer?tool=tiktok&",
            "suggest?",
            "tools?",
            "tools/tiktok?",
            "tools/tiktok/policy?",
            "questions?tool=tiktok&",
        ] {
            let reply = served.get(&format!("/api/v1/{path}at={day}"));
            assert_eq!(reply.status, 400, "{path} {day}");
            assert!(reply.body.contains(&format!("`at`: `{day}` is no day")), "{}", reply.body);
        }
    }
    assert_eq!(served.get("/api/v1/facets?at=2026-01-01").status, 400);
}

#[test]
fn a_compiled_policy_answers_for_its_own_days() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("policy");
    let file = file.to_str().expect("UTF-8");
    let done = run(&["compile", "--pack", &moj(), "--at", "2026-04-01", "--out", file]);
    assert_eq!(done.status, 0, "{}", done.err);
    let served = Served::start(file.as_ref(), &[]);
    let reply = served.get("/api/v1/answer?tool=tiktok&device=dom1&at=2010-01-01");
    assert_eq!(reply.status, 422, "{}", reply.body);
    assert!(reply.body.contains("the service has a compiled policy, which holds"), "{}", reply.body);
    let reply = served.get("/api/v1/answer?tool=tiktok&device=dom1&at=2026-04-02");
    assert_eq!((reply.status, &reply.json()["at"]), (200, &"2026-04-02".into()), "{}", reply.body);
}
