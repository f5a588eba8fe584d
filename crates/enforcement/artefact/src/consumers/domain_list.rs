//! A plain list of domains, one on each line, as gateways and DNS filters load it.

use crate::left_out::nothing;
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::IdentityKind;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "domain-list",
    title: "a gateway or DNS filter that loads a list of domains",
    label: Label::ShapeChecked,
    carries: &[IdentityKind::Domain],
    clients: Clients::Alike,
    keeps_exceptions: false,
    load: "Have the filter load `domains.txt` as a list of domains to block, each with its subdomains. Lines that begin with `#` are comments.",
    limits: "Whether subdomains are blocked is the filter's choice: switch it on. A list holds for all clients alike: an exemption by address has no effect here. It cannot say that a name below a blocked domain stays open.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    let mut text = comments(sheet, "#");
    for domain in sheet.domains().blocked() {
        text.extend([domain, "\n"]);
    }
    Ok(vec![File::new("domains.txt", text)])
}
