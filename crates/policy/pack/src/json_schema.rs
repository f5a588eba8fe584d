use crate::format::{Document, TableType, ValueType};
use serde_json::{Value, json};

/// Returns the JSON Schema (draft 2020-12) of one kind of document, for editors.
pub fn json_schema(document: &Document) -> Value {
    let mut schema = table(document.shape);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Countersign {} (`{}`)", document.name, document.place),
    });
    if let (Value::Object(head), Value::Object(body)) = (head, &mut schema) {
        let rest = std::mem::take(body);
        body.extend(head);
        body.extend(rest);
    }
    schema
}

fn table(shape: &TableType) -> Value {
    let property = |field: &crate::format::Field| {
        let mut schema = of(&field.shape);
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".into(), field.doc.into());
        }
        (field.name.to_owned(), schema)
    };
    let properties: serde_json::Map<String, Value> = shape.fields.iter().map(property).collect();
    let required: Vec<&str> = shape.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = json!({
        "description": shape.doc,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if let (false, Value::Object(schema)) = (required.is_empty(), &mut schema) {
        schema.insert("required".into(), required.into());
    }
    schema
}

const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

fn of(shape: &ValueType) -> Value {
    match shape {
        ValueType::Word | ValueType::Ref(_) => json!({ "type": "string", "pattern": ID, "maxLength": 64 }),
        ValueType::Line => json!({ "type": "string", "minLength": 1, "maxLength": 1000 }),
        ValueType::Prose => json!({ "type": "string", "minLength": 1, "maxLength": 10_000 }),
        ValueType::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        ValueType::Flag => json!({ "type": "boolean" }),
        ValueType::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        ValueType::Date => json!({ "anyOf": [
            { "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" },
            { "type": "integer", "minimum": 1, "maximum": 9999 },
        ] }),
        ValueType::Duration(units) => {
            let units: Vec<String> = units.iter().map(|unit| format!("{unit}s?")).collect();
            json!({ "type": "string", "pattern": format!("^[1-9][0-9]{{0,3}} ({})$", units.join("|")) })
        }
        ValueType::AllOr(to) => {
            let id = of(&ValueType::Ref(*to));
            json!({ "anyOf": [{ "const": "all" }, id, { "type": "array", "items": id }] })
        }
        ValueType::Choice(words) => json!({ "enum": words }),
        ValueType::List(item) => json!({ "type": "array", "items": of(item) }),
        ValueType::OneOrMany(item) => json!({ "anyOf": [of(item), { "type": "array", "items": of(item) }] }),
        ValueType::ById(value) => json!({
            "type": "object",
            "propertyNames": { "pattern": ID, "maxLength": 64 },
            "additionalProperties": of(value),
        }),
        ValueType::Table(shape) => table(shape),
        ValueType::ProseOr(shape) => json!({ "anyOf": [of(&ValueType::Prose), table(shape)] }),
        ValueType::LineOr(shape) => json!({ "anyOf": [of(&ValueType::Line), table(shape)] }),
        ValueType::Scope => json!({
            "type": "object",
            "additionalProperties": { "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" } },
            ] },
        }),
        ValueType::Facts => json!({ "type": "object", "additionalProperties": { "type": "string", "pattern": ID } }),
        ValueType::Sentences => json!({ "type": "object" }),
    }
}
