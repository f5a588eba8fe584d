//! `serve` while its pack changes, and the facts that it never reveals.

use crate::served::{DAY, Served, packs};
use crate::support::run;
use serde_json::json;
use std::fs;
use std::path::Path;

/// A tool that is allowed for this use, and a ban that ends that.
const ASKED: &str = "/api/v1/answer?tool=trello&purpose=business&activity=plan&classification=official\
&personal-data=none&device=dom1&via=web&account=work&audience=internal";
const BAN: &str = "tools = \"trello\"\nwhen = { device = \"issued\" }\ntext = \"Boards are banned for a test.\"\nsource = \"general-guidance\"\n";

/// The record of an exemption, with values that only the enforcing administrators may read.
const RECORD: &str = "ban = \"tiktok\"\npurposes = \"Work on online harms.\"\nfrom = 2026-01-01\nuntil = 2026-12-31\n\
approvals = \"exemption-by-security\"\n\
holder = { team = \"press-office-7\", addresses = \"10.1.2.3\", groups = \"laptops-of-press-7\" }\ntools = \"tiktok\"\n";
const SECRETS: [&str; 3] = ["press-office-7", "10.1.2.", "laptops-of-press-7"];

fn verdict(served: &Served) -> String {
    served.get(ASKED).json()["verdict"].as_str().expect("a verdict").to_owned()
}

