//! Small readers of the formats, independent of the writers. They say what a file means for a name
//! and a client, by the rules of its consumer only.

use countersign_model::IdentityKind;
use ipnet::IpNet;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

/// The files of one artefact, by path.
pub(crate) type Files = BTreeMap<String, String>;

/// Whether a name is blocked for a client.
pub(crate) type Reader = fn(&Files, &str, IpAddr) -> bool;

/// A reader for every artefact with domains and addresses.
pub(crate) const READERS: &[(&str, Reader)] =
    &[("unbound", unbound), ("bind", bind), ("powerdns", powerdns), ("knot", knot), ("squid", squid), ("nginx", nginx)];

/// Returns a name and the names above it, the nearest first.
fn and_above(name: &str) -> Vec<&str> {
    let mut names = vec![name];
    while let Some((_, rest)) = names.last().expect("one").split_once('.') {
        names.push(rest);
    }
    names
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(inside, _)| inside)
}

/// Returns true if Unbound blocks the name. The nearest zone above a name answers. The longest
/// network of its overrides that contains the client lifts it.
fn unbound(files: &Files, name: &str, client: IpAddr) -> bool {
    let text = &files["countersign.conf"];
    let mut zones: BTreeMap<&str, Vec<(IpNet, &str)>> = BTreeMap::new();
    for line in text.lines().map(str::trim) {
        let Some(zone) = between(line, "\"", ".\"") else { continue };
        if line.starts_with("local-zone:") {
            let kind = line.rsplit(' ').next().expect("a kind");
            assert!(["always_nxdomain", "transparent"].contains(&kind), "{line}");
            let zone = zones.entry(zone).or_default();
            if kind == "transparent" {
                zone.extend(["0.0.0.0/0", "::/0"].map(|all| (all.parse().expect("a network"), kind)));
            }
        } else if line.starts_with("local-zone-override:") {
            let words: Vec<&str> = line.split(' ').collect();
            zones.entry(zone).or_default().push((words[2].parse().expect("a network"), words[3]));
        }
    }
    let Some(overrides) = and_above(name).into_iter().find_map(|name| zones.get(name)) else { return false };
    let holding = overrides.iter().filter(|(network, _)| network.contains(&client));
    holding.max_by_key(|(network, _)| network.prefix_len()).is_none_or(|(_, kind)| *kind != "transparent")
}

/// Returns whether a policy zone blocks a name or passes it through, by the exact name or else by
/// the nearest wildcard.
fn in_zone(text: &str, name: &str) -> Option<bool> {
    let rules: BTreeMap<&str, bool> = text
        .lines()
        .filter(|line| !line.starts_with([';', '$', '@']))
        .map(|line| {
            let (owner, rest) = line.split_once(' ').expect("a record");
            assert!(["CNAME .", "CNAME rpz-passthru."].contains(&rest), "{line}");
            assert!(!owner.ends_with('.'), "an absolute name is outside of the zone: {line}");
            (owner, rest == "CNAME .")
        })
        .collect();
    let below = || and_above(name).into_iter().skip(1).find_map(|above| rules.get(format!("*.{above}").as_str()));
    rules.get(name).or_else(below).copied()
}

/// Returns true if BIND blocks the name. The first view whose list of clients accepts one is used.
/// In a list, the first element that contains the client decides.
fn bind(files: &Files, name: &str, client: IpAddr) -> bool {
    for view in files["countersign.conf"].split("view \"").skip(1) {
        let list = between(view, "match-clients {", "};").expect("clients");
        let accepted = list.split(';').map(str::trim).filter(|element| !element.is_empty()).find_map(|element| {
            let (negated, network) = element.strip_prefix('!').map_or((false, element), |network| (true, network));
            let holds = network == "any" || network.parse::<IpNet>().expect("a network").contains(&client);
            holds.then_some(!negated)
        });
        if accepted != Some(true) {
            continue;
        }
        let policies: Vec<&str> =
            between(view, "response-policy {", "}").unwrap_or_default().split('"').skip(1).step_by(2).collect();
        let said = policies.iter().find_map(|zone| {
            let file = between(view, &format!("zone \"{zone}\" {{ type primary; file \""), "\"").expect("a file");
            in_zone(&files[file], name)
        });
        return said == Some(true);
    }
    panic!("no view for {client}")
}

fn powerdns(files: &Files, name: &str, client: IpAddr) -> bool {
    let hooks = &files["countersign-hooks.lua"];
    let list = between(hooks, "local clients = {\n", "\n}\n").unwrap_or_default();
    let lifted: BTreeSet<&str> = list
        .lines()
        .find_map(|line| {
            let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
            let (network, lifted) = words.split_first()?;
            network.parse::<IpNet>().expect("a network").contains(&client).then(|| lifted.iter().copied().collect())
        })
        .unwrap_or_default();
    let said = files["countersign.lua"].lines().filter(|line| line.starts_with("rpzFile")).find_map(|line| {
        let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        if lifted.contains(words[1]) { None } else { in_zone(&files[words[0]], name) }
    });
    said == Some(true)
}

