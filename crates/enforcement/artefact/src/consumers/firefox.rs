//! Firefox 115 and later: the enterprise policies `WebsiteFilter` and
//! `ExtensionSettings` in `policies.json`.
//!
//! Entries are match patterns. `*.example.org` also covers the domain itself. A bare domain is not
//! a pattern, and would let everything through.

use super::browsers::{MOST_ENTRIES, beyond, blocked};
use super::chromium::extensions;
use crate::group_files::{Variant, files};
use crate::{Clients, Consumer, File, Label, LeftOut, PlanIndex, Refused};
use countersign_model::IdentityKind;
use rustc_hash::FxHashSet;
use serde_json::{Map, Value, json};
use std::sync::Arc;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "firefox",
    title: "Firefox",
    label: Label::Enforced,
    carries: &[IdentityKind::Domain, IdentityKind::FirefoxExtension],
    clients: Clients::ByGroup,
    keeps_exceptions: true,
    load: "Copy `policies.json` to `/etc/firefox/policies/` on Linux, to the folder `distribution` beside the program on Windows, or to `Contents/Resources/distribution` inside the app on macOS. Where you have such a file already, merge the two. The page `about:policies` shows what is active.",
    limits: "It holds in this browser only, not in other apps of the device.",
    write,
    omits,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "policies", "json", |variant| Ok(policies(sheet, variant)))
}

fn policies(plan: &PlanIndex<'_>, variant: &Variant<'_>) -> Vec<u8> {
    let pattern = |domain: &str| format!("*://*.{domain}/*");
    let patterns: Vec<String> = blocked(plan, variant).map(pattern).collect();
    let open: Vec<String> = variant.open().take(MOST_ENTRIES).map(pattern).collect();
    let extensions = extensions(plan, variant, IdentityKind::FirefoxExtension, str::to_owned);
    let mut policies = Map::new();
    if !extensions.is_empty() {
        policies.insert("ExtensionSettings".into(), Value::Object(extensions));
    }
    let mut filter = json!({ "Block": patterns });
    if let (false, Some(filter)) = (open.is_empty(), filter.as_object_mut()) {
        filter.insert("Exceptions".into(), json!(open));
    }
    policies.insert("WebsiteFilter".into(), filter);
    crate::text::pretty(&json!({ "policies": policies }))
}

/// Returns blocked domains below an exception. An exception overrides every block, so Firefox lets
/// them through.
fn omits<'a>(sheet: &PlanIndex<'a>) -> Vec<LeftOut<'a>> {
    let why = Arc::from("Firefox lets everything through that is below a domain that stays open");
    let open: FxHashSet<&str> = sheet.domains().open(|_| true).collect();
    let above = |domain: &str| {
        domain.match_indices('.').any(|(dot, _)| domain.get(dot + 1..).is_some_and(|rest| open.contains(rest)))
    };
    let below = sheet.domains().blocked().filter(|domain| !open.is_empty() && above(domain));
    let mut left: Vec<LeftOut<'_>> = below.flat_map(|domain| sheet.left_domain(domain, &why)).collect();
    left.extend(beyond(sheet, "WebsiteFilter.Block", "WebsiteFilter.Exceptions"));
    left
}
