//! Catalogues: the products that they add to a pack, and the names by which users ask for them.

use crate::support::{Ran, root, run};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A catalogue of two companies, one of which owns the other.
const CATALOGUE: &[(&str, &str)] = &[
    (
        "pack.toml",
        "format = 1\ncatalogue = true\nname = \"Products\"\nversion = \"3\"\n[kinds.chat]\nname = \"Chat\"\n[kinds.clips]\nname = \"Clips\"\n",
    ),
    (
        "developers.toml",
        "[developers.acme]\nname = \"Acme\"\ncountry = \"FR\"\nsource = \"https://acme.example/\"\napple-team = \"ABCDE12345\"\n[developers.bolt]\nname = \"Bolt Works\"\nowner = \"acme\"\n",
    ),
    (
        "tools/wisp.toml",
        "name = \"Wisp\"\naliases = [\"Wisp Messenger\"]\nkinds = \"chat\"\ndeveloper = \"bolt\"\n[[identities]]\nsource = \"https://wisp.example/\"\ndomain = \"wisp.example\"\nandroid = \"example.wisp\"\n",
    ),
    (
        "tools/reel.toml",
        "name = \"Reel\"\nkinds = \"clips\"\ndeveloper = \"acme\"\n[[identities]]\nsource = \"https://apps.apple.com/gb/app/reel/id123456789\"\napple = \"example.reel\"\ndomain = \"reel.example\"\n",
    ),
    ("tools/plain.toml", "name = \"Plain\"\nkinds = \"chat\"\n"),
];

/// A pack that extends the catalogue.
const PACK: &[(&str, &str)] = &[
    (
        "pack.toml",
        "format = 1\nname = \"Office\"\nversion = \"1\"\nextends = \"../products\"\nunit = \"all\"\n\
         [unlisted]\ntext = \"Ask.\"\nask = \"desk\"\n[contacts.desk]\nname = \"The desk\"\nsubject = \"apps\"\n\
         [units.all]\nname = \"All\"\n[sources.rules]\ntitle = \"Rules\"\nstanding = \"in-force\"\n\
         [facets.device]\nquestion = \"Which device?\"\nvalues = { work = \"Work\", own = \"Own\" }\n\
         [grades.good]\nname = \"Good\"\n[kinds.chat]\nname = \"Chat at work\"\n\
         [deployments.unbound]\nname = \"Resolvers\"\nserves = { device = \"work\" }\n\
         [deployments.santa]\nname = \"Macs\"\nserves = { device = \"work\" }\n",
    ),
    ("tools/plain.toml", "name = \"Plain\"\n[[listings]]\nsource = \"rules\"\ngrade = \"good\"\n"),
    (
        "rules/use.cedar",
        "@id(\"good\")\n@text(\"It is good.\")\n@source(\"rules\")\npermit (principal, action == Action::\"use\", resource in Grade::\"good\");\n\
         @id(\"no-chat\")\n@text(\"No other chat.\")\n@source(\"rules\")\nforbid (principal, action == Action::\"use\", resource in Kind::\"chat\") unless { resource.listed };\n",
    ),
];

const BAN: (&str, &str) = (
    "bans/acme.toml",
    "developers = \"acme\"\nwhen = { device = \"work\" }\ntext = \"Nothing by Acme.\"\nsource = \"rules\"\n",
);

fn write(dir: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }
}

/// Creates a folder with the catalogue and the pack.
fn office(more: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    write(&root.path().join("products"), CATALOGUE);
    write(&root.path().join("office"), PACK);
    write(&root.path().join("office"), more);
    root
}

fn ask(root: &tempfile::TempDir, words: &[&str]) -> Ran {
    let pack = root.path().join("office");
    let mut arguments: Vec<&str> = words.to_vec();
    arguments.extend(["--pack", pack.to_str().expect("UTF-8"), "--at", "2026-04-01"]);
    run(&arguments)
}

fn answer(root: &tempfile::TempDir, tool: &str, facts: &[&str]) -> Value {
    let mut words = vec!["check", tool];
    words.extend(facts);
    words.extend(["--format", "json"]);
    ask(root, &words).json()
}

