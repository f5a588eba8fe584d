//! Responses in the formats that interfaces share.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

/// Returns a value as JSON, or a problem (RFC 9457) if JSON cannot write it.
pub fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(json) => bytes(json),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written as JSON");
            let problem = br#"{"type":"about:blank","title":"The service has an error","status":500}"#;
            with(StatusCode::INTERNAL_SERVER_ERROR, "application/problem+json", problem.as_slice())
        }
    }
}

/// Returns JSON that is already written.
pub fn bytes(json: impl Into<Body>) -> Response {
    with(StatusCode::OK, "application/json", json)
}

/// Returns a response about an invalid request, as a sentence.
pub fn bad_request(sentence: String) -> Response {
    with(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", sentence.into_bytes())
}

/// Returns a redirect to another page, which the client requests with GET (RFC 9110 section
/// 15.4.4).
pub fn see_other(to: &str) -> Response {
    let mut response = with(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Vec::new());
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

/// Returns bytes of a media type.
pub fn with(status: StatusCode, kind: &'static str, bytes: impl Into<Body>) -> Response {
    let mut response = Response::new(bytes.into());
    // Reserves room for the headers of the guard, so that the table is allocated once.
    response.headers_mut().reserve(12);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

#[cfg(test)]
mod tests {
    use super::json;
    use axum::http::StatusCode;
    use std::collections::BTreeMap;

    #[test]
    fn json_that_cannot_be_written_is_an_error() {
        // The keys of a JSON object must be text.
        let value = BTreeMap::from([(vec![1], "a list as a key")]);
        assert_eq!(json(&value).status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(json(&"text").status(), StatusCode::OK);
    }
}
