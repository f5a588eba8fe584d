//! dnsmasq 2.90 and later: dnsmasq(8), `--address=/<domain>/`.
//!
//! It answers every client alike, so a plan with exempt addresses is refused.

use crate::clients::groups;
use crate::text::comments;
use crate::{Clients, Consumer, File, Label, Refused, Sheet};
use countersign_model::IdentityKind;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "dnsmasq",
    title: "dnsmasq",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain],
    clients: Clients::Alike,
    load: "Copy `countersign.conf` to `/etc/dnsmasq.d/`, or name it: `conf-file={directory}/countersign.conf`. Check it with `dnsmasq --test`, then restart dnsmasq: it reads its configuration only when it starts.",
    limits: "A resolver can show no page: a blocked name looks as if there were none, so tell people where to ask. It answers all clients alike: where an exemption names addresses this artefact is refused.",
    write,
};

fn write(sheet: &Sheet<'_>) -> Result<Vec<File>, Refused> {
    alike(sheet, "dnsmasq")?;
    let mut text = comments(sheet, "#");
    for domain in sheet.domains().apexes(|_| true) {
        text.push_str(&format!("address=/{domain}/\n"));
    }
    Ok(vec![File::new("countersign.conf", text)])
}

/// Refuses a plan with exempt addresses for a consumer that treats all clients alike.
///
/// # Errors
/// Names the tools with such exemptions.
pub(super) fn alike(sheet: &Sheet<'_>, consumer: &str) -> Result<(), Refused> {
    let exempt: Vec<&str> = groups(sheet)
        .iter()
        .filter(|group| !group.addresses.is_empty())
        .flat_map(|group| group.blocks.iter().map(|block| block.name.as_str()))
        .collect();
    if exempt.is_empty() {
        return Ok(());
    }
    Err(Refused::new(format!(
        "{consumer} treats all clients alike, and some addresses are exempt from the block of {}: use a resolver with views or tags",
        exempt.join(", ")
    )))
}