fn write(pack: &Path, file: &str, text: &str) {
    let path = pack.join(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("written");
}

#[test]
fn a_pack_that_changes_is_served_and_one_at_fault_is_not() {
    let (_root, pack) = packs();
    let served = Served::start(&pack, &[]);
    assert_eq!(verdict(&served), "allowed");
    // The service must also forget a cached decision.
    let facts = json!({"purpose": "business", "activity": "plan", "classification": "official", "personal-data": "none",
        "device": "dom1", "via": "web", "account": "work", "audience": "internal"});
    let decision = || {
        let asked = json!({"subject": {"type": "user", "id": "a"}, "action": {"name": "use"},
            "resource": {"type": "tool", "id": "trello"}, "context": facts});
        served.post("/access/v1/evaluation", &asked).json()["decision"].as_bool().expect("a decision")
    };
    assert!(decision());
    write(&pack, "bans/boards.toml", BAN);
    served.until("the ban", |served| verdict(served) == "not-allowed");
    assert!(!decision());
    assert!(served.get(ASKED).body.contains("Boards are banned for a test."));
    assert!(served.get("/readyz").body.contains("newer pack none"));

    // With an error, the service keeps the previous policy. The operator learns the error and its
    // place.
    write(&pack, "bans/boards.toml", &BAN.replace("general-guidance", "general-gudance"));
    served.until("the fault", |served| served.get("/readyz").body.contains("newer pack refused"));
    assert_eq!(served.get("/readyz").status, 200);
    assert_eq!(verdict(&served), "not-allowed");
    assert!(!decision());
    served.until("the place of the fault", |served| {
        let log = served.log();
        log.contains("moj/bans/boards.toml:4:10: there is no source `general-gudance`")
            && log.contains("the previous version stays")
    });
    write(&pack, "rules/permits.cedar", "permit (principal, action, resource) when { context.device == };\n");
    served.until("the rule's fault", |served| served.log().contains("moj/rules/permits.cedar:1:"));
    assert_eq!(verdict(&served), "not-allowed");

    // Corrects the pack, without a restart.
    let (whole, to) = (crate::support::root().join("packs/moj/rules/permits.cedar"), pack.join("rules/permits.cedar"));
    fs::copy(whole, to).expect("a copy");
    fs::remove_file(pack.join("bans/boards.toml")).expect("removed");
    served.until("the pack as it was", |served| verdict(served) == "allowed");
    assert!(decision());
    assert!(served.get("/readyz").body.contains("newer pack none"));
    let metrics = served.get("/metrics").body;
    assert!(metrics.contains("countersign_loads_total{outcome=\"refused\"}"), "{metrics}");
}

/// Returns the answers of every address, about every tool and through each interface.
fn everything(served: &Served) -> Vec<(String, String)> {
    let document = served.get("/api/openapi.json").json();
    let paths = document["paths"].as_object().expect("paths");
    let mut read: Vec<String> =
        ["/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api", "/", "/status", "/none"]
            .map(str::to_owned)
            .to_vec();
    read.push("/.well-known/authzen-configuration".to_owned());
    for path in paths.iter().filter(|(_, methods)| methods.get("get").is_some()).map(|(path, _)| path) {
        for tool in ["tiktok", "slack", "press-office-7-in-public"] {
            let path = path.replace("{tool}", tool);
            read.push(path.clone());
            read.push(format!(
                "{path}?tool={tool}&purpose=business&activity=watch&device=smartphone&audience=internal"
            ));
            read.push(format!("{path}?tool={tool}&device=smartphone&approved=exemption-by-security&account=work"));
        }
    }
    // Questions without facts take long and do not depend on the tool.
    read.sort();
    read.dedup();
    let mut told: Vec<(String, String)> = Vec::new();
    for uri in read {
        let reply = served.get(&uri);
        told.push((uri, format!("{}\n\n{}", reply.head, reply.body)));
    }
    let facts = json!({"purpose": "business", "device": "smartphone", "classification": "official"});
    let entity = |sort: &str, id: &str| json!({"type": sort, "id": id});
    let asked = json!({"subject": entity("user", "a"), "action": {"name": "use"}, "resource": entity("tool", "tiktok"),
        "context": facts, "evaluations": [{}, {"resource": entity("tool", "slack")}]});
    let check = json!({"tool": "tiktok", "facts": facts, "approved": ["exemption-by-security"]});
    for path in paths.iter().filter(|(_, methods)| methods.get("post").is_some()).map(|(path, _)| path) {
        for body in [&asked, &check] {
            let reply = served.post(path, body);
            told.push((path.clone(), format!("{}\n\n{}", reply.head, reply.body)));
        }
    }
    told
}

#[test]
fn nobody_learns_who_is_exempt() {
    let (_root, pack) = packs();
    write(&pack, "exemptions/harms.toml", RECORD);
    // Checks the search itself: it must find a public text.
    let known = pack.join("tools/slack.toml");
    let slack = fs::read_to_string(&known).expect("a tool");
    fs::write(&known, format!("aliases = [\"Press-Office-7-in-public\"]\n{slack}")).expect("written");
    let served = Served::start(&pack, &[]);
    let told = everything(&served);
    let with = |needle: &str| -> Vec<&str> {
        let holds = |text: &str| text.to_lowercase().contains(needle);
        told.iter().filter(|(_, text)| holds(text)).map(|(uri, _)| uri.as_str()).collect()
    };
    assert!(with("press-office-7-in-public").contains(&"/api/v1/tools/slack"), "{:?}", with("slack"));
    assert!(!with("work on online harms").is_empty(), "what the ban itself says is told");
    let answered = told.iter().filter(|(_, text)| text.starts_with("HTTP/1.1 200")).count();
    assert!(answered > 30, "{answered} of {} were answered", told.len());
    for (uri, text) in &told {
        let text = text.to_lowercase().replace("press-office-7-in-public", "");
        for secret in SECRETS {
            assert!(!text.contains(secret), "{uri} tells {secret}: {text}");
        }
    }

    // The log does not contain them either, for any error in the record.
    let lint = |needle: &str| {
        let told = run(&["lint", pack.to_str().expect("UTF-8"), "--at", DAY]);
        assert!(told.out.contains(needle), "the author is told: {}", told.out);
    };
    for (from, to, said, code) in [
        ("10.1.2.3", "10.1.2.999", "`10.1.2.999` is neither", "exemptions/…:6:49: bad-address"),
        ("\"tiktok\"", "\"press-office-7\"", "no ban `press-office-7`", "exemptions/…:1:7: unknown-reference"),
        ("team = \"press-office-7\"", "team = \"press-office-7", "team = \"press-office-7", "exemptions/…:6:"),
        ("team = ", "\"press-office-7\" = 1, team = ", "press-office-7", "exemptions/…:6:"),
    ] {
        write(&pack, "exemptions/harms.toml", &RECORD.replace(from, to));
        lint(said);
        served.until(code, |served| served.log().contains(code));
    }
    let log = served.log();
    for secret in SECRETS {
        assert!(!log.contains(secret), "the log tells {secret}: {log}");
    }
    let state: Vec<String> = ["/readyz", "/metrics", "/status"].map(|uri| served.get(uri).body).to_vec();
    assert!(!SECRETS.iter().any(|secret| state.iter().any(|text| text.contains(secret))), "{state:?}");
}
