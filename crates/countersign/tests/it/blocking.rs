//! `build`: a consumer that cannot express a name leaves out that name, and nothing else.

use crate::support::run;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const DAY: &str = "2026-04-01";

const PACK: &str = r#"format = 1
name = "Harbour Council"
version = "1"
help = "desk"
report = "desk"
unlisted = { text = "Ask.", ask = "desk" }
contacts.desk = { name = "The desk", subject = "anything", reach = ["desk@harbour.example"] }
sources.list = { title = "The list", standing = "in-force" }
units.all = { name = "All" }
grades.good = { name = "Good" }
approvals.grant = { name = "a grant", by = "desk", askable = false }
facets.device = { question = "Device?", values = { laptop = "A laptop", phone = "A phone", own = "Your own" } }
facets.exempt = { question = "Exempt?", values = { none = "No", granted = "Yes" }, default = "none", derived = true }
"#;

const RULES: &str = r#"@id("good") @text("It is on the list.") permit (principal, action == Action::"use", resource in Grade::"good");
@id("own") @kind("out-of-scope") @text("Your own.") permit (principal, action == Action::"use", resource) when { context.device == Device::"own" };
"#;

/// A pack in a folder, beside the folder of its builds.
pub(crate) struct Harbour {
    root: tempfile::TempDir,
}

impl Harbour {
    /// Creates a pack with deployments for some consumers.
    pub(crate) fn new(consumers: &[&str]) -> Self {
        let harbour = Self { root: tempfile::tempdir().expect("a folder") };
        harbour.write("pack.toml", PACK);
        harbour.write("rules/all.cedar", RULES);
        harbour.deploy(consumers);
        harbour
    }

    pub(crate) fn deploy(&self, consumers: &[&str]) {
        let one = |name: &&str| {
            format!("[deployments.{name}]\nname = \"{name}\"\nserves = {{ device = [\"laptop\", \"phone\"] }}\n")
        };
        self.write("deployments.toml", &consumers.iter().map(one).collect::<String>());
    }

