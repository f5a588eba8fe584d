use crate::folder;
use countersign_pack::{File, PackFolder};
use proptest::prelude::*;

const PACK: &str = r#"format = 1
name = "Random"
version = "1"
serves = "alpha"
routes = ["alpha", "beta"]
help = "help"
report = "help"
unlisted = { text = "Ask.", ask = "help" }
contacts.help = { name = "Help", subject = "anything" }
sources.one = { title = "One", date = "2026-02", standing = "in-force" }
sources.two = { title = "Two", standing = "draft" }
precedence = [{ winner = "one", loser = "two", why = "It is later." }]
approvals.first = { name = "first", by = "help" }
approvals.second = { name = "second", by = "help" }
approvals.on-record = { name = "record", by = "help", askable = false }
units.all = { name = "All" }
units.some = { name = "Some", parent = "all", rules-elsewhere = true }
grades.good = { name = "Good", groups = "graded" }
grades.fair = { name = "Fair", groups = "graded" }
grades.alone = { name = "Alone" }
kinds.thing = { name = "Thing" }
kinds.gadget = { name = "Gadget", parent = "thing" }

[facets.alpha]
question = "Alpha?"
values = { a = "A", b = "B", c = "C" }
groups = { ab = { label = "A or B", of = ["a", "b"] } }

[facets.beta]
question = "Beta?"
ordered = true
values = { low = "Low", middle = "Middle", high = "High" }
groups.lower = { label = "lower", of = ["low", "middle"] }
groups.upper = { label = "upper", of = ["middle", "high"] }
groups.ends = { label = "the ends", except = "middle" }

[facets.gamma-ray]
question = "Gamma?"
values = { no = "No", yes = "Yes" }
default = "no"
derived = true
"#;

const TOOLS: &[(&str, &str)] = &[
    (
        "tools/first.toml",
        "name = \"First\"\nkinds = \"gadget\"\n[[listings]]\nsource = \"one\"\ngrade = \"good\"\ngrades = [{ grade = \"fair\", when = { alpha = \"ab\", beta = \"upper\" } }]\nlimits = { beta = \"<= middle\" }\nroutes = [{ when = { alpha = \"ab\" }, how = \"Open it.\" }, { when = { alpha = \"c\", beta = \"upper\" }, how = \"Ask.\", approval = \"second\" }]\nconditions = [{ strength = \"should\", text = \"Heed above.\", when = { beta = \"upper\" } }]\n[[listings]]\nsource = \"two\"\ngrade = \"fair\"\n",
    ),
    (
        "tools/second.toml",
        "name = \"Second\"\n[[listings]]\nsource = \"two\"\ngrade = \"fair\"\ngrades = [{ grade = \"good\", when = { gamma-ray = \"yes\" } }, { grade = \"alone\", when = { gamma-ray = \"no\", alpha = \"a\" } }]\nuntil = 2026-06-30\nlimits = { alpha = [\"a\", \"c\"] }\n",
    ),
    ("tools/third.toml", "name = \"Third\"\nkinds = \"thing\"\n"),
    (
        "bans/third.toml",
        "tools = \"third\"\nwhen = [{ alpha = \"a\" }, { alpha = \"b\", beta = \"lower\" }]\nfrom = 2026-03-01\nuntil = 2026-09-30\ntext = \"Banned.\"\nsource = \"one\"\n[exemption]\nwhen = { gamma-ray = \"yes\" }\ntext = \"Exempt.\"\nmitigations = \"Take care.\"\n",
    ),
];

/// Returns a pack with a few facets, tools, units, approvals and a ban, and random rules about
/// everything that rules can name.
pub fn pack() -> impl Strategy<Value = PackFolder> {
    let rules = prop::collection::vec(rule(), 0..8);
    let impossible = prop::option::weighted(
        0.3,
        prop::sample::select(vec![
            "{ alpha = \"c\", beta = \"high\" }",
            "{ beta = \">= middle\", gamma-ray = \"yes\" }",
            "{ alpha = \"a\", beta = \"upper\" }",
        ]),
    );
    (rules, impossible).prop_map(|(rules, impossible)| {
        let named = rules.iter().enumerate();
        let rules: String =
            named.map(|(place, rule)| rule.replace("@id(\"\")", &format!("@id(\"rule-{place}\")"))).collect();
        pack_of(&rules, impossible)
    })
}

/// Returns the same pack with these rules, and with a combination that cannot occur.
pub fn pack_of(rules: &str, impossible: Option<&str>) -> PackFolder {
    let mut pack = PACK.to_owned();
    if let Some(scope) = impossible {
        pack.push_str(&format!("\n[[impossible]]\nwhen = {scope}\nwhy = \"It cannot be.\"\n"));
    }
    let mut folder = folder(TOOLS);
    folder.files.push(File { path: "pack.toml".into(), bytes: pack.into_bytes() });
    folder.files.push(File { path: "rules/random.cedar".into(), bytes: rules.as_bytes().to_vec() });
    folder
}

