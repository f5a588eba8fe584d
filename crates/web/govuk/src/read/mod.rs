//! Reads the options of the Nunjucks macros from JSON. Values that JavaScript treats as false mean
//! "not given", and a number can replace a string.

mod attributes;
mod content;
mod slot;

pub(crate) use content::{description, logo, summary, title};

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// A string, a number, a boolean or nothing.
#[derive(Default)]
pub(crate) enum Scalar {
    #[default]
    Nothing,
    Flag(bool),
    Text(String),
}

impl Scalar {
    /// Returns the string. A boolean becomes its name.
    pub(crate) fn string(self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Flag(flag) => Some(flag.to_string()),
            Self::Text(text) => Some(text),
        }
    }

    /// Returns the string if it is not empty and not `false`.
    pub(crate) fn truthy(self) -> Option<String> {
        match self {
            Self::Flag(false) => None,
            other => other.string().filter(|text| !text.is_empty()),
        }
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number, a boolean or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Scalar, E> {
        Ok(Scalar::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Text(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Text(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::Text(number.to_string()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// Reads an optional value, which may be the empty string.
pub(crate) fn value<'de, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'a, str>>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.string().map(Cow::Owned))
}

/// Reads a text that may be a number.
pub(crate) fn text<'de, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'a, str>, D::Error> {
    Ok(value(deserializer)?.unwrap_or_default())
}

/// Reads a number that may be a string.
pub(crate) fn number<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<Option<T>, D::Error> {
    let given = Scalar::deserialize(deserializer)?.truthy();
    given.map(|text| text.parse().map_err(|_| D::Error::custom(format!("`{text}` is no such number")))).transpose()
}

/// Reads texts that may be numbers.
pub(crate) fn texts<'de, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Cow<'a, str>>, D::Error> {
    let scalars: Option<Vec<Scalar>> = optional(deserializer)?;
    Ok(scalars.unwrap_or_default().into_iter().filter_map(Scalar::string).map(Cow::Owned).collect())
}

/// Options, or one of the values that mean "not given".
struct OrFalsy<T>(Option<T>);

struct OrFalsyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OrFalsyVisitor<T> {
    type Value = OrFalsy<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("options, or null, false or an empty string for none")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(OrFalsy(None))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
        if flag { Err(E::custom("`true` says no options")) } else { Ok(OrFalsy(None)) }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() { Ok(OrFalsy(None)) } else { Err(E::custom("a string says no options")) }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some).map(OrFalsy)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(seq)).map(Some).map(OrFalsy)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OrFalsy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OrFalsyVisitor(PhantomData))
    }
}

/// Reads options that may be absent.
pub(crate) fn optional<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    OrFalsy::deserialize(deserializer).map(|found| found.0)
}

/// Reads a list. An entry that is not given keeps its position as an empty one.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let entries: Option<Vec<OrFalsy<T>>> = optional(deserializer)?;
    Ok(entries.unwrap_or_default().into_iter().map(|entry| entry.0.unwrap_or_default()).collect())
}
