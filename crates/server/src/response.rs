//! Answers in the forms that interfaces share.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

/// JSON.
pub(crate) fn json(value: &impl Serialize) -> Response {
    // Whatever is sent is made of structures that JSON can write.
    bytes(serde_json::to_vec(value).unwrap_or_default())
}

/// JSON that is written already.
pub(crate) fn bytes(json: impl Into<Body>) -> Response {
    with(StatusCode::OK, "application/json", json)
}

/// A sentence on what is wrong with a request.
pub(crate) fn bad_request(sentence: String) -> Response {
    with(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", sentence.into_bytes())
}

/// Bytes of a media type.
pub(crate) fn with(status: StatusCode, kind: &'static str, bytes: impl Into<Body>) -> Response {
    let mut response = Response::new(bytes.into());
    // Room for those that the guard adds, so that the table is made once.
    response.headers_mut().reserve(12);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
