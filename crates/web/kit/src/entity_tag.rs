//! Entity tags (RFC 9110 section 8.8.3): a client that already has the answer gets 304.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};

/// The maximum size of an answer that gets a tag, in bytes.
const MOST: usize = 64 << 20;

/// The encodings of answers. Each one is a separate representation with its own tag.
const ENCODINGS: [&str; 3] = ["zstd", "br", "gzip"];

/// Gives answers to GET and HEAD a strong tag of their content. Answers 304 if the client sends the
/// same tag.
pub(crate) async fn entity_tags(mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    if method != Method::GET && method != Method::HEAD {
        return next.run(request).await;
    }
    // An answer to HEAD has the same headers as one to GET.
    *request.method_mut() = Method::GET;
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return without_body(response, &method, None);
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MOST).await else { return crate::problem::internal() };
    let digest: String = Sha256::digest(&bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    if let Some(matched) = known.as_ref().and_then(|known| matching(known, &digest)) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(CONTENT_TYPE);
        parts.headers.insert(ETAG, matched);
        return Response::from_parts(parts, Body::empty());
    }
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{digest}\"")) {
        parts.headers.insert(ETAG, tag);
    }
    let length = bytes.len();
    without_body(Response::from_parts(parts, Body::from(bytes)), &method, Some(length))
}

/// Returns the client's tag for this content. `None` if the client does not have it.
fn matching(known: &HeaderValue, digest: &str) -> Option<HeaderValue> {
    let tags = known.to_str().ok()?.split(',').map(str::trim);
    let plain = format!("\"{digest}\"");
    let is = |tag: &&str| {
        // If-None-Match compares weakly (RFC 9110 section 13.1.2).
        let tag = tag.strip_prefix("W/").unwrap_or(tag);
        tag == plain || ENCODINGS.iter().any(|encoding| tag == format!("\"{digest}-{encoding}\""))
    };
    match tags.clone().find(is) {
        Some(tag) => HeaderValue::from_str(tag.strip_prefix("W/").unwrap_or(tag)).ok(),
        None => tags.into_iter().any(|tag| tag == "*").then(|| HeaderValue::from_str(&plain).ok()).flatten(),
    }
}

fn without_body(response: Response, method: &Method, length: Option<usize>) -> Response {
    if method != Method::HEAD {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    if let Some(length) = length {
        parts.headers.insert(CONTENT_LENGTH, length.into());
    }
    Response::from_parts(parts, Body::empty())
}

/// Adds the name of the encoding to the tag of an encoded answer.
pub(crate) fn tag_encoding(headers: &mut HeaderMap) {
    let encoding = headers.get(CONTENT_ENCODING).and_then(|encoding| encoding.to_str().ok());
    let tag = headers.get(ETAG).and_then(|tag| tag.to_str().ok()).and_then(|tag| tag.strip_suffix('"'));
    let Some((encoding, tag)) = encoding.zip(tag) else { return };
    let tagged = (!tag.ends_with(encoding)).then(|| HeaderValue::from_str(&format!("{tag}-{encoding}\"")).ok());
    if let Some(tagged) = tagged.flatten() {
        headers.insert(ETAG, tagged);
    }
}
