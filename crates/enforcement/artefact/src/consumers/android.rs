//! Android Management API: the resource `enterprises.policies`, its fields
//! `applications` and `shortSupportMessage`.

use crate::group_files::{Variant, files_of_names};
use crate::left_out::nothing;
use crate::text::{first, line};
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::{IdentityKind, Plan};
use serde_json::{Value, json};

pub(super) static CONSUMER: Consumer = Consumer {
    name: "android",
    title: "Android Management API",
    label: Label::SchemaChecked,
    carries: &[IdentityKind::AndroidPackage],
    clients: Clients::ByGroup,
    keeps_exceptions: false,
    load: "Merge `policy.json` into the policy of the devices (`enterprises.policies.patch`): its `applications` join those that you have.",
    limits: "It holds on managed devices and in work profiles. An app of the same maker under another package name is not reached.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files_of_names(sheet, "policy", "json", |variant| policy(sheet, variant))
}

fn policy(plan: &Plan, variant: &Variant<'_>) -> Vec<u8> {
    let names = variant.names(IdentityKind::AndroidPackage);
    let applications: Vec<Value> =
        names.keys().map(|package| json!({ "packageName": package, "installType": "BLOCKED" })).collect();
    let page = plan.deployment.page.as_ref().map(|page| format!(" See {page}")).unwrap_or_default();
    // A short message can have 200 characters, a long one 4,096.
    let text = format!("Blocked by the policy of {} ({}).{page}", line(&plan.organisation), line(&plan.version));
    crate::text::pretty(&json!({
        "applications": applications,
        "shortSupportMessage": { "defaultMessage": first(&text, 200) },
    }))
}
