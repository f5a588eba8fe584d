//! Texts and names that try to break out of a format are encoded, or refused.

use crate::agreement::planned;
use countersign_artefact::{CONSUMERS, PlanIndex, consumer, tree};
use countersign_model::{Block, Id, Identity, IdentityKind, Plan, Text};
use serde_json::Value;
use std::collections::BTreeMap;

/// Texts that end strings, comments, elements and lines in one format or another.
const HOSTILE: &[&str] = &[
    "plain",
    "a\nb: c\r\nlocal-zone: \"evil.test.\" transparent",
    "\"); os.execute('x') --",
    "' OR 1=1; DROP TABLE apps; --",
    "]] > --> ]]> <script>alert(1)</script> &amp; <!--",
    "${countersign_client} $host `id` $(id) \\",
    "*/ } }; view \"x\" { };",
    "%s %h %% \u{202e}txt.exe\u{2028}next",
    "\u{0}\u{7}\u{1b}[31m\u{fe0f}\u{200b}",
    "{{ x }} {% y %} #{z}",
    "- list: [a, b]\n---\nkey: !!python/object x",
];

fn plan(consumer: &str, text: &str) -> Plan {
    let identity = |kind, name: &str| Identity::parse(kind, name).expect("an identity");
    let block = Block {
        tool: Id::parse("tool").expect("an id"),
        name: text.to_owned(),
        why: text.to_owned(),
        rules: Vec::new(),
        banned: false,
        beyond: Vec::new(),
        ask: vec![text.to_owned()],
        identities: vec![
            identity(IdentityKind::Domain, "banned.test"),
            identity(IdentityKind::AndroidPackage, "test.app"),
            identity(IdentityKind::AppleBundle, "test.app"),
            identity(IdentityKind::AppleTeam, "ABCDE12345"),
            identity(IdentityKind::AppleSigning, "ABCDE12345:test.app"),
            identity(IdentityKind::WindowsExecutable, "It's & (b).exe"),
            identity(IdentityKind::WindowsPublisher, "O=\"A\" & 'B' <c> --> ${d}"),
            identity(IdentityKind::ChromeExtension, "abcdefghijklmnopabcdefghijklmnop"),
            identity(IdentityKind::FirefoxExtension, "a'\"$\\@b"),
            identity(IdentityKind::WindowsPackage, "Test-App.x_8wekyb3d8bbwe"),
            identity(IdentityKind::EdgeExtension, "ponmlkjihgfedcbaponmlkjihgfedcba"),
            identity(IdentityKind::Winget, "Test'App.$(x)"),
            identity(IdentityKind::MacInstaller, "test.pkg.app"),
            identity(IdentityKind::Flatpak, "test.app.App"),
            identity(IdentityKind::Snap, "test-app"),
            identity(IdentityKind::DebianPackage, "test+app.x-1"),
        ],
        addresses: Vec::new(),
        groups: vec![text.to_owned(), "../../etc/passwd".to_owned(), "Other".to_owned()],
        exemptions: Vec::new(),
    };
    let mut plan = planned(consumer, vec![block]);
    plan.organisation = text.to_owned();
    plan.version = text.to_owned();
    plan.deployment.name = Text::new("deployments.name", text);
    plan
}

fn files(consumer_name: &str, text: &str) -> BTreeMap<String, String> {
    let consumer = consumer(consumer_name).expect("a consumer");
    let written = (consumer.write)(&PlanIndex::new(&plan(consumer_name, text))).expect("written");
    let own = written.into_iter();
    own.map(|file| (file.path, String::from_utf8(file.bytes.to_vec()).expect("text"))).collect()
}

/// Returns the text without comments and without quoted parts.
fn bones(text: &str, comment: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with(comment));
    lines.map(|line| line.split('"').step_by(2).collect::<Vec<_>>().join("\"…\"")).collect()
}

