//! The files agree with the plan, for random plans, names and clients.

use crate::readers::{Files, HOST_READERS, NAME_READERS, READERS};
use countersign_artefact::{PlanIndex, consumer, tree};
use countersign_model::{
    AppliedExemption, Block, Deployment, Exception, FileId, Id, Identity, IdentityKind, Plan, Scope, Span, Text,
};
use ipnet::IpNet;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::net::IpAddr;

/// Names above, below and beside one another.
const NAMES: &[&str] = &[
    "a.test",
    "b.a.test",
    "c.b.a.test",
    "d.c.b.a.test",
    "aa.test",
    "xa.test",
    "d.test",
    "b.d.test",
    "e.example",
    "a.test.example",
];

/// Networks that contain one another.
const NETWORKS: &[&str] = &[
    "10.0.0.0/8",
    "10.1.0.0/16",
    "10.1.2.0/24",
    "10.1.2.3/32",
    "10.1.2.4/32",
    "192.0.2.0/24",
    "2001:db8::/32",
    "2001:db8::1/128",
];

const CLIENTS: &[&str] = &[
    "10.1.2.3",
    "10.1.2.4",
    "10.1.2.5",
    "10.1.3.1",
    "10.2.0.1",
    "192.0.2.9",
    "198.51.100.1",
    "2001:db8::1",
    "2001:db8::2",
    "::1",
];

/// Returns a plan for a consumer.
pub(crate) fn planned(consumer: &str, blocks: Vec<Block>) -> Plan {
    let deployment = Deployment {
        id: Id::parse(consumer).expect("an id"),
        name: Text::new("deployments.name", "Every device"),
        consumer: consumer.to_owned(),
        serves: Scope::default(),
        units: Vec::new(),
        directory: None,
        include: None,
        page: None,
        cannot_block: Vec::new(),
        span: Span::new(FileId(0), 0, 0),
    };
    let (organisation, version) = ("Office".to_owned(), "1".to_owned());
    Plan {
        deployment,
        organisation,
        version,
        at: date(2026, 4, 1),
        until: None,
        blocks: blocks.into(),
        not_blocked: Default::default(),
        exceptions: Default::default(),
    }
}

fn block(number: usize, names: &[&str], networks: &[&str]) -> Block {
    let identity = |name: &&str| Identity::parse(IdentityKind::Domain, name).expect("a domain");
    let mut addresses: Vec<IpNet> = networks.iter().map(|network| network.parse().expect("a network")).collect();
    addresses.sort_unstable();
    let exemption = AppliedExemption {
        exemption: Id::parse("one").expect("an id"),
        until: date(2026, 12, 31),
        without_effect: None,
        despite: Vec::new(),
    };
    Block {
        tool: Id::parse(&format!("tool-{number}")).expect("an id"),
        name: format!("Tool {number}"),
        why: "It is banned.".into(),
        rules: Vec::new(),
        banned: false,
        beyond: Vec::new(),
        ask: Vec::new(),
        identities: names.iter().map(identity).collect(),
        exemptions: if addresses.is_empty() { Vec::new() } else { vec![exemption] },
        addresses,
        groups: Vec::new(),
    }
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let one = (subsequence(NAMES, 1..=3), subsequence(NETWORKS, 0..=3));
    prop::collection::vec(one, 0..5).prop_map(|all| {
        all.iter().enumerate().map(|(number, (names, networks))| block(number, names, networks)).collect()
    })
}

/// Returns names that stay open, whether anything above them is blocked or not.
fn open() -> impl Strategy<Value = Vec<Exception>> {
    subsequence(NAMES, 0..=3).prop_map(|names| {
        let mut all: Vec<Exception> = names.iter().map(|name| exception(name)).collect();
        all.sort_by(|one, other| one.domain.cmp(&other.domain));
        all
    })
}

