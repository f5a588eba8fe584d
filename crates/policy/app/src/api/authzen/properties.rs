//! The members of JSON objects whose names the pack defines: context and properties.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// Names and values in their order, borrowed unless they need decoding. A list is enough: there are
/// few, and every request has some.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members<'a>(Vec<(Word<'a>, PropertyValue<'a>)>);

/// A value.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum PropertyValue<'a> {
    /// Text.
    #[serde(borrow)]
    Text(Cow<'a, str>),
    /// Any other value.
    Other(Value),
}

impl<'a> Members<'a> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &PropertyValue<'a>)> {
        self.0.iter().map(|(name, value)| (&*name.0, value))
    }

    /// Returns the value of a name, the last one if there are several.
    pub(crate) fn get(&self, name: &str) -> Option<&PropertyValue<'a>> {
        self.0.iter().rev().find(|(known, _)| known.0 == name).map(|(_, value)| value)
    }
}

impl PropertyValue<'_> {
    /// Returns the value if it is text.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Other(_) => None,
        }
    }
}

/// A name, borrowed if it has no escapes.
#[derive(Clone, Debug, Deserialize)]
struct Word<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(8);
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reading)
    }
}

/// Reads a member that is text or `null`, borrowed if it has no escapes. Serde itself borrows only
/// text that cannot be `null`.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    Ok(Option::<Word<'de>>::deserialize(deserializer)?.map(|Word(text)| text))
}
