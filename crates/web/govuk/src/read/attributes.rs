//! Reads attributes from an object, a string or nothing.

use super::Scalar;
use crate::Attributes;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// A value, or an object that says whether the attribute can be left out.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Value {
    Object {
        value: Scalar,
        #[serde(default)]
        optional: bool,
    },
    Plain(Scalar),
}

struct AttributesVisitor<'a>(Attributes<'a>);

impl<'de, 'a> Visitor<'de> for AttributesVisitor<'a> {
    type Value = Attributes<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("attributes: an object, a string or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(self.0)
    }

    fn visit_str<E: Error>(self, html: &str) -> Result<Self::Value, E> {
        Ok(Attributes::raw(html.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut attributes = self.0;
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            attributes = match value {
                Value::Object { value: Scalar::Nothing | Scalar::Flag(false), optional: true } => attributes,
                Value::Object { value: Scalar::Flag(true), optional: true } => attributes.flag(name),
                Value::Object { value, .. } | Value::Plain(value) => match value.string() {
                    Some(value) => attributes.with(name, value),
                    None => attributes,
                },
            };
        }
        Ok(attributes)
    }
}

impl<'de> Deserialize<'de> for Attributes<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AttributesVisitor(Attributes::new()))
    }
}