/// Returns a name that stays open.
pub(crate) fn exception(domain: &str) -> Exception {
    let (span, tool) = (Span::new(FileId(0), 0, 0), Id::parse("needy").expect("an id"));
    Exception {
        domain: domain.to_owned(),
        name: "Needy".into(),
        needs_at: span,
        below: String::new(),
        blocked: tool.clone(),
        at: span,
        tool,
    }
}

/// Returns true if a name is blocked by the meaning of the plan. Then some block covers it from
/// which the client is not exempt, and no domain between the two stays open.
fn is_blocked(blocks: &[Block], open: &[Exception], name: &str, client: IpAddr) -> bool {
    let covers = |above: &str| name == above || name.ends_with(&format!(".{above}"));
    let named = |open: &&Exception| {
        !blocks.iter().flat_map(|block| &block.identities).any(|identity| identity.name == open.domain)
    };
    let nearest = open.iter().filter(named).filter(|one| covers(&one.domain)).map(|one| one.domain.len()).max();
    let covers =
        |identity: &Identity| covers(&identity.name) && nearest.is_none_or(|nearest| identity.name.len() > nearest);
    let held = |block: &&Block| !block.addresses.iter().any(|network| network.contains(&client));
    blocks.iter().filter(held).any(|block| block.identities.iter().any(covers))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn files_say_what_the_plan_says(
        blocks in blocks(),
        open in open(),
        prefix in select(&["", "www.", "x.y."][..]),
    ) {
        for (name, reader) in READERS {
            let mut plan = planned(name, blocks.clone());
            plan.exceptions = open.clone().into();
            let written = (consumer(name).expect("one").write)(&PlanIndex::new(&plan)).expect("written");
            let files: Files = written
                .into_iter()
                .map(|file| (file.path, String::from_utf8(file.bytes.to_vec()).expect("text")))
                .collect();
            for host in NAMES {
                let host = format!("{prefix}{host}");
                for client in CLIENTS {
                    let client: IpAddr = client.parse().expect("an address");
                    let (wanted, found) = (is_blocked(&blocks, &open, &host, client), reader(&files, &host, client));
                    prop_assert_eq!(wanted, found, "{}: {} for {}\n{:#?}", name, host, client, files);
                }
            }
        }
    }

}

/// Returns names of each kind in files for devices. Two tools have some of them.
fn of_kind(kind: IdentityKind, number: usize) -> Identity {
    let name = match kind {
        IdentityKind::AppleTeam => format!("TEAM{:06}", number % 3),
        IdentityKind::ChromeExtension => ["a", "b", "c"][number % 3].repeat(32),
        IdentityKind::WindowsExecutable => format!("tool{}.exe", number % 3),
        IdentityKind::WindowsPackage => format!("Test.App{}_8wekyb3d8bbwe", number % 3),
        IdentityKind::EdgeExtension => ["d", "e", "f"][number % 3].repeat(32),
        _ => format!("test.app{}", number % 3),
    };
    Identity::parse(kind, &name).expect("an identity")
}

const KINDS: [IdentityKind; 9] = [
    IdentityKind::AndroidPackage,
    IdentityKind::AppleBundle,
    IdentityKind::AppleTeam,
    IdentityKind::ChromeExtension,
    IdentityKind::WindowsExecutable,
    IdentityKind::WindowsPackage,
    IdentityKind::EdgeExtension,
    IdentityKind::MacInstaller,
    IdentityKind::DebianPackage,
];