#[test]
fn a_product_has_its_name_and_kind_and_is_no_part_of_the_register() {
    let root = office(&[]);
    let wisp = answer(&root, "wisp messenger", &["device=work"]);
    assert_eq!((&wisp["tool"]["name"], &wisp["tool"]["known"]), (&"Wisp".into(), &false.into()));
    assert_eq!(wisp["tool"]["kinds"], serde_json::json!(["chat"]));
    assert_eq!(wisp["tool"]["developers"][1], serde_json::json!({ "id": "acme", "name": "Acme", "country": "FR" }));
    assert_eq!(wisp["verdict"], "not-allowed");
    // The pack's own listing applies to the product that it completes.
    assert_eq!(answer(&root, "plain", &["device=work"])["verdict"], "allowed");
    assert_eq!(answer(&root, "reel", &["device=work"])["verdict"], "ask-first");
    let listed = ask(&root, &["list", "--format", "json"]).json();
    let names: Vec<&Value> = listed.as_array().expect("rows").iter().map(|row| &row["name"]).collect();
    assert_eq!(names, ["Plain"]);
    assert!(ask(&root, &["show", "example.wisp"]).out.contains("made by: Bolt Works, owned by Acme (FR)"));
    assert_eq!(answer(&root, "https://apps.apple.com/app/id123456789", &["device=work"])["tool"]["id"], "reel");
}

#[test]
fn a_ban_on_a_developer_reaches_all_that_it_makes() {
    let root = office(&[BAN]);
    for tool in ["wisp", "reel", "Acme", "bolt works"] {
        let told = answer(&root, tool, &["device=work"]);
        assert_eq!(told["verdict"], "not-allowed", "{tool}");
        assert_eq!(told["reasons"][0]["rule"], "ban-acme", "{tool}");
    }
    assert_eq!(answer(&root, "plain", &["device=work"])["verdict"], "allowed");
    assert_eq!(answer(&root, "reel", &["device=own"])["verdict"], "ask-first");
    let out = root.path().join("out");
    let built = ask(&root, &["build", "--out", out.to_str().expect("UTF-8")]);
    assert_eq!(built.status, 0, "{}{}", built.out, built.err);
    let blocked = fs::read_to_string(out.join("unbound/countersign.conf")).expect("a file");
    assert!(blocked.contains("wisp.example") && blocked.contains("reel.example"), "{blocked}");
    let macs: String = fs::read_dir(out.join("santa"))
        .expect("a folder")
        .filter_map(|file| fs::read_to_string(file.expect("a file").path()).ok())
        .collect();
    assert!(macs.contains("ABCDE12345"), "{macs}");
}

#[test]
fn a_catalogue_only_describes() {
    let root = office(&[]);
    write(&root.path().join("products"), &[BAN, ("grades.toml", "[grades.good]\nname = \"Good\"\n")]);
    let found = ask(&root, &["lint"]);
    assert!(found.out.contains("a catalogue only describes products, so it holds no ban"), "{}", found.out);
    assert!(found.out.contains("so it has no `grades`"), "{}", found.out);
}

#[test]
fn the_catalogue_is_found_by_its_name_alone() {
    let root = tempfile::tempdir().expect("a folder");
    let head = PACK[0].1.replace("../products", "catalogue").replace("[kinds.chat]\nname = \"Chat at work\"\n", "");
    write(&root.path().join("office"), &[("pack.toml", &head)]);
    let told = answer(&root, "tiktok", &["device=work"]);
    assert_eq!(told["tool"]["developers"][0]["id"], "bytedance", "{told}");
    // The command confuses neither the catalogue with a folder of that name nor the folder with the
    // catalogue.
    write(&root.path().join("office/catalogue"), CATALOGUE);
    let found = ask(&root, &["check", "tiktok"]);
    assert!(found.err.contains("write `./catalogue` for the folder"), "{}", found.err);
}

#[test]
fn a_pack_extends_another_and_catalogues() {
    let root = office(&[]);
    let head = "format = 1\nname = \"Branch\"\nversion = \"1\"\nextends = [\"../office\", \"catalogue\"]\n";
    write(&root.path().join("branch"), &[("pack.toml", head)]);
    let branch = root.path().join("branch");
    let told = run(&["check", "wisp", "device=work", "--pack", branch.to_str().expect("UTF-8"), "--format", "json"]);
    let told = told.json();
    assert_eq!(told["verdict"], "not-allowed");
    let catalogue = told["pack"]["extends"].as_array().expect("packs").last().cloned().expect("a catalogue");
    assert!(catalogue.as_str().is_some_and(|name| name.starts_with("Catalogue of products")), "{catalogue}");
    write(&root.path().join("branch"), &[("pack.toml", &head.replace("\"catalogue\"", "\"../other\""))]);
    write(&root.path().join("other"), PACK);
    let found = run(&["check", "wisp", "--pack", branch.to_str().expect("UTF-8")]);
    assert!(found.err.contains("extends this one and another one"), "{}", found.err);
}

