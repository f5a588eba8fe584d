//! A plain list of domains, one a line, as gateways and DNS filters load it.

use super::dnsmasq::alike;
use crate::domains::apexes;
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, Refused};
use countersign_model::{IdentityKind, Plan};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "domain-list",
    title: "a gateway or DNS filter that loads a list of domains",
    label: Label::ShapeChecked,
    carries: &[IdentityKind::Domain],
    clients: Clients::Alike,
    load: "Have the filter load `domains.txt` as a list of domains to block, each with its subdomains. Lines that begin with `#` are comments.",
    limits: "Whether subdomains are blocked is the filter's choice: switch it on. A list holds for all clients alike: where an exemption names addresses this artefact is refused.",
    write,
};

fn write(plan: &Plan) -> Result<Vec<File>, Refused> {
    alike(plan, "a list")?;
    let mut text = comments(plan, "#");
    for domain in apexes(plan.blocks.iter()) {
        text.push_str(&format!("{domain}\n"));
    }
    Ok(vec![File::new("domains.txt", text)])
}