    pub(crate) fn pack(&self) -> PathBuf {
        self.root.path().join("pack")
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.pack().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// Adds a banned tool.
    pub(crate) fn ban(&self, id: &str, identities: &str) {
        self.write(
            &format!("tools/{id}.toml"),
            &format!("name = \"{id}\"\n[[identities]]\nsource = \"https://{id}.example\"\n{identities}\n"),
        );
        self.write(
            &format!("bans/{id}.toml"),
            &format!(
                "tools = \"{id}\"\nwhen = {{ device = [\"laptop\", \"phone\"] }}\ntext = \"{id} is banned.\"\nsource = \"list\"\nask = \"desk\"\n[exemption]\nwhen = {{ exempt = \"granted\" }}\ntext = \"Ask.\"\napprovals = \"grant\"\n"
            ),
        );
    }

    /// Adds an approved tool.
    pub(crate) fn approve(&self, id: &str, identities: &str) {
        self.write(
            &format!("tools/{id}.toml"),
            &format!(
                "name = \"{id}\"\n[[listings]]\nsource = \"list\"\ngrade = \"good\"\n[[identities]]\nsource = \"https://{id}.example\"\n{identities}\n"
            ),
        );
    }

    /// Adds an exemption from the ban on a tool.
    fn exempt(&self, ban: &str, holder: &str) {
        self.write(
            &format!("exemptions/{ban}.toml"),
            &format!(
                "ban = \"{ban}\"\ntools = \"all\"\npurposes = \"Trials.\"\nfrom = 2026-01-01\nuntil = 2026-12-31\napprovals = \"grant\"\nholder = {{ team = \"t\", {holder} }}\n"
            ),
        );
    }

    /// Returns the status of a command and its whole output.
    pub(crate) fn run(&self, words: &[&str]) -> (u8, String) {
        let done = run(words);
        (u8::try_from(done.status).expect("a status"), format!("{}{}", done.out, done.err))
    }

    pub(crate) fn build(&self) -> (u8, String) {
        self.run(&["build", "--pack", text(&self.pack()), "--out", text(&self.out()), "--at", DAY])
    }

    pub(crate) fn check(&self) -> (u8, String) {
        self.run(&["build", "--pack", text(&self.pack()), "--check", text(&self.out()), "--at", DAY])
    }

    pub(crate) fn lint(&self) -> (u8, String) {
        self.run(&["lint", text(&self.pack()), "--at", DAY])
    }

    pub(crate) fn file(&self, path: &str) -> String {
        fs::read_to_string(self.out().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn manifest(&self) -> Value {
        serde_json::from_str(&self.file("manifest.json")).expect("JSON")
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Returns a domain of the maximum length, which no policy zone can hold.
fn longest() -> String {
    [&"a".repeat(63), &"b".repeat(63), &"c".repeat(63), &"d".repeat(57), "com"].join(".")
}

#[test]
fn one_long_name_takes_nothing_else_away() {
    let zones = [("bind", "group-all.rpz"), ("powerdns", "group-all.rpz"), ("knot", "group-all.rpz")];
    let harbour = Harbour::new(&["bind", "powerdns", "knot", "unbound"]);
    harbour.ban("clip", "domain = \"clip.example\"");
    assert_eq!(harbour.build().0, 0);
    let long = longest();
    harbour.ban("clip", &format!("domain = [\"clip.example\", \"{long}\"]"));
    harbour.ban("long", &format!("domain = \"{}\"", long.replace("aaa", "xyz")));
    let (status, told) = harbour.lint();
    assert_eq!((status, told.matches("warning[left-out]").count()), (0, 3), "{told}");
    let (status, told) = harbour.build();
    assert_eq!(status, 1, "{told}");
    for (folder, zone) in zones {
        assert!(told.contains(&format!("✘ {folder}")), "{told}");
        assert!(harbour.file(&format!("{folder}/{zone}")).contains("\nclip.example CNAME .\n*.clip.example CNAME .\n"));
        assert!(!harbour.file(&format!("{folder}/{zone}")).contains(&long));
        assert!(harbour.file(&format!("{folder}/README.md")).contains(&long));
        let manifest = harbour.manifest();
        let artefact = &manifest["artefacts"][folder];
        assert_eq!((&artefact["blocked"], &artefact["names"]), (&1.into(), &1.into()), "{artefact}");
        assert_eq!(artefact["left_out"][0]["names"][0], long.as_str());
        let stands = manifest["tools"]["long"]["stands"].as_array().expect("a list");
        let blocked =
            stands.iter().find(|own| own["artefacts"].as_array().is_some_and(|all| all.contains(&folder.into())));
        assert_eq!(blocked.expect("one")["blocked"], false, "all of its names are left out");
    }
    assert!(harbour.file("unbound/countersign.conf").contains(&format!("local-zone: \"{long}.\" always_nxdomain")));
    assert!(told.contains("✔ unbound") && told.contains(&long), "{told}");
    // The build agrees with the pack, as far as the consumers can express it.
    assert_eq!(harbour.check().0, 0, "{}", harbour.check().1);
}

#[test]
fn an_exemption_that_cannot_hold_leaves_every_block() {
    let consumers = ["dnsmasq", "hosts", "domain-list"];
    let harbour = Harbour::new(&[&consumers[..], &["unbound"]].concat());
    harbour.ban("clip", "domain = \"clip.example\"");
    harbour.ban("paint", "domain = \"paint.example\"");
    assert_eq!(harbour.build().0, 0);
    harbour.exempt("clip", "addresses = \"10.1.2.3\"");
    let (status, told) = harbour.lint();
    assert_eq!((status, told.matches("warning[left-out]").count()), (0, 3), "{told}");
    let (status, told) = harbour.build();
    assert_eq!(status, 1, "{told}");
    for (folder, file) in [("dnsmasq", "countersign.conf"), ("hosts", "hosts"), ("domain-list", "domains.txt")] {
        for domain in ["clip.example", "paint.example"] {
            assert!(harbour.file(&format!("{folder}/{file}")).contains(domain), "{folder}: {domain}");
        }
        assert!(harbour.file(&format!("{folder}/README.md")).contains("left out: `clip`: no effect here"), "{folder}");
        assert!(told.contains(&format!("✘ {folder}")), "{told}");
        assert_eq!(harbour.manifest()["artefacts"][folder]["left_out"][0]["what"], "exemption");
    }
    assert!(harbour.file("unbound/countersign.conf").contains("10.1.2.3/32 transparent"));
}

#[test]
fn a_browser_reads_its_first_thousand_entries() {
    let harbour = Harbour::new(&["chromium", "firefox"]);
    harbour.ban("clip", "domain = \"zz-clip.example\"");
    let many: Vec<String> = (0..1_002).map(|number| format!("\"n{number}.paint.example\"")).collect();
    harbour.ban(
        "paint",
        &format!("domain = [{}]\nchrome-extension = \"abcdefghijklmnopabcdefghijklmnop\"", many.join(", ")),
    );
    let (status, told) = harbour.build();
    assert_eq!(status, 1, "{told}");
    let chromium: Value = serde_json::from_str(&harbour.file("chromium/countersign.json")).expect("JSON");
    let list = chromium["URLBlocklist"].as_array().expect("a list");
    assert_eq!(list.len(), 1_000);
    assert!(list.contains(&"zz-clip.example".into()), "every tool keeps a name before another keeps its second");
    assert!(chromium["ExtensionSettings"].is_object());
    let manifest = harbour.manifest();
    let left = manifest["artefacts"]["chromium"]["left_out"][0]["names"].as_array().expect("names").clone();
    assert_eq!(left.len(), 3);
    assert!(left.iter().all(|name| !list.contains(name)));
    assert_eq!(manifest["artefacts"]["chromium"]["names"], 1_001, "1,000 domains and an extension");
    assert!(told.contains("left out: `n") && harbour.lint().1.contains("warning[left-out]"), "{told}");
}

#[test]
fn bind_writes_as_many_views_as_it_may() {
    let harbour = Harbour::new(&["bind"]);
    for number in 0..70 {
        harbour.ban(&format!("tool{number}"), &format!("domain = \"tool{number}.example\""));
        harbour.exempt(&format!("tool{number}"), &format!("addresses = \"10.0.0.{number}\""));
    }
    let (status, told) = harbour.build();
    assert_eq!(status, 1, "{told}");
    let config = harbour.file("bind/countersign.conf");
    assert_eq!(config.matches("view \"").count(), 65);
    let left = harbour.manifest()["artefacts"]["bind"]["left_out"].as_array().expect("a list").len();
    assert_eq!(left, 6, "an exemption for each client beyond the last view");
    for number in 0..70 {
        let zone = config.split("view \"countersign\"").nth(1).expect("everybody's view");
        assert!(zone.contains("response-policy") && config.contains("any;"));
        let domain = format!("\ntool{number}.example CNAME .");
        let held = fs::read_dir(harbour.out().join("bind")).expect("files").filter_map(Result::ok);
        let held = held.filter(|file| fs::read_to_string(file.path()).is_ok_and(|text| text.contains(&domain)));
        assert_eq!(held.count(), 1, "tool{number}");
    }
}

#[test]
fn every_listed_name_is_in_a_file_of_exact_names() {
    let harbour = Harbour::new(&["hosts", "domain-list", "unbound"]);
    let names =
        ["clip.example", "ads.clip.example", "p16.ads.clip.example", "cdn-clip.example", "www.cdn-clip.example"];
    harbour.ban("clip", &format!("domain = {names:?}"));
    assert_eq!(harbour.build().0, 0);
    let hosts = harbour.file("hosts/hosts");
    for name in names.map(str::to_owned).into_iter().chain(names.map(|name| format!("www.{name}"))) {
        for address in ["0.0.0.0", "::"] {
            assert_eq!(hosts.lines().filter(|line| *line == format!("{address} {name}")).count(), 1, "{name}\n{hosts}");
        }
    }
    for name in names {
        assert!(harbour.file("domain-list/domains.txt").lines().any(|line| line == name), "{name}");
    }
}

#[test]
fn a_name_below_a_blocked_domain_stays_open_where_that_can_be_said() {
    let harbour = Harbour::new(&["unbound", "hosts"]);
    harbour.ban("search", "domain = \"search.example\"");
    harbour.approve("meet", "domain = [\"meet.search.example\", \"www.search.example\"]");
    let (status, told) = harbour.build();
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("`meet.search.example` stays open below `search.example`: meet needs it"), "{told}");
    assert!(harbour.file("unbound/countersign.conf").contains("local-zone: \"meet.search.example.\" transparent"));
    assert!(harbour.file("unbound/README.md").contains("## What stays open"));
    assert!(
        !harbour.file("hosts/hosts").contains("www.search.example"),
        "a name that stays open is no `www.` to block"
    );
    assert_eq!(harbour.manifest()["artefacts"]["unbound"]["open"][0], "meet.search.example");
    let before = harbour.file("manifest.json");
    // A list of domains cannot express it, so the error and the files stay.
    harbour.deploy(&["unbound", "hosts", "domain-list"]);
    for (status, told) in [harbour.build(), harbour.lint()] {
        assert_eq!(status, 3, "{told}");
        assert!(told.contains("error[conflict]") && told.contains("domain-list cannot keep open"), "{told}");
        for consumer in
            ["unbound", "bind", "powerdns", "knot", "dnsmasq", "squid", "nginx", "chromium", "firefox", "pac"]
        {
            assert!(told.contains(consumer), "{consumer}: {told}");
        }
    }
    assert_eq!(harbour.file("manifest.json"), before);
}

#[test]
fn what_others_share_is_no_tools_own() {
    for (domain, code) in [
        ("co.uk", "public-suffix"),
        ("gov.uk", "public-suffix"),
        ("github.io", "shared-domain"),
        ("blogspot.com", "shared-domain"),
        ("cloudfront.net", "shared-domain"),
        ("akamai.net", "shared-domain"),
        ("google.com", "shared-domain"),
        ("s3.amazonaws.com", "shared-domain"),
    ] {
        let harbour = Harbour::new(&["unbound"]);
        harbour.ban("clip", &format!("domain = [\"clip.example\", \"{domain}\"]"));
        for (status, told) in [harbour.lint(), harbour.build()] {
            assert_eq!(status, 3, "{domain}: {told}");
            assert!(told.contains(&format!("error[{code}]")) && told.contains("tools/clip.toml"), "{domain}: {told}");
        }
        assert!(!harbour.out().exists(), "{domain}");
        harbour.ban("clip", &format!("domain = \"{domain}\"\nwhy-shared = \"nothing else there is in use\""));
        let (status, told) = harbour.build();
        assert_eq!(status, if code == "public-suffix" { 3 } else { 0 }, "{domain}: {told}");
        if code == "shared-domain" {
            assert!(
                told.contains(&format!("by `{domain}` also blocks")) && told.contains("nothing else there is in use"),
                "{told}"
            );
            assert!(harbour.file("unbound/README.md").contains("## What it blocks beyond these tools"));
        }
        harbour.ban("clip", &format!("domain = \"clip.{domain}\""));
        assert_eq!(harbour.build().0, 0, "a name below it is its owner's");
    }
}

#[test]
fn what_a_pack_protects_is_never_blocked() {
    let harbour = Harbour::new(&["unbound"]);
    harbour.ban("clip", "domain = [\"clip.example\", \"pics.suite.example\"]");
    let protect = "own = \"harbour.example\"\nnever-block = [\"login.suite.example\", \"999.example\"]\n";
    harbour.write("domains.toml", &format!("[domains]\n{protect}"));
    assert_eq!(harbour.build().0, 0, "{}", harbour.build().1);
    let before = harbour.file("manifest.json");
    for domain in ["harbour.example", "login.suite.example", "suite.example"] {
        harbour.ban("clip", &format!("domain = [\"clip.example\", \"{domain}\"]"));
        for (status, told) in [harbour.lint(), harbour.build()] {
            assert_eq!(status, 3, "{domain}: {told}");
            for word in ["error[never-block]", "tools/clip.toml", "domains.toml", "protected here"] {
                assert!(told.contains(word), "{domain}: no {word} in {told}");
            }
        }
        assert_eq!(harbour.file("manifest.json"), before);
    }
    harbour.write("domains.toml", "[domains]\nown = \"https://harbour.example\"\n");
    assert!(harbour.lint().1.contains("is no domain"));
}

#[test]
fn the_build_says_what_a_ban_blocks_beyond_its_tool() {
    let harbour = Harbour::new(&["unbound"]);
    harbour.ban("clip", "domain = \"clip.example\"");
    harbour.write("tools/paint.toml", "name = \"Paint\"\n[[identities]]\nsource = \"https://p.example\"\ndomain = [\"paint.clip.example\", \"notclip.example\"]\n");
    let (status, told) = harbour.build();
    // No rule covers the tool, so it is ask first. It stays open, or the build reports it.
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("`paint.clip.example`") && !told.contains("notclip"), "{told}");
}
