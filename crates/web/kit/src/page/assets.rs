//! Styles and scripts. Their addresses change with their content, so browsers can cache them
//! without limit.

use super::page_request::PageRequest;
use crate::problem::Problem;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, HeaderValue, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use countersign_assets::{Asset, DIGEST, asset};
use countersign_model::Colour;

/// Returns a file, in the best encoding that the client accepts.
pub(crate) async fn file(Path((digest, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(found) = asset(&name).filter(|_| digest == DIGEST) else {
        return Problem::not_found("there is no such file").into_response();
    };
    let (bytes, encoding) = packed(found, &headers);
    let mut response = crate::response::with(StatusCode::OK, found.kind, bytes.to_vec());
    let kept = response.headers_mut();
    if let Some(encoding) = encoding {
        kept.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    kept.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    kept.insert(VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn packed(asset: &'static Asset, headers: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |name: &str| {
        accepted.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            words.next() == Some(name) && !words.any(|weight| weight == "q=0")
        })
    };
    match (asset.brotli, asset.gzip) {
        (Some(bytes), _) if takes("br") => (bytes, Some("br")),
        (_, Some(bytes)) if takes("gzip") => (bytes, Some("gzip")),
        _ => (asset.plain, None),
    }
}

/// Returns the organisation's style sheet, which sets its colour.
pub(crate) async fn brand(visit: PageRequest) -> Response {
    let colour = visit.pack().settings.site.colour;
    let style = colour.map(|colour| format!(":root{{--govuk-brand-colour:{colour}}}\n")).unwrap_or_default();
    let mut response = crate::response::with(StatusCode::OK, "text/css; charset=utf-8", style.into_bytes());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}

/// Returns an icon for the browser: a tick in the organisation's colour.
pub(crate) async fn icon(visit: PageRequest) -> Response {
    let colour = visit.pack().settings.site.colour.unwrap_or(Colour([0x1d, 0x70, 0xb8]));
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><rect width=\"16\" height=\"16\" rx=\"3\" fill=\"{colour}\"/>\
<path d=\"M4 8.5l3 3 5-7\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2\"/></svg>"
    );
    let mut response = crate::response::with(StatusCode::OK, "image/svg+xml", picture.into_bytes());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}
