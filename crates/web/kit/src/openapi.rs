//! The OpenAPI 3.1 document, made from the same table of operations as the router.

use crate::operation::{Operation, Parameter, Place, Reply};
use crate::problem::KINDS;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json as value};

/// Returns the OpenAPI document of some operations.
pub(crate) fn document(operations: &[Operation]) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    // The optional members differ between requests and answers.
    let mut generators = Generators {
        read: settings.clone().for_deserialize().into_generator(),
        sent: settings.for_serialize().into_generator(),
    };
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        let path = paths.entry(operation.path).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(methods) = path {
            let method = operation.method.as_str().to_ascii_lowercase();
            methods.insert(method, described(operation, &mut generators));
        }
    }
    let mut schemas = generators.read.take_definitions(true);
    schemas.extend(generators.sent.take_definitions(true));
    let kinds: Vec<String> =
        KINDS.iter().map(|(name, title, text)| format!("- `/api#{name}`: {title}. {text}")).collect();
    value!({
        "openapi": "3.1.0",
        "info": {
            "title": "Countersign",
            "version": "1",
            "summary": "Find out which tools you can use at work, why, and on what conditions.",
            "description": format!("Everything is read, nothing is written, and no sign-in is needed. Errors under `/api` are problem details (RFC 9457), of these types:\n\n{}", kinds.join("\n")),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// Generators of the schemas of requests and of answers. No type is both.
struct Generators {
    read: SchemaGenerator,
    sent: SchemaGenerator,
}

fn described(operation: &Operation, generators: &mut Generators) -> Value {
    let mut told = value!({
        "operationId": operation.id,
        "summary": operation.summary,
        "description": operation.description,
    });
    let Value::Object(members) = &mut told else { return told };
    if !operation.parameters.is_empty() {
        members.insert("parameters".into(), operation.parameters.iter().map(parameter).collect());
    }
    if let Some(body) = &operation.body {
        let schema = (body.schema)(&mut generators.read);
        let body = value!({ "required": true, "content": { "application/json": { "schema": schema } } });
        members.insert("requestBody".into(), body);
    }
    let mut replies: Map<String, Value> = Map::new();
    for reply in &operation.replies {
        replies.insert(reply.status.to_string(), replied(reply, &mut generators.sent));
    }
    let often = Reply::problem(429, "Too many requests come from one address: `Retry-After` says how long to wait.");
    replies.insert("429".into(), replied(&often, &mut generators.sent));
    replies.insert("503".into(), value!({ "description": "It would take longer than a request may take." }));
    members.insert("responses".into(), Value::Object(replies));
    told
}

fn replied(reply: &Reply, generator: &mut SchemaGenerator) -> Value {
    let schema = match reply.schema {
        Some(schema) => schema(generator).to_value(),
        None => value!({ "type": "string" }),
    };
    let mut content = Map::new();
    content.insert(reply.kind.to_owned(), value!({ "schema": schema }));
    value!({ "description": reply.description, "content": content })
}

fn parameter(parameter: &Parameter) -> Value {
    let (place, schema) = match parameter.place {
        Place::Path => ("path", value!({ "type": "string", "minLength": 1 })),
        Place::Query => ("query", value!({ "type": "string" })),
        Place::Several => ("query", value!({ "type": "array", "items": { "type": "string" } })),
        Place::Facts => ("query", value!({ "type": "object", "additionalProperties": { "type": "string" } })),
    };
    let mut told = value!({
        "name": parameter.name,
        "in": place,
        "required": parameter.required,
        "description": parameter.description,
        "schema": schema,
    });
    if let (Value::Object(members), Place::Several | Place::Facts) = (&mut told, parameter.place) {
        members.insert("style".into(), "form".into());
        members.insert("explode".into(), true.into());
    }
    told
}
