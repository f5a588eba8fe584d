//! Squid 5 and later: the squid.conf documentation, `acl … dstdomain -n`, `acl … src`,
//! `http_access` and `deny_info`.
//!
//! Each group of blocks has a list of domains, the networks that are exempt from it, and a list of
//! the domains that stay open below. A page says which policy blocks, why, and who to ask.

use crate::clients::Group;
use crate::left_out::nothing;
use crate::text::{comments, line, message, path, xml};
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::{IdentityKind, Plan};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "squid",
    title: "Squid",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain],
    clients: Clients::ByAddress,
    keeps_exceptions: true,
    load: "Copy the folder to the proxy and name the file in `squid.conf` before the first `http_access allow`: `include {directory}/countersign.conf`. Copy the pages of `errors/` to the folder of Squid's own error templates (`/usr/share/squid/errors/templates/` on Debian). Check it with `squid -k parse`, then `squid -k reconfigure`.",
    limits: "Over HTTPS the connection is refused (`CONNECT`), and browsers show a page of their own then. Clients that go around the proxy are not reached.",
    write,
    omits: nothing,
};

/// The largest number of tools whose reasons fit on one page.
const MOST_REASONS: usize = 20;

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    let mut text = comments(sheet, "#");
    let mut files = Vec::new();
    for group in sheet.groups() {
        files.push(File::new(format!("errors/{}", page_name(group)), self::page(sheet, group)));
        for network in group.addresses {
            text.push_str(&format!("acl countersign_{}_exempt src {network}\n", group.name));
        }
    }
    for zone in sheet.zones() {
        let name = &zone.name;
        let mut list = |ending: &str, domains: &[&str]| -> Result<String, Refused> {
            let file = format!("group-{name}.{ending}");
            let number = zone.number.to_string();
            let lines = || domains.iter().flat_map(|domain| [".", domain, "\n"]).collect::<String>().into_bytes();
            let bytes = sheet.piece(&[ending, &number], zone.group.places.iter().copied(), || Ok(lines()))?;
            files.push(File::of(file.clone(), bytes));
            Ok(path(sheet, &file))
        };
        let domains = list("domains", &zone.layer.domains)?;
        text.push_str(&format!("acl countersign_{name} dstdomain -n \"{domains}\"\n"));
        text.push_str(&format!("deny_info {} countersign_{name}\n", page_name(zone.group)));
        let mut but = String::new();
        if !zone.layer.open.is_empty() {
            let open = list("open", &zone.layer.open)?;
            text.push_str(&format!("acl countersign_{name}_open dstdomain -n \"{open}\"\n"));
            but.push_str(&format!("!countersign_{name}_open "));
        }
        if !zone.group.addresses.is_empty() {
            but.push_str(&format!("!countersign_{}_exempt ", zone.group.name));
        }
        // The page belongs to the last list of a rule.
        text.push_str(&format!("http_access deny {but}countersign_{name}\n"));
    }
    files.insert(0, File::new("countersign.conf", text));
    Ok(files)
}

fn page_name(group: &Group<'_>) -> String {
    format!("ERR_COUNTERSIGN_{}", group.name)
}

/// Returns the page of a group. `%` starts a code of Squid's, so it is doubled.
fn page(plan: &Plan, group: &Group<'_>) -> String {
    let organisation = xml(&plan.organisation);
    let mut reasons: String = group
        .blocks
        .iter()
        .take(MOST_REASONS)
        .map(|block| format!("<li>{}</li>\n", xml(&message(plan, block))))
        .collect();
    let more = group.blocks.len().saturating_sub(MOST_REASONS);
    if more > 0 {
        reasons.push_str(&format!("<li>{more} more tools</li>\n"));
    }
    let link = plan
        .deployment
        .page
        .as_ref()
        .map_or(String::new(), |page| format!("<p><a href=\"{0}\">What to do about it</a></p>\n", xml(page)));
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Blocked by policy: {organisation}</title></head>\n<body>\n<h1>Blocked by policy</h1>\n<p>What you asked for belongs to a tool that {organisation} blocks.</p>\n<ul>\n{reasons}</ul>\n{link}</body>\n</html>\n"
    );
    line_by_line(&html)
}

fn line_by_line(html: &str) -> String {
    html.lines().map(|own| format!("{}\n", line(own).replace('%', "%%"))).collect()
}
