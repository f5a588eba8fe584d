//! An Apple declaration: `com.apple.configuration.app.settings`, its keys
//! `DeniedApps` and `DeniedBinaries`, for supervised devices from version 27 on.

use crate::group_files::{Variant, files};
use crate::left_out::nothing;
use crate::text::uuid;
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::{IdentityKind, Plan};
use serde_json::{Map, Value, json};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "apple-declaration",
    title: "Apple devices, by declarative management",
    label: Label::SchemaChecked,
    carries: &[IdentityKind::AppleBundle, IdentityKind::AppleTeam, IdentityKind::AppleSigning],
    clients: Clients::ByGroup,
    keeps_exceptions: false,
    load: "Have your device manager send `countersign.json` as a configuration, with an activation that names it.",
    limits: "It needs supervised devices with version 27 of their system. Bundle ids hold on iPhones and iPads, team and signing ids on Macs.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "countersign", "json", |variant| Ok(declaration(sheet, variant)))
}

fn declaration(plan: &Plan, variant: &Variant<'_>) -> Vec<u8> {
    let apps: Vec<&str> = variant.names(IdentityKind::AppleBundle).into_keys().collect();
    let teams = variant.names(IdentityKind::AppleTeam);
    let signing = variant.names(IdentityKind::AppleSigning);
    let teams = teams.keys().map(|team| json!({ "TeamID": team }));
    let binaries: Vec<Value> = teams.chain(signing.keys().filter_map(|name| binary(name))).collect();
    let mut allowed = Map::new();
    if !apps.is_empty() {
        allowed.insert("DeniedApps".into(), json!(apps));
    }
    if !binaries.is_empty() {
        allowed.insert("DeniedBinaries".into(), json!(binaries));
    }
    let payload = json!({ "Allowed": allowed });
    crate::text::pretty(&json!({
        "Type": "com.apple.configuration.app.settings",
        "Identifier": format!("countersign.{}", plan.deployment.id),
        // It changes exactly when the payload does.
        "ServerToken": uuid(&payload.to_string()),
        "Payload": payload,
    }))
}

/// Returns a binary by its signing id. Apple's own have no team.
fn binary(name: &str) -> Option<Value> {
    let (signer, id) = name.split_once(':')?;
    let team = if signer == "platform" { "*APPLE*" } else { signer };
    Some(json!({ "SigningID": id, "TeamID": team }))
}
