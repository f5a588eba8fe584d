//! Texts of cells, shared if a list repeats them.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// A text that is cheap to copy once it is shared.
#[derive(Clone)]
pub struct Text(Held);

#[derive(Clone)]
enum Held {
    Own(String),
    Shared(Arc<str>),
}

impl Text {
    /// Creates a text that its copies share.
    pub fn shared(text: &str) -> Self {
        Self(Held::Shared(text.into()))
    }

    /// Adds text at the end.
    pub fn push_str(&mut self, more: &str) {
        if let Held::Shared(text) = &self.0 {
            self.0 = Held::Own(text.as_ref().to_owned());
        }
        if let Held::Own(text) = &mut self.0 {
            text.push_str(more);
        }
    }

    /// Returns the text itself.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Held::Own(text) => text,
            Held::Shared(text) => text,
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self(Held::Own(String::new()))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Held::Own(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Held::Own(text.to_owned()))
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(text: Cow<'_, str>) -> Self {
        Self(Held::Own(text.into_owned()))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Held::Shared(one), Held::Shared(other)) if Arc::ptr_eq(one, other) => true,
            _ => self.as_str() == other.as_str(),
        }
    }
}

impl Eq for Text {}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// The texts seen last, to find repetitions in a column. It is bounded, so that a column of names
/// costs no more than its own texts.
pub(crate) struct Recent {
    texts: Vec<Option<Arc<str>>>,
    hasher: rustc_hash::FxBuildHasher,
}

/// The number of texts to remember.
const REMEMBERED: usize = 1 << 10;

impl Default for Recent {
    fn default() -> Self {
        Self { texts: vec![None; REMEMBERED], hasher: rustc_hash::FxBuildHasher }
    }
}

impl Recent {
    /// Returns the text, shared with an earlier one that is equal.
    pub(crate) fn share(&mut self, text: &str) -> Text {
        let place = self.hasher.hash_one(text) as usize % REMEMBERED;
        match self.texts.get_mut(place) {
            Some(Some(known)) if **known == *text => Text(Held::Shared(known.clone())),
            Some(place) => {
                let shared: Arc<str> = text.into();
                *place = Some(shared.clone());
                Text(Held::Shared(shared))
            }
            None => Text::from(text),
        }
    }
}
