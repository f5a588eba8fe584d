use countersign_command::output::Schema;
use countersign_pack::{format, json_schema};
use serde_json::Value;

/// The schemas of the JSON and TOML that the policy's commands read and print.
pub const SCHEMAS: &[Schema] = &[
    Schema { name: "pack", of: "`pack.toml` and the other TOML files beside it", write: || document("pack") },
    Schema { name: "tool", of: "`tools/*.toml`", write: || document("tool") },
    Schema { name: "ban", of: "`bans/*.toml`", write: || document("ban") },
    Schema { name: "exemption", of: "`exemptions/*.toml`", write: || document("exemption") },
    Schema { name: "checklist", of: "`checklists/*.toml`", write: || document("checklist") },
    Schema { name: "tests", of: "`tests/*.toml`", write: || document("tests") },
    Schema { name: "text", of: "`text/*.toml`", write: || document("text") },
    Schema {
        name: "answer",
        of: "What `check --format json` prints",
        write: || schemars::schema_for!(countersign_decide::Answer).into(),
    },
    Schema {
        name: "suggestions",
        of: "What `suggest --format json` prints",
        write: || schemars::schema_for!(countersign_decide::Suggestions).into(),
    },
    Schema {
        name: "explanation",
        of: "What `explain --format json` prints",
        write: || schemars::schema_for!(countersign_decide::Explanation).into(),
    },
    Schema {
        name: "table",
        of: "What `table --format json` prints",
        write: || schemars::schema_for!(countersign_decide::PolicyTable).into(),
    },
    Schema {
        name: "difference",
        of: "What `diff --format json` prints",
        write: || schemars::schema_for!(countersign_decide::diff::Difference).into(),
    },
    Schema {
        name: "import",
        of: "What `import --report` writes",
        write: || schemars::schema_for!(crate::importing::folder::Told<'static>).into(),
    },
];

/// Returns the schema of a kind of document.
fn document(name: &str) -> Value {
    format::DOCUMENTS.iter().find(|document| document.name == name).map(json_schema).unwrap_or_default()
}
