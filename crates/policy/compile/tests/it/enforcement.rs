//! The plan of a deployment, checked against every single answer of the policy.

use countersign_compile::compile;
use countersign_compiled::Policy;
use countersign_decide::check;
use countersign_decide::enforcement::Planner;
use countersign_model::{Facts, IdentityKind, NotBlockedReason, Pack, Question, Scope, Subject, Verdict};
use countersign_pack::{File, PackFolder, read};
use countersign_testkit::{pack_of, rule};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const DAYS: [Date; 2] = [date(2026, 4, 1), date(2026, 12, 1)];

const DEPLOYMENTS: &str = r#"
identities.android = { alpha = ["a", "b"] }
identities.chrome-extension = { alpha = "c" }
[deployments.everything]
name = "Everything"
serves = {}
[deployments.part]
name = "A part"
serves = { alpha = ["a", "b"], beta = "low" }
[deployments.one-unit]
name = "One unit"
serves = { beta = "upper" }
units = "all"
"#;

/// Returns the random pack with names for its tools. Several tools have some of them.
fn folder(rules: &[String], impossible: Option<&str>) -> PackFolder {
    let rules: String = rules
        .iter()
        .enumerate()
        .map(|(place, rule)| rule.replace("@id(\"\")", &format!("@id(\"rule-{place}\")")))
        .collect();
    let mut folder = pack_of(&rules, impossible);
    for (number, tool) in ["first", "second", "third"].into_iter().enumerate() {
        let path = format!("tools/{tool}.toml");
        let file = folder.files.iter_mut().find(|file| file.path == path).expect("the tool");
        let letters = ["a", "b", "c"][number].repeat(32);
        file.bytes.extend_from_slice(
            format!("\n[[identities]]\nsource = \"https://{tool}.example\"\ndomain = \"{tool}.example\"\nandroid = \"example.{tool}\"\nchrome-extension = \"{letters}\"\n").as_bytes(),
        );
    }
    folder.files.push(File { path: "deployments.toml".into(), bytes: DEPLOYMENTS.into() });
    folder
}

/// Returns every combination of the values in scopes that can occur, with nothing on record.
fn contexts(pack: &Pack, scopes: &[&Scope]) -> Vec<Facts> {
    let mut all: Vec<Facts> = vec![Vec::new()];
    for (place, facet) in pack.facets.iter().enumerate() {
        let admitted =
            |value: &usize| scopes.iter().all(|scope| scope.values(place).is_none_or(|values| values.contains(*value)));
        let values: Vec<usize> = match facet.default.filter(|_| facet.derived) {
            Some(value) => vec![value],
            None => (0..facet.values.len()).collect(),
        };
        let values: Vec<usize> = values.into_iter().filter(admitted).collect();
        all = all
            .into_iter()
            .flat_map(|facts| values.iter().map(move |value| [facts.clone(), vec![Some(*value)]].concat()))
            .collect();
    }
    all.retain(|facts| pack.is_possible(facts));
    all
}

/// Returns the status of a tool by asking every question: usable, barred in every case, neither, or
/// never asked about.
fn standing(policy: &Policy, tool: usize, units: &[usize], scopes: &[&Scope], at: Date) -> &'static str {
    let contexts = contexts(&policy.pack, scopes);
    let (mut usable, mut barred) = (false, true);
    for facts in &contexts {
        for unit in units {
            let question =
                Question { subject: Subject::Tool(tool), unit: *unit, facts: facts.clone(), approved: Vec::new(), at };
            let answer = check(policy, &question, None).expect("an answer");
            usable |= answer.verdict != Verdict::NotAllowed;
            barred &= answer.reasons.iter().any(|reason| matches!(reason.kind.as_str(), "banned" | "forbidden"));
        }
    }
    match (contexts.is_empty(), usable, barred) {
        (true, ..) => "unasked",
        (_, true, _) => "usable",
        (_, _, true) => "barred",
        _ => "unavailable",
    }
}

