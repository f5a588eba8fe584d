//! dnsmasq 2.90 and later: dnsmasq(8), `--address=/<domain>/` for blocked domains, and
//! `--server=/<domain>/#` for domains that stay open below one. The longest domain counts.
//!
//! It gives every client the same answer, so exempt addresses stay blocked.

use crate::left_out::nothing;
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::IdentityKind;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "dnsmasq",
    title: "dnsmasq",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain],
    clients: Clients::Alike,
    keeps_exceptions: true,
    load: "Copy `countersign.conf` to `/etc/dnsmasq.d/`, or name it: `conf-file={directory}/countersign.conf`. Check it with `dnsmasq --test`, then restart dnsmasq: it reads its configuration only when it starts.",
    limits: "A resolver can show no page: a blocked name looks as if there were none, so tell people where to ask. It answers all clients alike: an exemption by address has no effect here.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    let mut text = comments(sheet, "#");
    for domain in sheet.domains().apexes(|_| true) {
        text.push_str(&format!("address=/{domain}/\n"));
    }
    for domain in sheet.domains().open(|_| true) {
        text.push_str(&format!("server=/{domain}/#\n"));
    }
    Ok(vec![File::new("countersign.conf", text)])
}
