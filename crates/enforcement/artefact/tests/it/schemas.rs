//! Artefacts are checked against the makers' own descriptions of the formats.

use crate::support::{PACK, built, deployment, laid_out};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

fn file(consumer: &str, path: &str) -> Vec<u8> {
    built(PACK, &deployment(consumer)).files.remove(&format!("{consumer}/{path}")).expect("built").to_vec()
}

fn json_of(consumer: &str, path: &str) -> Value {
    serde_json::from_slice(&file(consumer, path)).expect("JSON")
}

fn output(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}: run `cargo xtask test --install`"))
}

/// Uses the schema in the resource archive of every Firefox.
#[test]
fn firefox_policies_fit_the_browsers_own_schema() {
    let inside = ["-p", "/usr/lib/firefox-esr/browser/omni.ja", "modules/policies/policies-schema.json"];
    // The archive is laid out for speed, and unzip warns of that.
    let schema: Value = serde_json::from_slice(&output(Command::new("unzip").args(inside)).stdout).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for path in ["policies.json", "groups/trial-lab.json"] {
        let policies = json_of("firefox", path)["policies"].clone();
        let errors: Vec<String> = validator.iter_errors(&policies).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
        for name in policies.as_object().expect("an object").keys() {
            assert!(!schema["properties"][name].is_null(), "{name} is no policy");
        }
    }
    assert!(
        !validator.is_valid(&json!({ "WebsiteFilter": { "Block": "*://*.banned.test/*" } })),
        "a wrong type passes"
    );
}

/// Uses the types that Google publishes for the resource, with the compiler that reads them.
#[test]
fn android_policies_fit_the_published_types() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/npm");
    assert!(home.join("node_modules/typescript").is_dir(), "run `cargo xtask test --install`");
    let dir = tempfile::tempdir_in(&home).expect("a folder");
    let check = |policy: &Value| {
        let program = format!(
            "import {{ androidmanagement_v1 }} from '@googleapis/androidmanagement';\nexport const policy: androidmanagement_v1.Schema$Policy = {policy:#};\n"
        );
        let file = dir.path().join("check.ts");
        std::fs::write(&file, program).expect("a file");
        let words = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
        output(Command::new(home.join("node_modules/.bin/tsc")).args(words).arg(&file))
    };
    let told = check(&json_of("android", "policy.json"));
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
    let mut typo = json_of("android", "policy.json");
    typo["applications"][0]["installtype"] = json!("BLOCKED");
    assert!(!check(&typo).status.success(), "an unknown key passes");
}

