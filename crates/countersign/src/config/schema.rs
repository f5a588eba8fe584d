//! The JSON Schema of the configuration file.

use super::settings::{Kind, SETTINGS, Setting};
use serde_json::{Map, Value, json};

/// Returns the schema, made from the table of settings.
pub(crate) fn schema() -> Value {
    let mut root = section("The configuration of the service: `countersign.toml`.");
    for setting in SETTINGS {
        let mut at = &mut root;
        let mut parts = setting.key.split('.').peekable();
        while let Some(part) = parts.next() {
            let Some(properties) = at.get_mut("properties").and_then(Value::as_object_mut) else { break };
            let last = parts.peek().is_none();
            at = properties.entry(part).or_insert_with(|| if last { described(setting) } else { section("") });
        }
    }
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        root.insert("title".into(), "countersign.toml".into());
    }
    root
}

fn section(description: &str) -> Value {
    let mut section = Map::new();
    if !description.is_empty() {
        section.insert("description".into(), description.into());
    }
    section.insert("type".into(), "object".into());
    section.insert("additionalProperties".into(), false.into());
    section.insert("properties".into(), json!({}));
    Value::Object(section)
}

fn described(setting: &Setting) -> Value {
    let mut value = match &setting.kind {
        Kind::Text | Kind::Path => json!({ "type": "string", "minLength": 1 }),
        Kind::List => json!({ "oneOf": [
            { "type": "string", "minLength": 1 },
            { "type": "array", "items": { "type": "string", "minLength": 1 } },
        ] }),
        Kind::Number { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Choice(known) => json!({ "enum": known }),
    };
    if let Some(value) = value.as_object_mut() {
        value.insert("description".into(), setting.doc.into());
        if let Some(default) = setting.default {
            let number = matches!(setting.kind, Kind::Number { .. }).then(|| default.parse::<u64>().ok()).flatten();
            value.insert("default".into(), number.map_or_else(|| default.into(), Value::from));
        }
    }
    value
}
