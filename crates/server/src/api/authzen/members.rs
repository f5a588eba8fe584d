//! The members of an object of JSON whose names a pack gives: context and properties.

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// Names and values in their order, read without copying what needs no decoding: there
/// are few of them, and every request has some.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members<'a>(Vec<(Word<'a>, Given<'a>)>);

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum Given<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// Everything else.
    Other(Value),
}

impl<'a> Members<'a> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Given<'a>)> {
        self.0.iter().map(|(name, value)| (&*name.0, value))
    }

    /// The value of a name; the last one where there are several.
    pub(crate) fn get(&self, name: &str) -> Option<&Given<'a>> {
        self.0.iter().rev().find(|(known, _)| known.0 == name).map(|(_, value)| value)
    }
}

impl Given<'_> {
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Other(_) => None,
        }
    }
}

impl fmt::Display for Given<'_> {
    /// Text as it is, everything else as JSON writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Other(value) => value.fmt(f),
        }
    }
}

/// A name, borrowed where it has no escapes.
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

impl<'de: 'a, 'a> Deserialize<'de> for Given<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = Given<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Given::Text(text.into()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Given::Text(text.to_owned().into()))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Given::Other(Value::Null))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Given::Other(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Given::Other(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(Given::Other(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
                Ok(Given::Other(value.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                Value::deserialize(SeqAccessDeserializer::new(list)).map(Given::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                Value::deserialize(MapAccessDeserializer::new(map)).map(Given::Other)
            }
        }
        deserializer.deserialize_any(Reading)
    }
}

/// A member that is text or `null`, borrowed where it has no escapes: serde does that by
/// itself only where the text has to be there.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    Ok(Option::<Word<'de>>::deserialize(deserializer)?.map(|Word(text)| text))
}
