//! The pages: every one of them, for packs of every size, and who holds an exemption.

use crate::support::{CAPABILITIES, DAY, Told, changed, get, pack, policy, service};
use countersign_web_kit::{Capability, Config, ServedPolicy, Service};
use std::collections::BTreeSet;
use std::sync::Arc;

const MOJ: &str = "packs/moj";

/// The addresses that a page leads to, in this service.
fn links(told: &Told) -> Vec<String> {
    let text = told.text();
    let parts = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    parts.filter(|link| link.starts_with('/')).map(|link| link.replace("&#38;", "&").replace("&amp;", "&")).collect()
}

/// Every page that the pages lead to, up to so many.
fn crawl(service: &Arc<Service>, most: usize) -> Vec<(String, Told)> {
    let mut open: Vec<String> = vec!["/".into(), "/tools".into(), "/guidance".into(), "/find".into()];
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    while let Some(link) = open.pop() {
        let link = link.split('#').next().unwrap_or_default().to_owned();
        if link.is_empty() || seen.len() >= most || !seen.insert(link.clone()) {
            continue;
        }
        let told = get(service, &link);
        if told.header("content-type").starts_with("text/html") {
            // Those that were found last are looked at last, so that all sorts come up.
            for next in links(&told) {
                open.insert(0, next);
            }
        }
        found.push((link, told));
    }
    found
}

#[test]
fn every_link_leads_somewhere() {
    let service = service(MOJ);
    let pages = crawl(&service, 600);
    assert!(pages.len() > 300, "{} pages", pages.len());
    for (link, told) in pages {
        assert!(told.status.is_success() || told.status.is_redirection(), "{link}: {}", told.status);
        if told.header("content-type").starts_with("text/html") {
            let text = told.text();
            assert_eq!(text.matches("<h1").count(), 1, "{link}: one heading");
            assert!(text.contains("<html class=\"govuk-template\" lang=\"en\">") || link.contains("lang="), "{link}");
            assert!(!text.contains("style=\"") && !text.contains("<script>") && !text.contains("onclick"), "{link}");
            assert!(told.header("content-security-policy").contains("default-src 'none'"), "{link}");
        }
    }
}

#[test]
fn pages_of_the_smallest_packs_are_written() {
    for name in ["crates/policy/app/tests/packs/records", "packs/uk-government"] {
        let service = service(name);
        for (link, told) in crawl(&service, 200) {
            assert!(told.status.is_success() || told.status.is_redirection(), "{name} {link}: {}", told.status);
        }
    }
}

#[test]
fn an_answer_is_a_page() {
    let service = service(MOJ);
    let facts = "unit=moj&purpose=business&activity=message&classification=official&personal-data=none&device=managed-mac&via=app&account=work&audience=internal";
    let told = get(&service, &format!("/answer/slack?{facts}"));
    insta::assert_snapshot!("answer_page", main_of(&told));
    let question = get(&service, "/check/slack?unit=moj&purpose=business");
    insta::assert_snapshot!("question_page", main_of(&question));
    insta::assert_snapshot!("tool_page", main_of(&get(&service, "/tools/tiktok")));
    insta::assert_snapshot!("missing_page", main_of(&get(&service, "/nothing")));
}

