//! dnsmasq 2.90 and later: dnsmasq(8), `--address=/<domain>/`.
//!
//! It answers every client alike, so a plan with exempt addresses is refused.

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

/// The most tools that a refusal names.
const MOST_NAMED: usize = 10;

/// Refuses a plan with exempt addresses for a consumer that treats all clients alike.
///
/// # Errors
/// Names the tools with such exemptions.
pub(super) fn alike(sheet: &Sheet<'_>, consumer: &str) -> Result<(), Refused> {
    let groups = sheet.groups().iter().filter(|group| !group.addresses.is_empty());
    let exempt: Vec<&str> = groups.flat_map(|group| &group.blocks).map(|block| block.name.as_str()).collect();
    let named = exempt.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = match exempt.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    if exempt.is_empty() {
        return Ok(());
    }
    Err(Refused::new(format!(
        "{consumer} treats all clients alike, and some addresses are exempt from the block of {named}{more}: use a resolver with views or tags"
    )))
}
