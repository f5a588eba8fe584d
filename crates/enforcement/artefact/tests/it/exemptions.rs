//! Who an exemption frees, from what, and until when.

use crate::support::{DAY, PACK, deployment, plans};
use countersign_model::{Block, Plan};
use jiff::civil::{Date, date};

/// A ban on the first tool by another body.
const THIRD_BAN: (&str, &str) = (
    "bans/third.toml",
    "tools = \"first\"\nwhen = { device = [\"laptop\", \"phone\"] }\ntext = \"Banned again.\"\nsource = \"list\"\n[exemption]\nwhen = { exemption = \"granted\" }\ntext = \"Ask the desk.\"\napprovals = \"grant\"\n",
);

fn exemption(ban: &str, holder: &str) -> String {
    format!(
        "ban = \"{ban}\"\ntools = \"all\"\npurposes = \"Trials.\"\nfrom = 2026-01-01\nuntil = 2026-12-31\napprovals = \"grant\"\nholder = {{ {holder} }}\n"
    )
}

fn planned(more: &[(&str, &str)], at: Date) -> Plan {
    let files = [PACK, more].concat();
    plans(&files, &deployment("unbound"), at).remove(0).0
}

fn first(plan: &Plan) -> &Block {
    plan.blocks.iter().find(|block| block.tool.as_str() == "first").expect("blocked")
}

fn addresses(block: &Block) -> Vec<String> {
    block.addresses.iter().map(ToString::to_string).collect()
}

#[test]
fn an_exemption_frees_its_holder_until_its_last_day() {
    for (day, wanted) in [
        (date(2025, 12, 31), &[][..]),
        (date(2026, 1, 1), &["127.0.0.5/32"]),
        (date(2026, 12, 31), &["127.0.0.5/32"]),
        (date(2027, 1, 1), &[]),
    ] {
        let plan = planned(&[], day);
        assert_eq!(addresses(first(&plan)), wanted, "on {day}");
        assert_eq!(first(&plan).groups.len(), wanted.len(), "on {day}");
    }
    assert_eq!(planned(&[], DAY).until, Some(date(2026, 12, 31)));
}

#[test]
fn an_exemption_from_one_ban_leaves_the_other() {
    let plan = planned(&[THIRD_BAN], DAY);
    assert_eq!(addresses(first(&plan)), [""; 0]);
    let carried = &first(&plan).exemptions[0];
    assert_eq!(carried.without_effect.as_deref(), Some("the holder is not exempt from third"));
}

/// A tool is open for the holder on a resolver as soon as some use of it there is.
#[test]
fn an_exemption_counts_where_another_ban_covers_a_part_only() {
    let part = THIRD_BAN.1.replace("device = [\"laptop\", \"phone\"]", "device = \"laptop\"");
    let plan = planned(&[(THIRD_BAN.0, &part)], DAY);
    assert_eq!(addresses(first(&plan)), ["127.0.0.5/32"]);
    let carried = &first(&plan).exemptions[0];
    assert_eq!((carried.without_effect.as_deref(), carried.despite.len()), (None, 1), "{carried:?}");
    // On laptops alone, it gives nothing back.
    let laptops = deployment("unbound").replace("device = [\"laptop\", \"phone\"]", "device = \"laptop\"");
    let files = [PACK, &[(THIRD_BAN.0, part.as_str())]].concat();
    let plan = plans(&files, &laptops, DAY).remove(0).0;
    assert_eq!(addresses(first(&plan)), [""; 0]);
    assert_eq!(first(&plan).exemptions[0].without_effect.as_deref(), Some("the holder is not exempt from third"));
}

/// Of two bans, the one that applies in every case gives the reason. If each applies in some cases,
/// both do.
#[test]
fn the_reason_is_that_of_the_deployment() {
    let narrow = "tools = \"first\"\nwhen = { device = \"laptop\" }\ntext = \"Narrow.\"\nsource = \"list\"\n";
    let plan = planned(&[("bans/a-narrow.toml", narrow)], DAY);
    assert_eq!(first(&plan).why, "First takes what it finds: 100% of it.");
    let parts = [
        (
            "tools/fourth.toml",
            "name = \"Fourth\"\n[[identities]]\nsource = \"https://x.test\"\ndomain = \"fourth.test\"\n",
        ),
        (
            "bans/a.toml",
            "tools = \"fourth\"\nwhen = { device = \"laptop\" }\ntext = \"Not on laptops.\"\nsource = \"list\"\n",
        ),
        (
            "bans/b.toml",
            "tools = \"fourth\"\nwhen = { device = \"phone\" }\ntext = \"Not on phones.\"\nsource = \"list\"\n",
        ),
    ];
    let plan = planned(&parts, DAY);
    let fourth = plan.blocks.iter().find(|block| block.tool.as_str() == "fourth").expect("blocked");
    assert_eq!(fourth.why, "Not on laptops. Not on phones.");
}

#[test]
fn whoever_is_exempt_from_all_bans_is_free() {
    let wide = exemption(
        "third",
        "team = \"t\", addresses = [\"127.0.0.0/24\", \"10.0.0.0/8\"], groups = [\"Trial lab\", \"Other\"]",
    );
    let plan = planned(&[THIRD_BAN, ("exemptions/wide.toml", &wide)], DAY);
    assert_eq!(addresses(first(&plan)), ["127.0.0.5/32"], "what both have in common");
    assert_eq!(first(&plan).groups, ["Trial lab"]);
    assert!(first(&plan).exemptions.iter().all(|carried| carried.without_effect.is_none()));
}

