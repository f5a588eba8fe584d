//! Unbound 1.17 and later: unbound.conf(5), `local-zone` and `local-zone-override`.
//!
//! A zone for each blocked domain answers that there is no such name, for the domain and everything
//! below it. A domain that stays open below has a transparent zone, and the nearest zone counts. An
//! override for each exempt network makes a zone transparent for its clients. The longest network
//! that contains a client counts.

use crate::left_out::nothing;
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::IdentityKind;
use ipnet::IpNet;
use rustc_hash::FxHashMap;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "unbound",
    title: "Unbound",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain],
    clients: Clients::ByAddress,
    keeps_exceptions: true,
    load: "Copy `countersign.conf` to the folder from which `unbound.conf` includes files (`/etc/unbound/unbound.conf.d/` on Debian), or name it there: `include: \"{directory}/countersign.conf\"`. Check it with `unbound-checkconf`, then `unbound-control reload`.",
    limits: "A resolver can show no page: a blocked name looks as if there were none, so tell people where to ask. Clients that ask another resolver, or one over HTTPS, are not reached: close those ways at the firewall. A client is told apart by its address.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    let mut text = comments(sheet, "#");
    text.push_str("server:\n");
    // Many domains share their exempt networks, so each set is written only once.
    let mut written: FxHashMap<&[IpNet], Vec<String>> = FxHashMap::default();
    for domain in sheet.exempt() {
        let name = domain.name;
        let answer = if domain.is_open { ".\" transparent\n" } else { ".\" always_nxdomain\n" };
        text.extend(["    local-zone: \"", name, answer]);
        let networks = written.entry(&domain.addresses).or_insert_with_key(|networks| {
            networks.iter().map(|network| format!(".\" {network} transparent\n")).collect()
        });
        for network in networks {
            text.extend(["    local-zone-override: \"", name, network]);
        }
    }
    Ok(vec![File::new("countersign.conf", text)])
}