/// What stands between the head and the foot of a page.
fn main_of(told: &Told) -> String {
    let text = told.text();
    let main = text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or(text);
    main.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_typed_is_shown_as_text() {
    let service = service(MOJ);
    for uri in [
        "/check?tool=%3Cscript%3Ealert(1)%3C/script%3E",
        "/check/%3Cscript%3Ealert(1)%3C%2Fscript%3E?unit=moj",
        "/answer/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E?unit=moj",
        "/answer/slack?%3Cscript%3E=1&unit=%3Cscript%3E",
        "/tools?q=%22%3E%3Cscript%3E",
        "/tools/%3Cscript%3E",
        "/unsure/%3Cscript%3E?facet=%3Cscript%3E",
        "/find?activity=%3Cscript%3E&not=%3Cscript%3E",
        "/%3Cscript%3E",
    ] {
        let told = get(&service, uri);
        assert!(!told.text().contains("<script>") && !told.text().contains("<img"), "{uri}: {}", told.text());
        assert!(told.status.is_success() || told.status.is_client_error(), "{uri}: {}", told.status);
    }
}

#[test]
fn the_organisations_colour_and_title_are_shown() {
    let service = service("crates/policy/app/tests/packs/records");
    assert_eq!(get(&service, "/assets/brand.css").text(), ":root{--govuk-brand-colour:#00534c}\n");
    assert!(get(&service, "/assets/icon.svg").text().contains("#00534c"));
    assert!(get(&service, "/").text().contains("May I touch this record?"));
    // Scripts and styles are packed for whoever can unpack them, and kept for long.
    let page = get(&service, "/");
    let style = links(&page).into_iter().find(|link| link.ends_with("app.css")).expect("a style");
    let told = get(&service, &style);
    assert!(told.header("cache-control").contains("immutable"));
    assert_eq!(get(&service, "/assets/0000000000000000/app.css").status, 404);
}

#[test]
fn status_reports_a_pack_with_errors() {
    let service = service(MOJ);
    assert!(get(&service, "/status").text().contains("The pack on disk is in use"));
    service.refuse("tools/slack.toml:3:1: unknown key `kindz`\nrules/x.cedar:1:1: <not> a rule".to_owned());
    let told = get(&service, "/status");
    assert!(told.text().contains("tools/slack.toml:3:1: unknown key `kindz`"), "{}", told.text());
    assert!(told.text().contains("&#60;not&#62;"), "{}", told.text());
    assert!(get(&service, "/readyz").text().contains("refused"));
    assert!(get(&service, "/answer/slack?unit=moj").status.is_success(), "the version before stays");
    service.replace(ServedPolicy::new(policy(&pack(MOJ)), DAY));
    assert!(get(&service, "/status").text().contains("The pack on disk is in use"));
}

#[test]
fn versions_are_compared() {
    let dir = pack("crates/policy/app/tests/packs/records");
    let old = changed(&dir, |rules| rules.replace("Act::\"read\"", "Act::\"delete\""));
    let new = policy(&dir);
    let service = Service::new(
        ServedPolicy::new(new.clone(), DAY),
        Config { rate: None, ..Config::default() },
        1,
        Capability::site(CAPABILITIES),
    );
    assert!(get(&service, "/changes").text().contains("No earlier version is known here."));
    // A revision that changed nothing is the version that is served.
    let named = |name: &str| name.to_owned();
    service.set_history(vec![(new, DAY, named("2026-03-02 (aaaaaaaa)")), (old, DAY, named("2026-01-01 (bbbbbbbb)"))]);
    let told = get(&service, "/changes");
    assert!(told.text().contains("2026-03-02 (aaaaaaaa)") && told.text().contains("2026-01-01 (bbbbbbbb)"));
    let changes: Vec<String> = links(&told).into_iter().filter(|link| link.starts_with("/changes/")).collect();
    assert_eq!(changes.len(), 1, "{changes:?}");
    let one = get(&service, &changes[0]);
    assert!(one.text().contains("questions get another answer"), "{}", one.text());
    assert!(one.text().contains("ask first becomes allowed"), "{}", one.text());
    let diff = get(&service, "/api/v1/diff");
    assert_eq!(diff.status, 200);
    assert!(!diff.json()["statements"].as_array().expect("statements").is_empty());
    assert_eq!(get(&service, "/api/v1/versions").json().as_array().map(Vec::len), Some(2));
}

/// What a first reader stumbled over.
#[test]
fn nothing_is_taken_in_silence() {
    let service = service(MOJ);
    let facts = "purpose=business&classification=official&device=smartphone&personal-data=work-contacts&account=work&activity=message&via=app&audience=external";
    let told = get(&service, &format!("/answer/whatsapp?{facts}&skip=unit"));
    assert!(told.text().contains("Taken as Part of the organisation: The Ministry of Justice"), "{}", told.text());
    let private = get(&service, "/answer/Foobar?unit=moj&purpose=private&device=dom1&kind=none");
    assert!(private.text().contains("does not reach this use of Foobar"), "{}", private.text());
    assert!(get(&service, "/tools?q=tiktok").text().contains(">Banned</strong>"));
    // A tool is known by where it is, too.
    for name in ["tiktok.com", "www.tiktok.com", "https://www.tiktok.com/@somebody?x=1", "WWW.TIKTOK.COM:443"] {
        let name: String = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let answer = get(&service, &format!("/api/v1/answer?tool={name}&device=smartphone")).json();
        assert_eq!((&answer["tool"]["id"], &answer["verdict"]), (&"tiktok".into(), &"not-allowed".into()), "{name}");
    }
    let other = get(&service, "/api/v1/answer?tool=nottiktok.com&device=smartphone").json();
    assert_eq!(other["tool"]["known"], false);
    // Facts that exclude one another are told beside the form, which keeps them.
    let find = get(&service, "/find?purpose=private&classification=secret");
    assert_eq!(find.status, 200);
    assert!(
        find.text().contains("is work, not a private matter") && find.text().contains("<select"),
        "{}",
        find.text()
    );
    assert!(find.text().contains("value=\"secret\" selected"));
}

#[test]
fn every_sentence_has_an_id_of_its_own() {
    let mut known = BTreeSet::new();
    let twice: Vec<&str> = countersign_decide::messages().map(|(id, _)| id).filter(|id| !known.insert(*id)).collect();
    assert_eq!(twice, Vec::<&str>::new());
}

/// A link that somebody made by hand, or that a former version answered.
#[test]
fn what_a_link_says_wrongly_is_told() {
    let service = service(MOJ);
    for uri in ["/answer/slack?purpose=bogus", "/check/slack?unit=moj&purpose=bogus", "/answer/slack?nonsense=1"] {
        let told = get(&service, uri);
        assert_eq!(told.status, 400, "{uri}");
        assert!(told.text().contains("An answer in this link is not known here"), "{uri}: {}", told.text());
    }
    assert!(get(&service, "/answer/slack?purpose=bogus").text().contains("bogus"));
    assert!(get(&service, "/find?purpose=bogus").text().contains("An answer in this link is not known here"));
    let both = get(&service, "/answer/slack?purpose=private&account=corporate");
    assert!(both.text().contains("These answers cannot all be true"), "{}", both.text());
    // A form that is sent as it stands has nothing to go by.
    let dir = pack("crates/policy/app/tests/packs/held");
    let small = Service::new(
        ServedPolicy::new(policy(&dir), DAY),
        Config { rate: None, ..Config::default() },
        1,
        Capability::site(CAPABILITIES),
    );
    let facet = policy(&dir).pack.facets.iter().map(|facet| facet.id.to_string()).next().expect("a facet");
    assert!(get(&small, &format!("/find?{facet}=")).text().contains("Nothing is chosen yet"));
    assert!(!get(&small, "/find").text().contains("Nothing is chosen yet"));
    // What nobody can see is no part of a name.
    let told = get(&service, "/check/Some%00%1b%0aApp?unit=moj");
    assert!(told.text().contains("SomeApp") && !told.text().contains('\0'), "{}", told.text());
    // When an exemption ends is for everybody to know; whose it is, is not.
    assert!(get(&small, "/guidance/bans").text().contains("One exists until 2026-12-31."));
}

/// A language is offered when the pages' own words are said in it, and not before: half
/// a page in another one is worse than none.
#[test]
fn pages_speak_the_languages_that_are_whole() {
    let mut policy = policy(&pack("crates/policy/app/tests/packs/records"));
    let offered = |policy: &countersign_compiled::Policy| {
        let service = Service::new(
            ServedPolicy::new(policy.clone(), DAY),
            Config { rate: None, ..Config::default() },
            1,
            Capability::site(CAPABILITIES),
        );
        (get(&service, "/").text().to_owned(), get(&service, "/check/record-1?lang=xx").text().to_owned())
    };
    let all = countersign_decide::messages().map(|(id, word)| (id.to_owned(), format!("[{word}]")));
    let mut all: std::collections::BTreeMap<String, String> = all.collect();
    Arc::make_mut(&mut policy.pack).translations.0.insert("xx".to_owned(), all.clone());
    let (home, question) = offered(&policy);
    assert!(home.contains("lang=xx"), "{home}");
    assert!(question.contains("<html class=\"govuk-template\" lang=\"xx\">") && question.contains("[I do not know]"));
    all.remove("ui.page.dont-know");
    Arc::make_mut(&mut policy.pack).translations.0.insert("xx".to_owned(), all);
    let (home, question) = offered(&policy);
    assert!(!home.contains("lang=xx") && question.contains("lang=\"en\">"));
}

/// Who holds an exemption is in no page, no interface and no download.
#[test]
fn nobody_learns_who_holds_an_exemption() {
    let dir = pack("crates/policy/app/tests/packs/held");
    let record = std::fs::read_to_string(dir.join("exemptions/holderness-7.toml")).expect("a record");
    assert!(record.contains("Quentin-Holderness") && record.contains("192.0.2.77"), "the secrets of this test");
    let service = Service::new(
        ServedPolicy::new(policy(&dir), DAY),
        Config { rate: None, ..Config::default() },
        1,
        Capability::site(CAPABILITIES),
    );
    let interfaces = [
        "/api/v1/answer?tool=kite",
        "/api/v1/questions?tool=kite",
        "/api/v1/suggest",
        "/api/v1/tools",
        "/api/v1/tools/kite",
        "/api/v1/tools/kite/policy",
        "/api/v1/facets",
        "/api/v1/versions",
        "/api/openapi.json",
        "/metrics",
        "/readyz",
        "/healthz",
        "/download/tools.csv",
        "/download/tools.json",
        "/download/tools.md",
    ];
    let mut all = crawl(&service, 300);
    all.extend(interfaces.iter().map(|uri| ((*uri).to_owned(), get(&service, uri))));
    let mut exists = false;
    for (link, told) in all {
        let text = String::from_utf8_lossy(&told.body).to_lowercase();
        for secret in ["olderness", "192.0.2.77", "kites-of-seven", "secret purpose", "secret mitigation"] {
            assert!(!text.contains(secret), "{link} tells {secret}");
        }
        exists |= text.contains("2026-12-31");
    }
    assert!(exists, "that an exemption exists, and until when, is told");
}