#[test]
fn android_blocks_the_packages() {
    let packages = |path| {
        let policy = json_of("android", path);
        let applications = policy["applications"].as_array().expect("a list").clone();
        assert!(applications.iter().all(|one| one["installType"] == "BLOCKED"));
        applications.iter().map(|one| one["packageName"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(packages("policy.json"), ["test.banned.app", "test.other.app"]);
    assert_eq!(packages("groups/trial-lab.json"), ["test.other.app"]);
}

/// Checks that a value has exactly the stated keys and types.
fn fits(value: &Value, stated: &Value, at: &str) -> Result<(), String> {
    match stated {
        Value::String(kind) => {
            let right = match kind.as_str() {
                "string" => value.is_string(),
                "integer" => value.is_i64(),
                other => return Err(format!("{at}: no type {other}")),
            };
            if right { Ok(()) } else { Err(format!("{at}: {value} is no {kind}")) }
        }
        Value::Array(of) => {
            let items = value.as_array().ok_or(format!("{at}: no list"))?;
            items.iter().try_for_each(|item| fits(item, &of[0], at))
        }
        Value::Object(keys) => {
            let object = value.as_object().ok_or(format!("{at}: no table"))?;
            for (key, own) in object {
                let stated =
                    keys.get(key).or(keys.get(&format!("{key}!"))).ok_or(format!("{at}: unknown key {key}"))?;
                fits(own, stated, &format!("{at}.{key}"))?;
            }
            let needed = keys.keys().filter_map(|key| key.strip_suffix('!'));
            match needed.into_iter().find(|key| !object.contains_key(*key)) {
                Some(missing) => Err(format!("{at}: no {missing}")),
                None => Ok(()),
            }
        }
        _ => Err(format!("{at}: nothing is stated")),
    }
}

fn apple() -> Value {
    serde_json::from_str(include_str!("../schemas/apple.json")).expect("facts")
}

#[test]
fn apple_profiles_have_the_stated_keys() {
    let bytes = file("apple-profile", "countersign.mobileconfig");
    let profile: Value = plist::from_bytes(&bytes).expect("a property list");
    fits(&profile, &apple()["profile"], "profile").expect("as stated");
    assert_eq!(profile["PayloadContent"][0]["blockedAppBundleIDs"], json!(["test.banned.app"]));
    assert_eq!(profile["PayloadOrganization"], "Test & Office \"A\"");
    let mut typo = profile;
    typo["PayloadContent"][0]["blockedAppBundleIds"] = json!([]);
    assert!(fits(&typo, &apple()["profile"], "profile").is_err(), "an unknown key passes");
    let lab: Value =
        plist::from_bytes(&file("apple-profile", "groups/trial-lab.mobileconfig")).expect("a property list");
    assert_eq!(lab["PayloadContent"][0]["blockedAppBundleIDs"], json!([]));
}

#[test]
fn apple_declarations_have_the_stated_keys() {
    let declaration = json_of("apple-declaration", "countersign.json");
    fits(&declaration, &apple()["declaration"], "declaration").expect("as stated");
    let allowed = &declaration["Payload"]["Allowed"];
    assert_eq!(allowed["DeniedApps"], json!(["test.banned.app"]));
    assert_eq!(
        allowed["DeniedBinaries"],
        json!([{ "TeamID": "ABCDE12345" }, { "SigningID": "test.banned.mac", "TeamID": "ABCDE12345" }])
    );
}

#[test]
fn applocker_policies_fit_the_documented_schema() {
    let tree = built(PACK, &deployment("applocker"));
    let (_dir, artefact) = laid_out(&tree, "applocker");
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/applocker.xsd");
    let valid = |path: &Path| output(Command::new("xmllint").args(["--noout", "--schema", schema]).arg(path));
    for path in ["AppLocker.xml", "groups/trial-lab.xml"] {
        let told = valid(&artefact.join(path));
        assert!(told.status.success(), "{path}: {}", String::from_utf8_lossy(&told.stderr));
    }
    let text = String::from_utf8(file("applocker", "AppLocker.xml")).expect("text");
    assert!(text.contains("Path=\"*\\First App.exe\""), "{text}");
    assert!(text.contains("PublisherName=\"O=First &amp; &quot;Sons&quot;, C=GB\""), "{text}");
    // Without a rule that allows the rest, a collection would deny everything.
    assert_eq!(text.matches("Action=\"Allow\"").count(), 1);
    assert_eq!(text.matches("Action=\"Deny\"").count(), 2);
    let wrong = artefact.join("wrong.xml");
    std::fs::write(&wrong, text.replace("Action=\"Deny\"", "Action=\"Block\"")).expect("a file");
    assert!(!valid(&wrong).status.success(), "an unknown action passes");
}

#[test]
fn queries_can_be_prepared() {
    let schema = include_str!("../schemas/osquery.sql");
    let pack = json_of("osquery", "pack.json");
    let mut queries: Vec<String> = pack["queries"]
        .as_object()
        .expect("queries")
        .values()
        .map(|query| query["query"].as_str().expect("a query").to_owned())
        .collect();
    assert_eq!(queries.len(), 6, "{pack:#}");
    let policies = String::from_utf8(file("fleet", "policies.yml")).expect("text");
    let of_fleet = policies.lines().filter_map(|line| line.trim().strip_prefix("query: "));
    queries.extend(of_fleet.map(|query| serde_json::from_str::<String>(query).expect("a scalar")));
    assert_eq!(queries.len(), 12);
    let prepare = |query: &str| {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), format!("{schema}\nEXPLAIN {query}\n")).expect("written");
        let read = format!(".read {}", file.path().display());
        output(Command::new("sqlite3").args(["-bail", ":memory:", &read]))
    };
    for query in &queries {
        let told = prepare(query);
        assert!(told.status.success() && !told.stdout.is_empty(), "{query}: {}", String::from_utf8_lossy(&told.stderr));
    }
    assert!(!prepare("SELECT nothing FROM apps;").status.success());
}

#[test]
fn santa_rules_have_the_fields_of_the_protocol() {
    let rules = json_of("santa", "rules.json");
    let kinds: Vec<(&str, &str)> = rules["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .map(|rule| {
            assert_eq!(rule["policy"], "BLOCKLIST");
            assert!(rule["custom_msg"].as_str().expect("a message").contains("desk@office.example"));
            (rule["rule_type"].as_str().expect("a type"), rule["identifier"].as_str().expect("an id"))
        })
        .collect();
    assert_eq!(kinds, [("TEAMID", "ABCDE12345"), ("SIGNINGID", "ABCDE12345:test.banned.mac")]);
    assert_eq!(json_of("santa", "groups/trial-lab.json")["rules"], json!([]));
}
