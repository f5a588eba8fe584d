//! BIND 9.16 and later: the BIND 9 Administrator Reference Manual, "Response Policy
//! Zone (RPZ) Rewriting" and "view".
//!
//! A client that is passed through in one policy zone passes through all later ones,
//! so exemptions are views: one for each set of lifted zones, and one for everybody
//! else. Each view loads the zones that hold for it.

use crate::clients::{Client, Group};
use crate::rpz::zone;
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, Refused, Sheet};
use countersign_model::{IdentityKind, Plan};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "bind",
    title: "BIND 9",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain],
    clients: Clients::ByAddress,
    load: "Copy the folder to the server and name the file in `named.conf`, outside of `options`: `include \"{directory}/countersign.conf\";`. It declares views, so every zone of yours has to stand in a view too: put them into a file of their own and name it as `include` of the deployment in the pack. Check it with `named-checkconf -z`, then `rndc reconfig`.",
    limits: "A resolver can show no page: a blocked name looks as if there were none, so tell people where to ask. Each view has a cache of its own. Clients that ask another resolver, or one over HTTPS, are not reached.",
    write,
};

/// The most views: each loads its zones anew.
const MOST_VIEWS: usize = 64;

fn write(sheet: &Sheet<'_>) -> Result<Vec<File>, Refused> {
    let groups = sheet.groups();
    let clients = sheet.clients();
    let mut views: BTreeMap<&BTreeSet<usize>, Vec<&Client>> = BTreeMap::new();
    for client in clients {
        views.entry(&client.lifted).or_default().push(client);
    }
    if views.len() > MOST_VIEWS {
        return Err(Refused::new(format!(
            "the exemptions make {} different views, and BIND loads every zone in each: at most {MOST_VIEWS} are written",
            views.len()
        )));
    }
    let mut files = Vec::new();
    for group in groups {
        files.push(File::of(format!("group-{}.rpz", group.name), zone(sheet, &origin(group), group)?));
    }
    let mut text = comments(sheet, "//");
    for (number, (lifted, own)) in views.iter().enumerate() {
        let held = groups.iter().enumerate().filter(|(place, _)| !lifted.contains(place)).map(|(_, group)| group);
        text.push_str(&view(sheet, &format!("countersign-{}", number + 1), &addresses(clients, own), held));
    }
    text.push_str(&view(sheet, "countersign", "any; ", groups.iter()));
    files.insert(0, File::new("countersign.conf", text));
    Ok(files)
}

fn origin(group: &Group<'_>) -> String {
    format!("b{}", group.name)
}

/// The clients of a view: the first element that fits decides, so that narrower
/// networks of other views stand before the wider one, negated.
fn addresses(clients: &[Client], own: &[&Client]) -> String {
    let mut list = String::new();
    for client in clients {
        if own.contains(&client) {
            list.push_str(&format!("{}; ", client.network));
        } else if own.iter().any(|wider| wider.network.contains(&client.network)) {
            list.push_str(&format!("!{}; ", client.network));
        }
    }
    list
}

fn view<'g>(plan: &Plan, name: &str, clients: &str, held: impl Iterator<Item = &'g Group<'g>> + Clone) -> String {
    let mut text = format!("view \"{name}\" {{\n    match-clients {{ {clients}}};\n");
    if let Some(include) = &plan.deployment.include {
        text.push_str(&format!("    include \"{include}\";\n"));
    }
    let zones: String = held.clone().map(|group| format!("zone \"{}\"; ", origin(group))).collect();
    if !zones.is_empty() {
        text.push_str(&format!("    response-policy {{ {zones}}} qname-wait-recurse no;\n"));
    }
    for group in held {
        let file = crate::text::path(plan, &format!("group-{}.rpz", group.name));
        text.push_str(&format!(
            "    zone \"{}\" {{ type primary; file \"{file}\"; allow-query {{ none; }}; allow-transfer {{ none; }}; }};\n",
            origin(group)
        ));
    }
    text.push_str("};\n");
    text
}
