use countersign_command::output::Schema;

/// The schemas of the JSON that the enforcement commands print.
pub const SCHEMAS: &[Schema] = &[Schema {
    name: "drift",
    of: "What `build --check --format json` prints",
    write: || schemars::schema_for!(crate::output::drift::Drift).into(),
}];