fn knot(files: &Files, name: &str, client: IpAddr) -> bool {
    let text = &files["countersign.lua"];
    let zones: Vec<&str> = text.lines().filter_map(|line| between(line, "policy.rpz(policy.DENY, '", "'")).collect();
    for line in text.lines().filter(|line| line.starts_with("view:addr(")) {
        let network: IpNet = between(line, "('", "'").expect("a network").parse().expect("a network");
        if !network.contains(&client) {
            continue;
        }
        let lifted: BTreeSet<usize> = line
            .split('[')
            .skip(1)
            .map(|part| part.split(']').next().expect("a number").parse().expect("one"))
            .collect();
        let mut held = zones.iter().enumerate().filter(|(place, _)| !lifted.contains(&(place + 1)));
        if let Some(blocked) = held.find_map(|(_, file)| in_zone(&files[*file], name)) {
            return blocked;
        }
        // A pass ends the views. Without one, the next view that contains the client is tried.
        if line.contains("policy.PASS") {
            return false;
        }
    }
    false
}

/// Returns true if Squid blocks the name. The rules apply in order. A deny blocks if all its lists
/// match.
fn squid(files: &Files, name: &str, client: IpAddr) -> bool {
    let (mut domains, mut networks) = (HashMap::<&str, &str>::new(), HashMap::<&str, Vec<IpNet>>::new());
    for line in files["countersign.conf"].lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["acl", list, "dstdomain", "-n", file] => drop(domains.insert(list, file.trim_matches('"'))),
            ["acl", list, "src", network] => {
                networks.entry(list).or_default().push(network.parse().expect("a network"));
            }
            ["http_access", "deny", rest @ ..] => {
                let fulfilled = rest.iter().all(|word| {
                    let (negated, list) = word.strip_prefix('!').map_or((false, *word), |list| (true, list));
                    let holds = match domains.get(list) {
                        Some(file) => {
                            let mut entries = files[*file].lines();
                            entries.any(|entry| and_above(name).contains(&entry.strip_prefix('.').expect("a dot")))
                        }
                        None => networks[list].iter().any(|network| network.contains(&client)),
                    };
                    holds != negated
                });
                if fulfilled {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Returns true if nginx blocks the name. The longest suffix of a host gives its set, and the
/// longest network a client's set. The first pattern that matches the pair decides.
fn nginx(files: &Files, name: &str, client: IpAddr) -> bool {
    let text = &files["countersign.conf"];
    let rows = |block: &str| -> Vec<(String, String)> {
        let body = between(text, &format!("{block} {{\n"), "\n}\n").unwrap_or_else(|| panic!("no {block}"));
        let row = |line: &str| {
            let (key, value) = line.trim().trim_end_matches(';').split_once(' ')?;
            Some((key.trim_matches('"').to_owned(), value.trim_matches('"').to_owned()))
        };
        body.lines().filter_map(row).collect()
    };
    let names: HashMap<String, String> = rows("map $host $countersign_name").into_iter().collect();
    let set = and_above(name).into_iter().find_map(|name| names.get(&format!(".{name}"))).unwrap_or(&names["default"]);
    let clients = rows("geo $countersign_client");
    let holding = clients.iter().filter_map(|(network, held)| Some((network.parse::<IpNet>().ok()?, held)));
    let held = holding.filter(|(network, _)| network.contains(&client)).max_by_key(|(network, _)| network.prefix_len());
    let held = held.map_or(":", |(_, held)| held.as_str());
    // The patterns `~^N:(.*:)?N:` and `~^0:`.
    set != "0" && !held.split(':').any(|own| own == set)
}

/// Returns true if a device that loads a file may not open a host.
pub(crate) type HostReader = fn(&str, &str) -> bool;

/// A reader for every artefact with domains and without clients.
pub(crate) const HOST_READERS: &[(&str, HostReader)] = &[
    ("dnsmasq", |text, name| {
        let says = |start: &str, end: &str| text.lines().any(|line| line == format!("{start}{end}"));
        let said = and_above(name).into_iter().find_map(|name| {
            let blocked = says("address=/", &format!("{name}/"));
            (blocked || says("server=/", &format!("{name}/#"))).then_some(blocked)
        });
        said == Some(true)
    }),
    ("domain-list", |text, name| and_above(name).iter().any(|name| text.lines().any(|line| line == *name))),
    ("chromium", |text, name| {
        let policies: Value = serde_json::from_str(text).expect("JSON");
        let list = |key: &str| policies[key].as_array().cloned().unwrap_or_default();
        let (blocked, open) = (list("URLBlocklist"), list("URLAllowlist"));
        let said = and_above(name).into_iter().find_map(|name| {
            let held = |list: &[Value]| list.iter().any(|entry| entry == name);
            (held(&blocked) || held(&open)).then(|| !held(&open))
        });
        said == Some(true)
    }),
    ("firefox", |text, name| {
        let policies: Value = serde_json::from_str(text).expect("JSON");
        let filter = &policies["policies"]["WebsiteFilter"];
        let list = |key: &str| filter[key].as_array().cloned().unwrap_or_default();
        let covers = |pattern: &Value| {
            let host =
                pattern.as_str().and_then(|text| text.strip_prefix("*://*.")?.strip_suffix("/*")).expect("a pattern");
            and_above(name).contains(&host)
        };
        list("Block").iter().any(covers) && !list("Exceptions").iter().any(covers)
    }),
    ("pac", |text, name| {
        let says = |name: &str, value| text.lines().any(|line| line == format!("  \"{name}\": {value},"));
        let said = and_above(name)
            .into_iter()
            .find_map(|name| (says(name, true) || says(name, false)).then(|| says(name, true)));
        said == Some(true)
    }),
];

/// Returns the names of a kind that a file for devices blocks.
pub(crate) type NameReader = fn(&str) -> BTreeSet<String>;

/// A reader for every artefact with names of other kinds.
pub(crate) const NAME_READERS: &[(&str, IdentityKind, NameReader)] = &[
    ("android", IdentityKind::AndroidPackage, |text| strings(text, "packageName")),
    ("apple-profile", IdentityKind::AppleBundle, |text| {
        let profile: Value = plist::from_bytes(text.as_bytes()).expect("a property list");
        let list = profile["PayloadContent"][0]["blockedAppBundleIDs"].as_array().expect("a list").clone();
        list.iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
    }),
    ("apple-declaration", IdentityKind::AppleTeam, |text| {
        let declaration: Value = serde_json::from_str(text).expect("JSON");
        let list = declaration["Payload"]["Allowed"]["DeniedBinaries"].as_array().cloned().unwrap_or_default();
        let whole = list.iter().filter(|binary| binary["SigningID"].is_null());
        whole.map(|binary| binary["TeamID"].as_str().expect("a team").to_owned()).collect()
    }),
    ("santa", IdentityKind::AppleTeam, |text| strings(text, "identifier")),
    // The tests give Chrome's extensions the letters a to c, and Edge's d to f.
    ("chromium", IdentityKind::ChromeExtension, |text| extensions(text, 'a'..='c')),
    ("applocker", IdentityKind::WindowsExecutable, |text| {
        let denied = text.split("<FilePathRule ").skip(1).filter(|rule| rule.contains("Action=\"Deny\""));
        denied.map(|rule| between(rule, "Path=\"*\\", "\"").expect("a path").to_owned()).collect()
    }),
    ("chromium", IdentityKind::EdgeExtension, |text| extensions(text, 'd'..='f')),
    ("applocker", IdentityKind::WindowsPackage, |text| {
        let apps = between(text, "<RuleCollection Type=\"Appx\"", "</RuleCollection>").unwrap_or_default();
        let denied = apps.split("<FilePublisherRule ").skip(1).filter(|rule| rule.contains("Action=\"Deny\""));
        let product = |rule: &str| between(rule, "ProductName=\"", "\"").expect("a product").to_owned();
        denied.map(|rule| format!("{}_8wekyb3d8bbwe", product(rule))).collect()
    }),
    ("osquery", IdentityKind::MacInstaller, |text| quoted(text, "package_id IN (")),
    ("osquery", IdentityKind::DebianPackage, |text| quoted(text, "deb_packages WHERE name IN (")),
    ("fleet", IdentityKind::MacInstaller, |text| quoted(text, "package_id IN (")),
    ("osquery", IdentityKind::AppleBundle, |text| quoted(text, "bundle_identifier IN (")),
    ("fleet", IdentityKind::AppleBundle, |text| quoted(text, "bundle_identifier IN (")),
];

/// Returns the blocked extensions whose ids have these letters.
fn extensions(text: &str, letters: std::ops::RangeInclusive<char>) -> BTreeSet<String> {
    let policies: Value = serde_json::from_str(text).expect("JSON");
    let settings = policies["ExtensionSettings"].as_object().cloned().unwrap_or_default();
    settings.into_iter().map(|(id, _)| id).filter(|id| id.starts_with(|c| letters.contains(&c))).collect()
}

/// Returns every text under a key, wherever it is.
fn strings(text: &str, key: &str) -> BTreeSet<String> {
    fn walk(value: &Value, key: &str, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get(key).and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| walk(value, key, found));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, key, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    walk(&serde_json::from_str(text).expect("JSON"), key, &mut found);
    found
}

/// Returns every text between single quotes in the lists that follow some words.
fn quoted(text: &str, words: &str) -> BTreeSet<String> {
    let lists = text.split(words).skip(1).filter_map(|rest| rest.split_once(')')).map(|(list, _)| list);
    lists.flat_map(|list| list.split('\'').skip(1).step_by(2)).map(str::to_owned).collect()
}
