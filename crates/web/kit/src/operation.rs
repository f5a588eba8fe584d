//! The table of operations. The router and the OpenAPI document are both made from it, so they
//! cannot disagree.

use crate::service::Service;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::sync::Arc;

type Describe = fn(&mut SchemaGenerator) -> Schema;

/// An operation of the API, as OpenAPI describes it.
#[derive(Debug)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its path, in the syntax that axum and OpenAPI share.
    pub path: &'static str,
    /// Its name for programs.
    pub id: &'static str,
    /// A one-line summary for lists of operations.
    pub summary: &'static str,
    /// A description in a few sentences.
    pub description: &'static str,
    /// The parameters of its path and query.
    pub parameters: Vec<Parameter>,
    /// Its body. `None` if it takes no body.
    pub body: Option<Body>,
    /// The answers that a client can get.
    pub replies: Vec<Reply>,
    /// The handler.
    pub route: MethodRouter<Arc<Service>>,
}

/// A parameter of the path or the query.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its meaning.
    pub description: &'static str,
    /// Its place in the address.
    pub place: Place,
    /// Whether the client must give it.
    pub required: bool,
}

/// The place and form of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A segment of the path.
    Path,
    /// A single text in the query.
    Query,
    /// Several texts with the same name in the query.
    Several,
    /// Facets and their values, each as a parameter of its own name in the query.
    Facts,
}

/// The JSON body of a request.
#[derive(Debug)]
pub struct Body {
    /// Writes its schema.
    pub schema: Describe,
}

impl Body {
    /// Creates the body of a type.
    pub fn of<T: JsonSchema>() -> Self {
        Self { schema: SchemaGenerator::subschema_for::<T> }
    }
}

/// An answer that a client can get.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The condition for this answer.
    pub description: &'static str,
    /// Its media type.
    pub kind: &'static str,
    /// Writes the schema of its JSON. `None` for text.
    pub schema: Option<Describe>,
}

impl Reply {
    /// Creates a JSON reply of a type.
    pub fn of<T: JsonSchema>(status: u16, description: &'static str) -> Self {
        let schema: Describe = SchemaGenerator::subschema_for::<T>;
        Self { status, description, kind: "application/json", schema: Some(schema) }
    }

    /// Creates a reply with problem details (RFC 9457).
    pub fn problem(status: u16, description: &'static str) -> Self {
        let schema: Describe = SchemaGenerator::subschema_for::<crate::problem::Problem>;
        Self { status, description, kind: "application/problem+json", schema: Some(schema) }
    }

    /// Creates a reply of plain text.
    pub fn text(status: u16, description: &'static str) -> Self {
        Self { status, description, kind: "text/plain", schema: None }
    }
}

/// Returns an operation with the method GET.
pub fn get<H, T>(handler: H) -> Operation
where
    H: Handler<T, Arc<Service>>,
    T: 'static,
{
    plain(Method::GET, on(MethodFilter::GET, handler))
}

/// Returns an operation with the method POST.
pub fn post<H, T>(handler: H) -> Operation
where
    H: Handler<T, Arc<Service>>,
    T: 'static,
{
    plain(Method::POST, on(MethodFilter::POST, handler))
}

fn plain(method: Method, route: MethodRouter<Arc<Service>>) -> Operation {
    Operation {
        method,
        path: "",
        id: "",
        summary: "",
        description: "",
        parameters: Vec::new(),
        body: None,
        replies: Vec::new(),
        route,
    }
}
