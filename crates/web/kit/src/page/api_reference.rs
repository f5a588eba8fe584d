//! The API reference as a page, made from the same OpenAPI document that programs read.

use super::layout::{Layout, page};
use super::page_request::PageRequest;
use crate::problem::KINDS;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

/// One operation of the API.
struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    /// Name, place and meaning of each parameter.
    parameters: Vec<(String, String, String)>,
    /// Name, form and meaning of each member.
    body: Vec<(String, String, String)>,
    replies: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "api_reference.html")]
struct Interfaces<'v> {
    layout: Layout<'v>,
    origin: String,
    example: String,
    operations: Vec<Operation>,
    problems: &'static [(&'static str, &'static str, &'static str)],
}

/// Returns the page with all operations of the interfaces.
pub(crate) async fn api_reference(visit: PageRequest) -> Response {
    let document = &visit.service.site().openapi;
    let empty = serde_json::Map::new();
    let paths = document.get("paths").and_then(Value::as_object).unwrap_or(&empty);
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&empty);
    let mut operations = Vec::new();
    for (path, methods) in paths {
        for (method, told) in methods.as_object().unwrap_or(&empty) {
            operations.push(operation(path, method, told, schemas));
        }
    }
    let example = visit.pack().tools.iter().next().map_or("tool", |tool| tool.id.as_str()).to_owned();
    let page_of = Interfaces {
        layout: Layout::new(&visit, visit.word("interfaces")),
        origin: visit.origin.clone(),
        example,
        operations,
        problems: KINDS,
    };
    page(StatusCode::OK, page_of.layout.lang(), &page_of)
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn operation(path: &str, method: &str, told: &Value, schemas: &serde_json::Map<String, Value>) -> Operation {
    let list = |name: &str| told.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let parameter = |one: &Value| {
        let required = one.get("required").and_then(Value::as_bool).unwrap_or(false);
        let place = text(one, "in");
        (text(one, "name"), if required { format!("{place}, required") } else { place }, text(one, "description"))
    };
    let replies = told.get("responses").and_then(Value::as_object);
    let replies = replies.into_iter().flatten().map(|(status, reply)| (status.clone(), text(reply, "description")));
    Operation {
        id: text(told, "operationId"),
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        summary: text(told, "summary"),
        description: text(told, "description"),
        parameters: list("parameters").iter().map(parameter).collect(),
        body: told
            .pointer("/requestBody/content/application~1json/schema")
            .map(|schema| members(schema, schemas))
            .unwrap_or_default(),
        replies: replies.collect(),
    }
}

/// Returns the members of an object, from its schema.
fn members(schema: &Value, schemas: &serde_json::Map<String, Value>) -> Vec<(String, String, String)> {
    let named = schema.get("$ref").and_then(Value::as_str).and_then(|name| schemas.get(name.rsplit('/').next()?));
    let schema = named.unwrap_or(schema);
    let members = schema.get("properties").and_then(Value::as_object);
    let member = |(name, told): (&String, &Value)| (name.clone(), form(told), text(told, "description"));
    members.into_iter().flatten().map(member).collect()
}

/// Returns the form of a value in a few words.
fn form(told: &Value) -> String {
    if let Some(options) = told.get("anyOf").and_then(Value::as_array) {
        let forms: Vec<String> = options.iter().map(form).filter(|form| form != "null").collect();
        return forms.join(" or ");
    }
    if let Some(name) = told.get("$ref").and_then(Value::as_str) {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    match told.get("type") {
        Some(Value::String(kind)) if kind == "array" => {
            let of = told.get("items").map(form).unwrap_or_default();
            if of.is_empty() { "list".to_owned() } else { format!("list of {of}") }
        }
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => {
            let kinds = kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null");
            kinds.collect::<Vec<_>>().join(" or ")
        }
        _ => "any".to_owned(),
    }
}