#[test]
fn no_text_breaks_out_of_a_configuration() {
    let comments = [
        ("unbound", "#"),
        ("bind", "//"),
        ("powerdns", "--"),
        ("knot", "--"),
        ("dnsmasq", "#"),
        ("squid", "#"),
        ("nginx", "#"),
        ("domain-list", "#"),
        ("hosts", "#"),
        ("pac", "//"),
    ];
    for (name, comment) in comments {
        let benign = files(name, "plain");
        for text in HOSTILE {
            for (path, own) in files(name, text)
                .into_iter()
                .filter(|(path, _)| !path.starts_with("groups/") && !path.starts_with("errors/"))
            {
                let comment = if path.ends_with(".rpz") { ";" } else { comment };
                assert_eq!(bones(&own, comment), bones(&benign[&path], comment), "{name}/{path} of {text:?}");
                let control = own.chars().find(|c| c.is_control() && *c != '\n');
                assert_eq!(control, None, "{name}/{path} of {text:?}");
            }
        }
    }
}

/// Every value of the file is a JSON string, which is one scalar of YAML.
#[test]
fn no_text_breaks_out_of_yaml() {
    for text in HOSTILE {
        for (path, own) in files("fleet", text) {
            let (head, list) = own.split_once("  policies:\n").unwrap_or((&own, ""));
            let made = |line: &str| {
                line.starts_with('#') || ["---", "apiVersion: v1", "kind: policy", "spec:"].contains(&line)
            };
            assert!(head.lines().all(made), "{path} of {text:?}\n{own}");
            for line in list.lines() {
                let field = line.strip_prefix("    - ").or(line.strip_prefix("      ")).expect("a field");
                let (key, value) = field.split_once(": ").expect("a key");
                assert!(["name", "query", "description", "resolution", "platform"].contains(&key), "{line}");
                assert!(serde_json::from_str::<String>(value).is_ok(), "{line}");
            }
        }
    }
}

#[test]
fn every_text_comes_through_json_whole() {
    for name in ["chromium", "firefox", "android", "apple-declaration", "santa", "osquery"] {
        for text in HOSTILE {
            for (path, own) in files(name, text) {
                let value: Value =
                    serde_json::from_str(&own).unwrap_or_else(|error| panic!("{name}/{path}: {error}\n{own}"));
                assert!(value.is_object(), "{name}/{path}");
            }
        }
    }
    let firefox: Value = serde_json::from_str(&files("firefox", "plain")["policies.json"]).expect("JSON");
    assert!(!firefox["policies"]["ExtensionSettings"]["a'\"$\\@b"].is_null());
}

#[test]
fn no_text_breaks_out_of_xml() {
    for text in HOSTILE {
        for name in ["apple-profile", "applocker"] {
            for (path, own) in files(name, text) {
                let parsed = match name {
                    "apple-profile" => {
                        plist::from_bytes::<Value>(own.as_bytes()).map(drop).map_err(|error| error.to_string())
                    }
                    _ => xmllint(&own),
                };
                assert_eq!(parsed, Ok(()), "{name}/{path} of {text:?}\n{own}");
            }
        }
        let page = files("squid", text).remove("errors/ERR_COUNTERSIGN_all").expect("a page");
        assert!(!page.contains("<script") && !page.replace("%%", "").contains('%'), "{page}");
        assert_eq!(page.matches("<li>").count(), 1);
    }
    let text = files("applocker", "plain").remove("AppLocker.xml").expect("a policy");
    assert!(text.contains("O=&quot;A&quot; &amp; &#39;B&#39; &lt;c&gt; --&gt; ${d}"), "{text}");
}

fn xmllint(text: &str) -> Result<(), String> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), text).expect("written");
    let told = std::process::Command::new("xmllint").arg("--noout").arg(file.path()).output();
    let told = told.expect("xmllint: run `cargo xtask test --install`");
    if told.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&told.stderr).into_owned()) }
}

#[test]
fn no_name_of_a_group_leaves_the_folder() {
    for text in HOSTILE {
        let plans: Vec<Plan> = CONSUMERS.iter().map(|consumer| plan(consumer.name, text)).collect();
        for path in tree(&plans, None).files.keys() {
            let fits = |part: &str| {
                !part.is_empty()
                    && part != ".."
                    && part != "."
                    && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
            };
            assert!(path.split('/').all(fits), "{path} of {text:?}");
        }
    }
}