fn agrees(folder: PackFolder, at: Date) -> Result<(), TestCaseError> {
    let reading = read(&[folder]);
    prop_assume!(!reading.diagnostics.iter().any(countersign_pack::Diagnostic::is_error));
    let Ok(compiled) = compile(reading.pack, &reading.files) else {
        return Err(TestCaseError::reject("a faulty pack"));
    };
    let Ok(policy) = compiled.policy(at) else { return Err(TestCaseError::reject("too large")) };
    let pack = policy.pack.clone();
    let mut planner = Planner::new(&policy);
    for deployment in &pack.deployments {
        let (plan, conflicts) = planner.plan(deployment).expect("a plan");
        prop_assert!(conflicts.is_empty(), "no two tools have a name in common: {:?}", conflicts);
        let units: Vec<usize> = match deployment.units.as_slice() {
            [] => (0..pack.units.len()).collect(),
            named => named.iter().filter_map(|unit| pack.units.position(unit.as_str())).collect(),
        };
        for (place, tool) in pack.tools.iter().enumerate() {
            let block = plan.blocks.iter().find(|block| block.tool == tool.id);
            for kind in [IdentityKind::Domain, IdentityKind::AndroidPackage, IdentityKind::ChromeExtension] {
                let serves = pack.settings.identities.iter().find(|(known, _)| *known == kind).map(|(_, scope)| scope);
                let scopes: Vec<&Scope> = [&deployment.serves].into_iter().chain(serves).collect();
                let wanted = standing(&policy, place, &units, &scopes, at) == "barred";
                let found = block.is_some_and(|block| block.identities.iter().any(|one| one.kind == kind));
                prop_assert_eq!(wanted, found, "{} of {} in {}", kind.as_str(), tool.id, deployment.id);
            }
            let whole = standing(&policy, place, &units, &[&deployment.serves], at);
            let told = plan
                .not_blocked
                .iter()
                .find(|not_blocked| not_blocked.tool == tool.id)
                .map(|not_blocked| &not_blocked.why);
            match told {
                None => prop_assert!(block.is_some()),
                Some(NotBlockedReason::Usable) => prop_assert_eq!(whole, "usable"),
                Some(NotBlockedReason::Unavailable) => prop_assert_eq!(whole, "unavailable"),
                Some(NotBlockedReason::Unasked) => prop_assert_eq!(whole, "unasked"),
                Some(other) => prop_assert!(false, "{:?} of {}", other, tool.id),
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, max_global_rejects: 4096, ..ProptestConfig::default() })]

    #[test]
    fn blocks_are_what_no_answer_allows(
        mut rules in prop::collection::vec(rule(), 0..7),
        unavailable in any::<bool>(),
        impossible in prop::option::weighted(0.3, Just("{ alpha = \"c\", beta = \"high\" }")),
        day in prop::sample::select(&DAYS[..]),
    ) {
        if unavailable {
            // Merely unavailable, through the first rule that forbids.
            if let Some(rule) = rules.iter_mut().find(|rule| rule.contains("\nforbid ")) {
                *rule = rule.replacen("@text", "@kind(\"unavailable\")\n@text", 1);
            }
        }
        agrees(folder(&rules, impossible), day)?;
    }
}

/// Random rules seldom bar a tool altogether. These do, each in its own way.
#[test]
fn what_is_barred_in_every_case_is_blocked() {
    let rules = |kind: &str, more: &str| {
        vec![
            format!(
                "@id(\"\")\n{kind}@text(\"Why.\")\nforbid (principal, action == Action::\"use\", resource) when {{ context.alpha == Alpha::\"a\" }};\n"
            ),
            format!(
                "@id(\"\")\n@text(\"Why.\")\nforbid (principal, action == Action::\"use\", resource) when {{ context.alpha != Alpha::\"a\"{more} }};\n"
            ),
        ]
    };
    let blocked = |rules: Vec<String>| {
        let folder = folder(&rules, None);
        agrees(folder.clone(), DAYS[0]).expect("agreement");
        let reading = read(&[folder]);
        let policy = compile(reading.pack, &reading.files).expect("sound").policy(DAYS[0]).expect("a policy");
        let everything = policy.pack.deployments.iter().next().expect("a deployment").clone();
        Planner::new(&policy)
            .plan(&everything)
            .expect("a plan")
            .0
            .blocks
            .iter()
            .map(|block| block.identities.len())
            .collect::<Vec<_>>()
    };
    assert_eq!(blocked(rules("", "")), [3, 3, 3]);
    // It is merely unavailable if alpha is a, so only names for c are barred in every case. The
    // third is also banned there.
    assert_eq!(blocked(rules("@kind(\"unavailable\")\n", "")), [1, 1, 3]);
    // Open if beta is low, except for the third, whose apps are banned everywhere.
    assert_eq!(blocked(rules("", " && context.beta != Beta::\"low\"")), [1]);
}
