//! Reads the slot at the end of the service navigation, from HTML or an object.

use super::Scalar;
use crate::EndSlot;
use serde::de::{Deserialize, Deserializer};

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Form {
    Object {
        #[serde(default)]
        html: Scalar,
        #[serde(default)]
        align: Scalar,
    },
    Html(Scalar),
}

impl<'de> Deserialize<'de> for EndSlot<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (html, align) = match Form::deserialize(deserializer)? {
            Form::Object { html, align } => (html, align),
            Form::Html(html) => (html, Scalar::Nothing),
        };
        let inline = align.truthy().is_some_and(|align| align == "inline");
        Ok(Self { html: html.truthy().unwrap_or_default().into(), inline })
    }
}
