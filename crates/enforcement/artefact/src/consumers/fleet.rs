//! Fleet: policies in the form that `fleetctl apply` reads (Fleet 4, "YAML files",
//! kind `policy`). A device passes where a blocked tool is not found.

use super::osquery::{CARRIES, searches};
use crate::group_files::{Variant, files};
use crate::left_out::nothing;
use crate::text::{comments, line, message};
use crate::{Clients, Consumer, File, Label, PlanIndex, Refused};
use countersign_model::Plan;
use serde_json::Value;

pub(super) static CONSUMER: Consumer = Consumer {
    name: "fleet",
    title: "Fleet",
    label: Label::ShapeChecked,
    carries: CARRIES,
    clients: Clients::ByGroup,
    keeps_exceptions: false,
    load: "Apply the file: `fleetctl apply -f policies.yml`.",
    limits: "It tells which devices fail, and does not block.",
    write,
    omits: nothing,
};

fn write(sheet: &PlanIndex<'_>) -> Result<Vec<File>, Refused> {
    files(sheet, "policies", "yml", |variant| Ok(policies(sheet, variant)))
}

fn policies(plan: &Plan, variant: &Variant<'_>) -> Vec<u8> {
    let mut text = comments(plan, "#");
    let searches = searches(variant);
    if searches.is_empty() {
        return text.into_bytes();
    }
    text.push_str("---\napiVersion: v1\nkind: policy\nspec:\n  policies:\n");
    for search in searches {
        let name = format!("{} is not there ({})", line(&search.block.name), search.what);
        let query = format!("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM {});", search.from);
        let told = message(plan, search.block);
        let fields = [
            ("name", name.as_str()),
            ("query", &query),
            ("description", &told),
            ("resolution", "Remove it from the device."),
            ("platform", search.platform),
        ];
        for (place, (key, value)) in fields.into_iter().enumerate() {
            let dash = if place == 0 { "-" } else { " " };
            // A JSON string is a double-quoted scalar of YAML 1.2 (section 7.3.1).
            text.push_str(&format!("    {dash} {key}: {}\n", Value::from(value)));
        }
    }
    text.into_bytes()
}
