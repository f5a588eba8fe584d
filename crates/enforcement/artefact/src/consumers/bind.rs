//! BIND 9.16 and later: the BIND 9 Administrator Reference Manual, "Response Policy Zone (RPZ)
//! Rewriting" and "view".
//!
//! A client or a name that passes through one policy zone passes through all later ones. So
//! exemptions are views: one for each set of lifted zones, and one for everybody else. Each view
//! loads the zones that apply to it.

use crate::clients::{Client, Zone};
use crate::consumer::lost;
use crate::rpz::{too_long, zone};
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, LeftOut, PlanIndex, Refused};
use countersign_model::{IdentityKind, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "bind",
    title: "BIND 9",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain],
    clients: Clients::ByAddress,
    keeps_exceptions: true,
    load: "Copy the folder to the server and name the file in `named.conf`, outside of `options`: `include \"{directory}/countersign.conf\";`. It declares views, so every zone of yours has to stand in a view too: put them into a file of their own and name it as `include` of the deployment in the pack. Check it with `named-checkconf -z`, then `rndc reconfig`.",
    limits: "A resolver can show no page: a blocked name looks as if there were none, so tell people where to ask. Each view has a cache of its own. Clients that ask another resolver, or one over HTTPS, are not reached.",
    write,
    omits,
};

/// The largest number of views, because each loads its zones again.
const MOST_VIEWS: usize = 64;

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    let zones = sheet.zones();
    let views = views(sheet).0;
    let clients: Vec<&Client> = sheet.clients().iter().filter(|client| views.contains_key(&client.lifted)).collect();
    let mut files = Vec::new();
    for own in &zones {
        files.push(File::of(format!("group-{}.rpz", own.name), zone(sheet, &origin(own), own)?));
    }
    let mut text = comments(sheet, "//");
    for (number, (lifted, own)) in views.iter().enumerate() {
        let held: Vec<&Zone<'_, '_>> = zones.iter().filter(|zone| !lifted.contains(&zone.place)).collect();
        text.push_str(&view(sheet, &format!("countersign-{}", number + 1), &addresses(&clients, own), &held));
    }
    text.push_str(&view(sheet, "countersign", "any; ", &zones.iter().collect::<Vec<_>>()));
    files.insert(0, File::new("countersign.conf", text));
    Ok(files)
}

/// Clients by the groups that are lifted for them, one view for each set.
type Views<'s> = BTreeMap<&'s BTreeSet<usize>, Vec<&'s Client>>;

/// Returns the views to write, and the clients beyond them.
fn views<'s>(sheet: &'s PlanIndex<'_>) -> (Views<'s>, Vec<&'s Client>) {
    let mut views = Views::new();
    for client in sheet.clients() {
        views.entry(&client.lifted).or_default().push(client);
    }
    let beyond = views.keys().nth(MOST_VIEWS).copied();
    let beyond = beyond.map(|first| views.split_off(&first)).unwrap_or_default();
    (views, beyond.into_values().flatten().collect())
}

/// Returns names that are too long, and the exemptions of clients beyond the last view. These
/// clients get the view of a wider network, or the one for everybody, where less is lifted.
fn omits<'a>(sheet: &PlanIndex<'a>) -> Vec<LeftOut<'a>> {
    let mut left = too_long(sheet, origin);
    let why = format!("BIND loads every zone in each view, so at most {MOST_VIEWS} sets of exemptions are written");
    let why = Arc::from(why);
    let groups: BTreeSet<usize> = views(sheet).1.into_iter().flat_map(|client| client.lifted.iter().copied()).collect();
    for group in groups.into_iter().filter_map(|place| sheet.groups().get(place)) {
        left.extend(group.blocks.iter().flat_map(|block| lost(block, &why)));
    }
    left
}

fn origin(zone: &Zone<'_, '_>) -> String {
    format!("b{}", zone.name)
}

/// Returns the clients of a view. The first element that matches decides, so narrower networks of
/// other views come before the wider one, negated.
fn addresses(clients: &[&Client], own: &[&Client]) -> String {
    let mut list = String::new();
    for client in clients {
        if own.contains(client) {
            list.push_str(&format!("{}; ", client.network));
        } else if own.iter().any(|wider| wider.network.contains(&client.network)) {
            list.push_str(&format!("!{}; ", client.network));
        }
    }
    list
}

fn view(plan: &Plan, name: &str, clients: &str, held: &[&Zone<'_, '_>]) -> String {
    let mut text = format!("view \"{name}\" {{\n    match-clients {{ {clients}}};\n");
    if let Some(include) = &plan.deployment.include {
        text.push_str(&format!("    include \"{include}\";\n"));
    }
    let zones: String = held.iter().map(|zone| format!("zone \"{}\"; ", origin(zone))).collect();
    if !zones.is_empty() {
        text.push_str(&format!("    response-policy {{ {zones}}} qname-wait-recurse no;\n"));
    }
    for zone in held {
        let file = crate::text::path(plan, &format!("group-{}.rpz", zone.name));
        text.push_str(&format!(
            "    zone \"{}\" {{ type primary; file \"{file}\"; allow-query {{ none; }}; allow-transfer {{ none; }}; }};\n",
            origin(zone)
        ));
    }
    text.push_str("};\n");
    text
}
