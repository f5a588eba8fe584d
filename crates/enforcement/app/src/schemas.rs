use countersign_command::output::Schema;

/// What the commands of enforcement print as JSON.
pub const SCHEMAS: &[Schema] = &[Schema {
    name: "drift",
    of: "What `build --check --format json` prints",
    write: || schemars::schema_for!(crate::output::drift::Drift).into(),
}];