#[test]
fn names_are_understood_as_people_write_them() {
    let cases = fs::read_to_string(root().join("crates/countersign/tests/data/names-asked.tsv")).expect("cases");
    for (asked, tool) in cases.lines().skip(1).filter_map(|line| line.split_once('\t')) {
        let told = run(&["check", asked, "--pack", "packs/moj", "--at", "2026-04-01"]);
        let first: Vec<&str> = told.out.lines().take(6).collect();
        assert!(first.join("\n").contains(tool), "{asked}: {}{}", told.out, told.err);
        let banned = run(&["check", asked, "--pack", "packs/moj", "--at", "2026-04-01", "device=dom1"]);
        // A product in the catalogue is separate from another product in its name.
        let own = asked == "TikTok for Business";
        assert!(tool != "TikTok" || own || banned.status == 20, "{asked}: {}", banned.out);
    }
    let other = run(&["check", "TikTok for Business", "--pack", "packs/moj"]);
    assert!(!other.out.contains("Skype"), "{}", other.out);
    // A user who states the kind asks for another product.
    let other = run(&["check", "Slack for Doctors", "--kind", "messaging", "--pack", "packs/moj"]);
    assert!(other.out.starts_with("Slack for Doctors\n") && other.out.contains("“Slack”"), "{}", other.out);
}

#[test]
fn names_that_a_list_joins_are_names() {
    let root = tempfile::tempdir().expect("a folder");
    let list = root.path().join("list.md");
    let text = "## Prohibited tools\n\n| Tool name | Notes |\n|---|---|\n| Chirp & Chirp Messenger | privacy |\n\
                | Skip (different to Skip for Business) | unused |\n| Office One (Docs, Sheets) | abroad |\n";
    fs::write(&list, text).expect("written");
    let pack = root.path().join("office");
    let made = run(&["import", list.to_str().expect("UTF-8"), "--out", pack.to_str().expect("UTF-8")]);
    assert_eq!(made.status, 0, "{}{}", made.out, made.err);
    for (asked, verdict) in [
        ("chirp", "not-allowed"),
        ("chirp messenger", "not-allowed"),
        ("Chirp & Chirp Messenger", "not-allowed"),
        ("skip", "not-allowed"),
        ("skip for business", "ask-first"),
        ("office one", "not-allowed"),
        ("Office One Docs", "not-allowed"),
    ] {
        assert_eq!(answer(&root, asked, &[])["verdict"], verdict, "{asked}");
    }
    let other = answer(&root, "skip for business", &[]);
    assert_eq!(other["tool"]["similar"][0], "Skip (different to Skip for Business)");
}

#[test]
fn a_catalogue_is_checked_for_what_two_products_claim() {
    let root = office(&[]);
    let products = root.path().join("products");
    write(
        &products,
        &[(
            "tools/copy.toml",
            "name = \"Copy\"\naliases = \"Wisp Messenger\"\n[[identities]]\nsource = \"https://copy.example/\"\ndomain = [\"wisp.example\", \"a.reel.example\"]\n",
        )],
    );
    let found = run(&["catalogue", "check", products.to_str().expect("UTF-8")]);
    assert_eq!(found.status, 3, "{}", found.out);
    for part in [
        "`Wisp Messenger` means two tools",
        "domain wisp.example belongs to two products",
        "`reel.example` of `reel` covers `a.reel.example` of `copy`",
        "`copy` has no developer",
        "`copy` has no kind",
    ] {
        assert!(found.out.contains(part), "{part}: {}", found.out);
    }
    assert_eq!(run(&["catalogue", "check", "packs/moj"]).status, 2);
    let own = run(&["catalogue", "check", "packs/catalogue"]);
    assert_eq!(own.status, 0, "{}", own.out);
}
