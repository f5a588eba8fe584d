use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A sentence that people read, with the id for translations.
///
/// The text is in the pack's own language. The id follows the sentence's place in the pack, for
/// example `rule.no-personal-account` or `tools.slack.listings.2.conditions.1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The id, unique in a pack.
    pub id: String,
    /// The sentence in the pack's own language.
    pub text: String,
}

impl Text {
    /// Creates a sentence with its id.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into() }
    }
}

/// Sentences in other languages: language tag (BCP 47), then text id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translations(pub BTreeMap<String, BTreeMap<String, String>>);

impl Translations {
    /// Returns the sentence in `language` if there is a translation, and otherwise the pack's own.
    pub fn say<'a>(&'a self, text: &'a Text, language: Option<&str>) -> &'a str {
        self.find(&text.id, language).unwrap_or(&text.text)
    }

    /// Returns the translation of the text `id` into `language`, if there is one. `cy-GB` falls
    /// back to `cy` (RFC 4647 section 3.4).
    pub fn find(&self, id: &str, language: Option<&str>) -> Option<&str> {
        let mut language = language?;
        loop {
            if let Some(text) = self.0.get(language).and_then(|texts| texts.get(id)) {
                return Some(text);
            }
            language = language.rsplit_once('-')?.0;
        }
    }
}
