//! Chromium, Google Chrome and Microsoft Edge: the enterprise policies `URLBlocklist`
//! and `ExtensionSettings`.
//!
//! A host in the list covers its subdomains ("URL blocklist filter format"). The
//! file is for one device, so that device groups with exemptions have files of
//! their own.

use crate::devices::{Variant, files};
use crate::text::{first, message};
use crate::{Clients, Consumer, File, Label, Refused, Sheet};
use countersign_model::{Block, IdentityKind, Plan};
use serde_json::{Map, Value, json};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "chromium",
    title: "Chromium, Chrome and Edge",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain, IdentityKind::ChromeExtension],
    clients: Clients::ByGroup,
    load: "On Linux copy `countersign.json` to `/etc/chromium/policies/managed/` (Chrome: `/etc/opt/chrome/policies/managed/`, Edge: `/etc/opt/edge/policies/managed/`). On Windows and macOS give the same values to your device manager. The page `chrome://policy` shows each policy with the status OK.",
    limits: "It holds in this browser only, not in other apps of the device. A browser of another maker, or a profile that is not managed, is not reached.",
    write,
};

/// The most entries of a list that the browsers read ("URLBlocklist", remarks).
const MOST_ENTRIES: usize = 1_000;

fn write(sheet: &Sheet<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "countersign", "json", |variant| policies(sheet, variant))
}

fn policies(plan: &Plan, variant: &Variant<'_>) -> Result<Vec<u8>, Refused> {
    let domains: Vec<&str> = variant.domains().collect();
    few(domains.len(), "URLBlocklist")?;
    // A message has 1,000 characters at most.
    let extensions = extensions(plan, variant, IdentityKind::ChromeExtension, |told| first(told, 1_000));
    let mut policies = Map::new();
    if !extensions.is_empty() {
        policies.insert("ExtensionSettings".into(), Value::Object(extensions));
    }
    policies.insert("URLBlocklist".into(), json!(domains));
    Ok(crate::text::pretty(&Value::Object(policies)))
}

/// Refuses more entries than a browser reads: the rest would be let through.
///
/// # Errors
/// Names the list.
pub(super) fn few(count: usize, list: &str) -> Result<(), Refused> {
    if count <= MOST_ENTRIES {
        return Ok(());
    }
    Err(Refused::new(format!(
        "{count} domains are blocked, and the browser reads {MOST_ENTRIES} entries of `{list}`: block them at a resolver or a proxy"
    )))
}

/// Extensions that may not be installed, each with what is told (`ExtensionSettings`).
pub(super) fn extensions(
    plan: &Plan,
    variant: &Variant<'_>,
    kind: IdentityKind,
    fit: impl Fn(&str) -> String,
) -> Map<String, Value> {
    let names = variant.names(kind).into_iter();
    let settings = |(id, block): (&str, &Block)| {
        let told = fit(&message(plan, block));
        (id.to_owned(), json!({ "installation_mode": "blocked", "blocked_install_message": told }))
    };
    names.map(settings).collect()
}
