//! What an interface can do, told once: the router and the description in OpenAPI are
//! both made from it, so that they cannot disagree.

use crate::service::Service;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::sync::Arc;

type Describe = fn(&mut SchemaGenerator) -> Schema;

/// One thing that can be asked for.
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// Its path, in the form that axum and OpenAPI share.
    pub(crate) path: &'static str,
    /// Its name for programs.
    pub(crate) id: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) description: &'static str,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) replies: Vec<Reply>,
    pub(crate) route: MethodRouter<Arc<Service>>,
}

/// A parameter of the path or the query.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) place: Place,
    pub(crate) required: bool,
}

/// Where a parameter stands, and what it looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A part of the path.
    Path,
    /// A line of text in the query.
    Query,
    /// Several lines of the same name in the query.
    Several,
    /// Facets and their values, each a line of its own name in the query.
    Facts,
}

/// What a request has to hold.
pub(crate) struct Body {
    pub(crate) schema: Describe,
}

impl Body {
    pub(crate) fn of<T: JsonSchema>() -> Self {
        Self { schema: SchemaGenerator::subschema_for::<T> }
    }
}

/// What may come back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) description: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) schema: Option<Describe>,
}

impl Reply {
    /// JSON of a type.
    pub(crate) fn of<T: JsonSchema>(status: u16, description: &'static str) -> Self {
        let schema: Describe = SchemaGenerator::subschema_for::<T>;
        Self { status, description, kind: "application/json", schema: Some(schema) }
    }

    /// Problem details (RFC 9457).
    pub(crate) fn problem(status: u16, description: &'static str) -> Self {
        let schema: Describe = SchemaGenerator::subschema_for::<crate::problem::Problem>;
        Self { status, description, kind: "application/problem+json", schema: Some(schema) }
    }

    /// Text.
    pub(crate) fn text(status: u16, description: &'static str) -> Self {
        Self { status, description, kind: "text/plain", schema: None }
    }
}

/// An operation that is read.
pub(crate) fn get<H, T>(handler: H) -> Operation
where
    H: Handler<T, Arc<Service>>,
    T: 'static,
{
    plain(Method::GET, on(MethodFilter::GET, handler))
}

/// An operation that is asked with a body.
pub(crate) fn post<H, T>(handler: H) -> Operation
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