#[test]
fn an_exemption_frees_nobody_from_a_rule() {
    let rule = (
        "rules/more.cedar",
        "@id(\"never\") @text(\"Never.\") forbid (principal, action == Action::\"use\", resource == Tool::\"first\");\n",
    );
    let plan = planned(&[rule], DAY);
    assert_eq!(addresses(first(&plan)), [""; 0]);
    let told = first(&plan).exemptions[0].without_effect.clone().expect("a reason");
    assert_eq!(told, "other rules forbid the tool even with the ban lifted");
}

#[test]
fn an_exemption_without_a_device_frees_no_device() {
    let vague = exemption("second", "person = \"p\"");
    let plan = planned(&[("exemptions/vague.toml", &vague)], DAY);
    let second = plan.blocks.iter().find(|block| block.tool.as_str() == "second").expect("blocked");
    let told: Vec<_> = second
        .exemptions
        .iter()
        .map(|carried| (carried.exemption.as_str(), carried.without_effect.as_deref()))
        .collect();
    assert_eq!(told, [("other", None), ("vague", Some("it names neither addresses nor device groups"))]);
}

#[test]
fn a_name_that_a_usable_tool_needs_is_a_conflict() {
    let conflicts = |domain: &str| {
        let tool = format!(
            "name = \"Needy\"\n[[listings]]\nsource = \"list\"\ngrade = \"good\"\n[[identities]]\nsource = \"https://x.example\"\ndomain = [\"{domain}\"]\n"
        );
        let files = [PACK, &[("tools/needy.toml", tool.as_str())]].concat();
        let (plan, found) = plans(&files, &deployment("unbound"), DAY).remove(0);
        let open: Vec<(String, String)> =
            plan.exceptions.iter().map(|one| (one.domain.clone(), one.below.clone())).collect();
        let found = found
            .iter()
            .map(|one| {
                (one.identity.name.clone(), one.blocked.to_string(), one.needed.as_ref().expect("a tool").to_string())
            })
            .collect::<Vec<_>>();
        (found, open)
    };
    let wanted = |name: &str| vec![(name.to_owned(), "first".to_owned(), "needy".to_owned())];
    assert_eq!(conflicts("banned.test"), (wanted("banned.test"), Vec::new()));
    // Both have the same name, so nothing else above matters.
    assert_eq!(conflicts("cdn.banned.test"), (wanted("cdn.banned.test"), Vec::new()));
    // A name below a blocked one can stay open, and the nearest one counts.
    let open = |name: &str, below: &str| (Vec::new(), vec![(name.to_owned(), below.to_owned())]);
    assert_eq!(conflicts("api.banned.test"), open("api.banned.test", "banned.test"));
    assert_eq!(conflicts("x.cdn.banned.test"), open("x.cdn.banned.test", "cdn.banned.test"));
    // If some names of a tool are blocked, the tool keeps the others.
    assert_eq!(conflicts("test.example"), (Vec::new(), Vec::new()));
    assert_eq!(conflicts("notbanned.test"), (Vec::new(), Vec::new()));
    // A name below one that stays open needs no exception.
    assert_eq!(conflicts("api.banned.test\", \"v1.api.banned.test"), open("api.banned.test", "banned.test"));
}

/// A ban on a kind, and one exemption from it: only the tools on record are free.
#[test]
fn an_exemption_frees_the_tools_on_its_record() {
    let both = |tools: &str| {
        let ban = "tools = [\"first\", \"second\"]\nwhen = { device = [\"laptop\", \"phone\"] }\ntext = \"Banned.\"\nsource = \"list\"\n[exemption]\nwhen = { exemption = \"granted\" }\ntext = \"Ask.\"\napprovals = \"grant\"\n";
        let record = exemption("both", "team = \"t\", addresses = \"10.0.0.9\", groups = \"Lab\"")
            .replace("tools = \"all\"", &format!("tools = {tools}"));
        let other = |path: &str| !path.starts_with("bans/") && !path.starts_with("exemptions/");
        let mut files: Vec<(&str, &str)> = PACK.iter().copied().filter(|(path, _)| other(path)).collect();
        files.extend([("bans/both.toml", ban), ("exemptions/one.toml", record.as_str())]);
        let plan = plans(&files, &deployment("unbound"), DAY).remove(0).0;
        let freed = plan.blocks.iter().filter(|block| !block.addresses.is_empty() && !block.groups.is_empty());
        freed.map(|block| block.tool.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(both("\"all\""), ["first", "second"]);
    assert_eq!(both("[\"first\", \"second\"]"), ["first", "second"]);
    assert_eq!(both("[\"second\"]"), ["second"]);
    assert_eq!(both("\"first\""), ["first"]);
}

/// The manifest and the README do not say who holds an exemption.
#[test]
fn holders_are_named_in_no_manifest() {
    let deployments: String =
        countersign_artefact::CONSUMERS.iter().map(|consumer| deployment(consumer.name)).collect();
    let tree = crate::support::built(PACK, &deployments);
    assert_eq!(tree.manifest.artefacts.len(), countersign_artefact::CONSUMERS.len());
    for (path, bytes) in &tree.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("secret-team-name"), "{path}");
        let by_address = path.ends_with("README.md") || path == "manifest.json";
        assert!(!(by_address && text.contains("127.0.0.5")), "{path}");
    }
}
