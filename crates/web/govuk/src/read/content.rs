//! Reads content from two keys, one with text and one with HTML.

use super::Scalar;
use crate::Content;
use serde::de::{Deserialize, Deserializer};

fn content<'a>(text: Scalar, html: Scalar) -> Content<'a> {
    match html.truthy() {
        Some(html) => Content::html(html),
        None => Content::text(text.string().unwrap_or_default()),
    }
}

/// Reads content from two keys. If both are given, HTML wins.
macro_rules! content_keys {
    ($($name:ident, $text:literal, $html:literal;)*) => { $(
        #[doc = concat!("Content of `", $text, "` and `", $html, "`.")]
        pub(crate) fn $name<'de, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Content<'a>, D::Error> {
            #[derive(serde::Deserialize)]
            #[serde(default)]
            #[derive(Default)]
            struct Keys {
                #[serde(rename = $text)]
                text: Scalar,
                #[serde(rename = $html)]
                html: Scalar,
            }
            Keys::deserialize(deserializer).map(|keys| content(keys.text, keys.html))
        }
    )* };
}

content_keys! {
    plain, "text", "html";
    title, "titleText", "titleHtml";
    summary, "summaryText", "summaryHtml";
    description, "descriptionText", "descriptionHtml";
    logo, "logoText", "logoHtml";
}

impl<'de> Deserialize<'de> for Content<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        plain(deserializer)
    }
}