/// Returns blocks with names of every kind, from which device groups are exempt.
fn of_groups() -> impl Strategy<Value = Vec<Block>> {
    let one = (subsequence(NAMES, 1..=3), subsequence(&["Lab", "lab", "Press office"][..], 0..=2), 0_usize..9);
    prop::collection::vec(one, 0..5).prop_map(|all| {
        let made = all.iter().enumerate().map(|(number, (names, groups, own))| {
            let mut block = block(number, names, &[]);
            block.identities.extend(KINDS.map(|kind| of_kind(kind, *own)));
            block.groups = groups.iter().map(|group| (*group).to_owned()).collect();
            block
        });
        made.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn files_of_devices_say_what_the_plan_says(blocks in of_groups(), open in open()) {
        let names = HOST_READERS.iter().map(|(name, _)| *name).chain(NAME_READERS.iter().map(|(name, ..)| *name));
        for name in names.collect::<std::collections::BTreeSet<_>>() {
            let mut plan = planned(name, blocks.clone());
            let consumer = consumer(name).expect("one");
            let mut open = if consumer.keeps_exceptions { open.clone() } else { Vec::new() };
            let named = |name: &String| blocks.iter().flat_map(|block| &block.identities).any(|own| own.name == *name);
            open.retain(|one| !named(&one.domain));
            plan.exceptions = open.clone().into();
            let left_out = consumer.left_out(&PlanIndex::new(&plan));
            prop_assert!(left_out.is_empty() || name == "firefox", "{}: {:?}", name, left_out);
            let files = (consumer.write)(&PlanIndex::new(&plan)).expect("written");
            let groups: std::collections::BTreeSet<&String> = blocks.iter().flat_map(|block| &block.groups).collect();
            let by_group = consumer.clients == countersign_artefact::Clients::ByGroup;
            prop_assert_eq!(files.len(), if by_group { groups.len() + 1 } else { 1 }, "{}", name);
            for file in &files {
                let text = String::from_utf8(file.bytes.to_vec()).expect("text");
                let held = |block: &&Block| file.group.as_ref().is_none_or(|group| !block.groups.contains(group));
                let held: Vec<Block> = blocks.iter().filter(held).cloned().collect();
                for (_, reads) in HOST_READERS.iter().filter(|(own, _)| *own == name) {
                    // A name that is left out may be let through, and everything else is as
                    // planned.
                    let mut carried = held.clone();
                    for block in &mut carried {
                        block.identities.retain(|own| !left_out.iter().any(|left| left.name == own.name));
                    }
                    for host in NAMES.iter().flat_map(|host| [(*host).to_owned(), format!("x.{host}")]) {
                        let client = IpAddr::from([127, 0, 0, 1]);
                        let wanted = is_blocked(&held, &open, &host, client);
                        if is_blocked(&carried, &open, &host, client) == wanted {
                            prop_assert_eq!(wanted, reads(&text, &host), "{}: {} for {:?}\n{}", name, host, file.group, text);
                        }
                    }
                }
                for (_, kind, reads) in NAME_READERS.iter().filter(|(own, ..)| *own == name) {
                    let all = held.iter().flat_map(|block| &block.identities).filter(|one| one.kind == *kind);
                    let wanted: std::collections::BTreeSet<String> = all.map(|one| one.name.clone()).collect();
                    prop_assert_eq!(wanted, reads(&text), "{}: {:?} for {:?}\n{}", name, kind, file.group, text);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_same_plan_gives_the_same_bytes(blocks in blocks(), others in blocks(), open in open()) {
        let plans: Vec<Plan> =
            countersign_artefact::CONSUMERS.iter().map(|consumer| planned(consumer.name, blocks.clone())).collect();
        let former: Vec<Plan> = plans.iter().map(|plan| planned(&plan.deployment.consumer, others.clone())).collect();
        // The same blocks with other open names share nothing with these.
        let former: Vec<Plan> = former
            .into_iter()
            .chain(plans.iter().map(|plan| Plan { exceptions: open.clone().into(), ..plan.clone() }))
            .collect();
        let mut shuffled = plans.clone();
        shuffled.reverse();
        prop_assert_eq!(tree(&plans, None).files.into_iter().filter(|(path, _)| path != "manifest.json").collect::<Vec<_>>(),
            tree(&shuffled, None).files.into_iter().filter(|(path, _)| path != "manifest.json").collect::<Vec<_>>());
        let whole = tree(&plans, None);
        prop_assert_eq!(&whole.files, &tree(&plans, None).files);
        // Reusing an earlier build changes nothing.
        prop_assert_eq!(&whole.files, &tree(&plans, Some(&tree(&former, None))).files);
        prop_assert_eq!(&whole.files, &tree(&plans, Some(&whole)).files);
    }
}
