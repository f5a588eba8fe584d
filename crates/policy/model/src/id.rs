use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The name by which a pack refers to something that it declares: lower case letters, digits and
/// single hyphens, a letter or digit at either end, at most [`Id::MAX`] bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "&str", into = "String")]
pub struct Id(Arc<str>);

impl Id {
    /// The longest id, in bytes.
    pub const MAX: usize = 64;

    /// Reads an id.
    ///
    /// # Errors
    /// Returns [`InvalidId`] if `text` is no id. The error has the nearest valid id.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let fits = !text.is_empty()
            && text.len() <= Self::MAX
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if fits { Ok(Self(text.into())) } else { Err(InvalidId { nearest: Self::slug(text) }) }
    }

    /// Returns the id nearest to some free text: "GetSentry (EU)" becomes `getsentry-eu`. `None` if
    /// no letter or digit is left.
    pub fn slug(text: &str) -> Option<Self> {
        let mut slug = String::new();
        for c in text.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
            if slug.len() >= Self::MAX {
                break;
            }
        }
        let slug = slug.trim_matches('-');
        (!slug.is_empty()).then(|| Self(slug.into()))
    }

    /// Returns an id for a longer text of ids and words.
    ///
    /// That is the text itself if it fits. Otherwise it is the start and the end with a digest
    /// (FNV-1a) between them, so that different texts have different ids.
    pub fn from_text(text: &str) -> Option<Self> {
        const ENDS: usize = 26;
        if text.len() <= Self::MAX {
            return Self::slug(text);
        }
        let digest =
            text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let end: String = text.chars().skip(text.chars().count().saturating_sub(ENDS)).collect();
        let start: String = text.chars().take(ENDS).collect();
        Self::slug(&format!("{start}-{digest:08x}-{end}"))
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is not an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidId {
    /// The nearest valid id.
    pub nearest: Option<Id>,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id has lower case letters, digits and single hyphens")?;
        match &self.nearest {
            Some(id) => write!(f, ", as in `{id}`"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for InvalidId {}

impl TryFrom<&str> for Id {
    type Error = InvalidId;

    fn try_from(text: &str) -> Result<Self, InvalidId> {
        Self::parse(text)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.as_str().to_owned()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Returns a name as people compare it: lower case, letters and digits only, so that "G-Suite", "g
/// suite" and "GSuite" are equal.
///
/// Plus and number signs become words, because "C", "C++" and "C#" are three names.
pub fn fold(name: &str) -> String {
    if !name.is_ascii() {
        return folded(name).collect();
    }
    // Most names are in ASCII, and registers have many.
    let mut letters = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'+' => letters.push_str("plus"),
            b'#' => letters.push_str("sharp"),
            _ if byte.is_ascii_alphanumeric() => letters.push(char::from(byte.to_ascii_lowercase())),
            _ => {}
        }
    }
    letters
}

/// Iterates over the characters of a name as people compare it.
pub(crate) fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(|c| {
        let (spoken, letter) = match c {
            '+' => ("plus", None),
            '#' => ("sharp", None),
            c if c.is_alphanumeric() => ("", Some(c.to_lowercase())),
            _ => ("", None),
        };
        spoken.chars().chain(letter.into_iter().flatten())
    })
}