/// A name that is too long for a policy zone is left out, and nothing else is.
#[test]
fn the_longest_domains_are_carried_or_left_out_by_name() {
    let long = format!("{}.{}.{}.{}", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61));
    assert_eq!(long.len(), 253);
    for consumer in CONSUMERS {
        let mut plan = plan(consumer.name, "plain");
        let blocks = std::sync::Arc::make_mut(&mut plan.blocks);
        let domain = |name: &str| Identity::parse(IdentityKind::Domain, name).expect("a domain");
        blocks[0].identities = vec![domain(&long), domain("clip.example")];
        if !consumer.carries.contains(&IdentityKind::Domain) {
            continue;
        }
        let sheet = PlanIndex::new(&plan);
        let files = (consumer.write)(&sheet).expect("written");
        let holds = |name: &str| files.iter().any(|file| String::from_utf8_lossy(&file.bytes).contains(name));
        assert!(holds("clip.example"), "{}", consumer.name);
        let left: Vec<String> = consumer.left_out(&sheet).into_iter().map(|left| left.name.to_owned()).collect();
        let policy_zone = matches!(consumer.name, "bind" | "powerdns" | "knot");
        assert_eq!(left, if policy_zone { vec![long.clone()] } else { Vec::new() }, "{}", consumer.name);
        assert_eq!(holds(&long), !policy_zone, "{}", consumer.name);
    }
}

/// A name that is not valid for its kind is refused when the pack is read.
#[test]
fn hostile_names_are_no_identities() {
    let domains = [
        "evil.test\n.",
        "ev\"il.test",
        "*.evil.test",
        "*",
        "192.0.2.1",
        "2001:db8::1",
        "evil.test.",
        ".evil.test",
        "evil..test",
        "xn--\u{e4}.test",
        "\u{430}pple.com",
        "evil.test;",
        "-evil.test",
        "evil-.test",
        "evil.test/path",
        "https://evil.test",
        "evil .test",
        "",
        "localhost",
    ];
    for name in domains.into_iter().map(str::to_owned).chain([format!("{}.test", "a".repeat(300))]) {
        assert!(Identity::parse(IdentityKind::Domain, &name).is_err(), "{name:?}");
    }
    let others = [
        (IdentityKind::AndroidPackage, "com.evil\".x"),
        (IdentityKind::AppleBundle, "com.evil</string>"),
        (IdentityKind::AppleTeam, "abcde12345"),
        (IdentityKind::AppleSigning, "evil:com.evil"),
        (IdentityKind::WindowsExecutable, "..\\evil.exe"),
        (IdentityKind::WindowsExecutable, "*.exe"),
        (IdentityKind::WindowsPublisher, "O=evil\n"),
        (IdentityKind::ChromeExtension, "*"),
        (IdentityKind::FirefoxExtension, "*"),
        (IdentityKind::WindowsPackage, "*_8wekyb3d8bbwe"),
        (IdentityKind::WindowsPackage, "Test.App_8wekyb3d8bbwl"),
        (IdentityKind::WindowsPackage, "Test.App"),
        (IdentityKind::EdgeExtension, "abcdefghijklmnopabcdefghijklmnoq"),
        (IdentityKind::Winget, "Evil"),
        (IdentityKind::Winget, "Evil.App/.."),
        (IdentityKind::Winget, "Evil .App"),
        (IdentityKind::MacInstaller, "evil'; --"),
        (IdentityKind::Flatpak, "evil.app"),
        (IdentityKind::Snap, "evil--app"),
        (IdentityKind::Snap, "123"),
        (IdentityKind::DebianPackage, "Evil"),
        (IdentityKind::DebianPackage, "evil*"),
    ];
    for (kind, name) in others {
        assert!(Identity::parse(kind, name).is_err(), "{kind:?} {name:?}");
    }
}
