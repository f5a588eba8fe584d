//! nginx 1.22 and later: ngx_http_geo_module and ngx_http_map_module, for a server that passes
//! requests on (a forward or an intercepting proxy).
//!
//! A map gives each host the number of its set of exempt networks, and a geo block gives each
//! client the numbers of the sets that contain it. A host is blocked unless its own number is 0 or
//! among those of the client.

use crate::left_out::nothing;
use crate::text::{comments, line, message};
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::{Block, IdentityKind};
use ipnet::IpNet;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "nginx",
    title: "nginx",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain],
    clients: Clients::ByAddress,
    keeps_exceptions: true,
    load: "Copy the folder to the proxy. Name the first file in the `http` block: `include {directory}/countersign.conf;`, and the second in each `server` block that passes requests on: `include {directory}/countersign-server.conf;`. Check it with `nginx -t`, then `nginx -s reload`.",
    limits: "It sees the host of plain requests only: TLS that is passed through is not reached. Settings of your own for `map_hash_max_size` or `map_hash_bucket_size` have to go, since they may be given once.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    let domains = sheet.exempt();
    let mut sets: BTreeSet<&[IpNet]> = domains.iter().map(|domain| domain.addresses.as_ref()).collect();
    sets.remove::<[IpNet]>(&[]);
    let sets: Vec<&[IpNet]> = sets.into_iter().collect();
    let numbers: FxHashMap<&[IpNet], String> =
        sets.iter().enumerate().map(|(place, set)| (*set, format!(" {};\n", place + 2))).collect();
    let mut text = comments(sheet, "#");
    // The longest entry, with some further words, must fit into a bucket.
    let longest = domains.iter().map(|domain| domain.name.len()).max().unwrap_or(0);
    text.push_str(&format!("map_hash_bucket_size {};\n", (longest + 64).next_power_of_two()));
    text.push_str(&format!("map_hash_max_size {};\n", (domains.len() * 2).next_power_of_two().max(2048)));
    text.push_str("# The set of networks that is exempt from what a host belongs to: 0 where nothing is blocked.\n");
    text.push_str("map $host $countersign_name {\n    hostnames;\n    default 0;\n");
    for domain in domains {
        let number = numbers.get(domain.addresses.as_ref()).map_or(" 1;\n", String::as_str);
        let number = if domain.is_open { " 0;\n" } else { number };
        text.extend(["    .", domain.name, number]);
    }
    text.push_str("}\nmap $host $countersign_why {\n    hostnames;\n    default \"\";\n");
    // The message of the first block that a domain belongs to.
    let why = |block: &Block| format!(" \"{}\";\n", quoted(&message(sheet, block)));
    let why: Vec<String> = sheet.blocks.iter().map(why).collect();
    for name in sheet.domains().names() {
        let first = sheet.domains().owners(name).next().and_then(|owner| why.get(owner));
        text.extend(["    .", sheet.domains().text(name), first.map_or(" \"\";\n", |why| why)]);
    }
    text.push_str(
        "}\n# The sets that hold a client, each between colons.\ngeo $countersign_client {\n    default \":\";\n",
    );
    for (network, held) in holders(&sets) {
        let held: String = held.iter().map(|set| format!("{set}:")).collect();
        text.push_str(&format!("    {network} \":{held}\";\n"));
    }
    text.push_str(
        "}\nmap \"$countersign_name$countersign_client\" $countersign_blocked {\n    default 1;\n    \"~^0:\" 0;\n",
    );
    for set in 0..sets.len() {
        text.push_str(&format!("    \"~^{0}:(.*:)?{0}:\" 0;\n", set + 2));
    }
    text.push_str("}\n");
    let server =
        format!("{}if ($countersign_blocked) {{\n    return 403 \"$countersign_why\";\n}}\n", comments(sheet, "#"));
    let files = vec![File::new("countersign.conf", text), File::new("countersign-server.conf", server)];
    Ok(files)
}

/// Returns, for each network, the numbers of the sets that contain it. nginx uses the narrowest
/// network that contains a client.
fn holders(sets: &[&[IpNet]]) -> BTreeMap<IpNet, Vec<usize>> {
    let all: BTreeSet<IpNet> = sets.iter().flat_map(|set| set.iter().copied()).collect();
    let held = |network: &IpNet| {
        let within = sets.iter().enumerate().filter(|(_, set)| set.iter().any(|own| own.contains(network)));
        within.map(|(place, _)| place + 2).collect()
    };
    all.iter().map(|network| (*network, held(network))).collect()
}

/// Returns a text between double quotes. nginx cannot write a `$` that is not a variable.
fn quoted(text: &str) -> String {
    line(text).replace('\\', "/").replace('"', "'").replace('$', "")
}