/// Returns a random rule with an empty id.
pub fn rule() -> impl Strategy<Value = String> {
    let scope = prop::sample::select(vec![
        "resource",
        "resource is Tool",
        "resource is Tool in Kind::\"thing\"",
        "resource == Tool::\"first\"",
        "resource in Grade::\"graded\"",
        "resource in Kind::\"thing\"",
    ]);
    let unit = prop::sample::select(vec![
        "principal",
        "principal == Unit::\"some\"",
        "principal in Unit::\"all\"",
        "principal is Unit",
    ]);
    let use_rule = (any::<bool>(), scope.clone(), unit.clone(), condition(), approvals()).prop_map(|(permit, scope, unit, condition, approvals)| {
        let (effect, approvals) = match (permit, approvals.is_empty()) {
            (true, true) => ("permit", String::new()),
            (true, false) => ("permit", format!(" && ({approvals})")),
            (false, true) => ("forbid", String::new()),
            (false, false) => {
                return format!("@id(\"\")\n@text(\"Why.\")\nforbid ({unit}, action == Action::\"use\", {scope}) when {{ {condition} }} unless {{ {approvals} }};\n\n");
            }
        };
        format!("@id(\"\")\n@text(\"Why.\")\n{effect} ({unit}, action == Action::\"use\", {scope}) when {{ ({condition}){approvals} }};\n\n")
    });
    let advice = (scope, unit, condition()).prop_map(|(scope, unit, condition)| {
        format!("@id(\"\")\n@strength(\"should\")\n@text(\"Heed.\")\npermit ({unit}, action == Action::\"advise\", {scope}) when {{ {condition} }};\n\n")
    });
    (prop_oneof![4 => use_rule, 1 => advice], dates()).prop_map(|(rule, dates)| rule.replacen('\n', &dates, 1))
}

/// Returns the days on which a rule is in force: mostly all days.
fn dates() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just("\n".to_owned()),
        1 => Just("\n@source(\"one\")\n".to_owned()),
        1 => Just("\n@source(\"one, two\")\n".to_owned()),
        1 => Just("\n@from(\"2026-05-15\")\n".to_owned()),
        1 => Just("\n@until(\"2026-08-15\")\n@source(\"one\")\n".to_owned()),
        1 => Just("\n@from(\"2026-03-16\")\n@until(\"2026-10-14\")\n".to_owned()),
    ]
}

/// Returns approvals in places where granting one can only help.
fn approvals() -> impl Strategy<Value = String> {
    let one = || {
        prop::sample::select(vec!["context.approved.first", "context.approved.second", "context.approved.on_record"])
    };
    prop_oneof![
        2 => Just(String::new()),
        2 => one().prop_map(str::to_owned),
        1 => (one(), one()).prop_map(|(one, other)| format!("{one} && {other}")),
        1 => (one(), one()).prop_map(|(one, other)| format!("{one} || {other}")),
    ]
}

/// Returns a condition without approvals, with every construct that packs support.
fn condition() -> impl Strategy<Value = String> {
    let atom = prop::sample::select(vec![
        "context.alpha == Alpha::\"a\"",
        "context.alpha != Alpha::\"b\"",
        "context.alpha in Alpha::\"ab\"",
        "context.beta in Beta::\"up-to-middle\"",
        "context.beta in Beta::\"middle-and-above\"",
        "context.beta in [Beta::\"up-to-low\", Beta::\"high-and-above\"]",
        "context.beta in (if context.alpha == Alpha::\"a\" then Beta::\"upper\" else Beta::\"up-to-low\")",
        "context.gamma_ray == GammaRay::\"yes\"",
        "[Alpha::\"a\", Alpha::\"c\"].contains(context.alpha)",
        "[Beta::\"low\"].containsAll([context.beta])",
        "[Beta::\"low\", Beta::\"middle\"].containsAny([context.beta])",
        "resource.limits.beta.contains(context.beta)",
        "resource.limits.alpha.contains(context.alpha)",
        "resource.routes.contains({ alpha: context.alpha, beta: context.beta })",
        "resource.routes.containsAny([{ alpha: context.alpha, beta: Beta::\"high\" }])",
        "[context.alpha].containsAll(resource.limits.alpha)",
        "resource.limits.beta == [Beta::\"low\", Beta::\"middle\"]",
        "{ one: context.alpha, other: context.gamma_ray } == { one: Alpha::\"b\", other: GammaRay::\"yes\" }",
        "(if context.gamma_ray == GammaRay::\"no\" then context.alpha else Alpha::\"c\") == Alpha::\"c\"",
        "(context.beta == Beta::\"low\") == (context.alpha == Alpha::\"a\")",
        "context.beta in Beta::\"lower\"",
        "context.beta in Beta::\"upper\"",
        "context.beta in Beta::\"ends\"",
        "context.alpha in [Alpha::\"ab\", Alpha::\"c\"]",
        "context.alpha is Alpha",
        "context.beta is Beta in Beta::\"middle-and-above\"",
        "resource == Tool::\"second\"",
        "[Tool::\"first\", Tool::\"third\"].contains(resource)",
        "Kind::\"gadget\" in Kind::\"thing\"",
        "resource in Listing::\"first.2\"",
        "resource in Ban::\"third\"",
        "principal == Unit::\"all\"",
        "principal is Unit in Unit::\"some\"",
        "\"word\" == \"word\"",
        "false",
        "resource.limits.alpha.isEmpty()",
        "resource.listed",
        "resource in Grade::\"fair\"",
        "resource in [Grade::\"alone\", Grade::\"good\"]",
        "resource in [Kind::\"thing\", Kind::\"gadget\"]",
        "resource is Tool",
        "principal in Unit::\"some\"",
        "principal.rules_elsewhere",
        "true",
    ]);
    atom.prop_map(str::to_owned).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one} && {other})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one} || {other})")),
            inner.clone().prop_map(|one| format!("!({one})")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(test, one, other)| format!("(if {test} then {one} else {other})")),
        ]
    })
}
