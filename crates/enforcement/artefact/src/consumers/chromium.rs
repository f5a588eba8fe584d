//! Chromium, Google Chrome and Microsoft Edge: the enterprise policies `URLBlocklist`,
//! `URLAllowlist` and `ExtensionSettings`.
//!
//! A host in the list covers its subdomains ("URL blocklist filter format"). The file is for one
//! device, so device groups with exemptions have their own files.

use super::browsers::{MOST_ENTRIES, beyond, blocked};
use crate::group_files::{Variant, files};
use crate::text::{first, message};
use crate::{Clients, Consumer, File, Label, LeftOut, PlanIndex, Refused};
use countersign_model::{Block, IdentityKind, Plan};
use serde_json::{Map, Value, json};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "chromium",
    title: "Chromium, Chrome and Edge",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain, IdentityKind::ChromeExtension, IdentityKind::EdgeExtension],
    clients: Clients::ByGroup,
    keeps_exceptions: true,
    load: "On Linux copy `countersign.json` to `/etc/chromium/policies/managed/` (Chrome: `/etc/opt/chrome/policies/managed/`, Edge: `/etc/opt/edge/policies/managed/`). On Windows and macOS give the same values to your device manager. The page `chrome://policy` shows each policy with the status OK.",
    limits: "It holds in this browser only, not in other apps of the device. A browser of another maker, or a profile that is not managed, is not reached.",
    write,
    omits,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "countersign", "json", |variant| Ok(policies(sheet, variant)))
}

fn policies(plan: &PlanIndex<'_>, variant: &Variant<'_>) -> Vec<u8> {
    let domains: Vec<&str> = blocked(plan, variant).collect();
    let open: Vec<&str> = variant.open().take(MOST_ENTRIES).collect();
    // A message can have 1,000 characters.
    let of_kind = |kind| extensions(plan, variant, kind, |told| first(told, 1_000));
    let mut extensions = of_kind(IdentityKind::ChromeExtension);
    extensions.extend(of_kind(IdentityKind::EdgeExtension));
    let mut policies = Map::new();
    if !extensions.is_empty() {
        policies.insert("ExtensionSettings".into(), Value::Object(extensions));
    }
    // Of two entries that match, the one with the longer host wins.
    if !open.is_empty() {
        policies.insert("URLAllowlist".into(), json!(open));
    }
    policies.insert("URLBlocklist".into(), json!(domains));
    crate::text::pretty(&Value::Object(policies))
}

fn omits<'a>(sheet: &PlanIndex<'a>) -> Vec<LeftOut<'a>> {
    beyond(sheet, "URLBlocklist", "URLAllowlist")
}

/// Returns extensions that must not be installed, each with its message (`ExtensionSettings`).
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
