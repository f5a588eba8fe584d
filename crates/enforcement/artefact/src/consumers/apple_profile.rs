//! An Apple configuration profile: the payload `com.apple.applicationaccess`
//! ("Restrictions") and its key `blockedAppBundleIDs`, for supervised devices.

use crate::group_files::{Variant, files};
use crate::left_out::nothing;
use crate::text::{head, line, uuid};
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::{IdentityKind, Plan};
use plist::{Dictionary, Value};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "apple-profile",
    title: "Apple devices, by a configuration profile",
    label: Label::SchemaChecked,
    carries: &[IdentityKind::AppleBundle],
    clients: Clients::ByGroup,
    keeps_exceptions: false,
    load: "Have your device manager install `countersign.mobileconfig` on supervised iPhones and iPads. It signs the profile itself.",
    limits: "Devices have to be supervised. Macs are not reached: take the declaration or Santa for them. Web addresses are not reached: take a resolver.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "countersign", "mobileconfig", |variant| profile(sheet, variant))
}

fn profile(plan: &Plan, variant: &Variant<'_>) -> Result<Vec<u8>, Refused> {
    let bundles = variant.names(IdentityKind::AppleBundle).into_keys().map(Value::from).collect();
    let identifier = format!("countersign.{}", plan.deployment.id);
    let mut restrictions = payload("com.apple.applicationaccess", &format!("{identifier}.apps"), "Blocked apps");
    restrictions.insert("blockedAppBundleIDs".into(), Value::Array(bundles));
    let mut root = payload("Configuration", &identifier, &line(&plan.deployment.name.text));
    root.insert("PayloadOrganization".into(), line(&plan.organisation).into());
    root.insert("PayloadDescription".into(), head(plan).join(". ").into());
    root.insert("PayloadScope".into(), "System".into());
    root.insert("PayloadContent".into(), Value::Array(vec![Value::Dictionary(restrictions)]));
    let mut bytes = Vec::new();
    Value::Dictionary(root)
        .to_writer_xml(&mut bytes)
        .map_err(|error| Refused::new(format!("the property list cannot be written: {error}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Returns the keys that every payload has ("TopLevel" and "CommonPayloadKeys").
fn payload(kind: &str, identifier: &str, name: &str) -> Dictionary {
    let mut payload = Dictionary::new();
    payload.insert("PayloadType".into(), kind.into());
    payload.insert("PayloadVersion".into(), 1.into());
    payload.insert("PayloadIdentifier".into(), identifier.into());
    payload.insert("PayloadUUID".into(), uuid(identifier).into());
    payload.insert("PayloadDisplayName".into(), name.into());
    payload
}
