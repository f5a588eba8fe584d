//! Firefox 115 and later: the enterprise policies `WebsiteFilter` and
//! `ExtensionSettings` in `policies.json`.
//!
//! Entries are match patterns; `*.example.org` covers the domain itself too. A bare
//! domain would be no pattern, and let everything through.

use super::chromium::{extensions, few};
use crate::devices::{Variant, files};
use crate::{Clients, Consumer, File, Label, Refused, Sheet};
use countersign_model::{IdentityKind, Plan};
use serde_json::{Map, Value, json};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "firefox",
    title: "Firefox",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain, IdentityKind::FirefoxExtension],
    clients: Clients::ByGroup,
    load: "Copy `policies.json` to `/etc/firefox/policies/` on Linux, to the folder `distribution` beside the program on Windows, or to `Contents/Resources/distribution` inside the app on macOS. Where you have such a file already, merge the two. The page `about:policies` shows what is active.",
    limits: "It holds in this browser only, not in other apps of the device.",
    write,
};

fn write(sheet: &Sheet<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "policies", "json", |variant| policies(sheet, variant))
}

fn policies(plan: &Plan, variant: &Variant<'_>) -> Result<Vec<u8>, Refused> {
    let domains: Vec<&str> = variant.domains().collect();
    few(domains.len(), "WebsiteFilter")?;
    let patterns: Vec<String> = domains.iter().map(|domain| format!("*://*.{domain}/*")).collect();
    let extensions = extensions(plan, variant, IdentityKind::FirefoxExtension, str::to_owned);
    let mut policies = Map::new();
    if !extensions.is_empty() {
        policies.insert("ExtensionSettings".into(), Value::Object(extensions));
    }
    policies.insert("WebsiteFilter".into(), json!({ "Block": patterns }));
    Ok(crate::text::pretty(&json!({ "policies": policies })))
}
