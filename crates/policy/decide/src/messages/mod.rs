mod answers;
mod pages;

use countersign_model::{Pack, Text, Translations};

/// The sentences of the product itself, each with its id. A pack translates them in its
/// `text/LANGUAGE.toml` like its own.
pub fn messages<'a>() -> impl Iterator<Item = (&'a str, &'a str)> {
    answers::WORDS.iter().chain(pages::WORDS).copied()
}

/// Says sentences in one language, the pack's own where there is no translation.
#[derive(Clone, Copy, Debug)]
pub struct Localizer<'a> {
    translations: &'a Translations,
    language: Option<&'a str>,
}

impl<'a> Localizer<'a> {
    /// A speaker of a language (BCP 47); none means the pack's own.
    pub fn new(pack: &'a Pack, language: Option<&'a str>) -> Self {
        Self { translations: &pack.translations, language }
    }

    /// A sentence of the pack.
    pub fn say(&self, text: &'a Text) -> &'a str {
        self.translations.say(text, self.language)
    }

    /// A sentence of the product, by its id in [`words`].
    pub fn word(&self, id: &str) -> &'a str {
        let own = messages().find(|(known, _)| *known == id).map_or("", |(_, word)| word);
        self.translations.find(id, self.language).unwrap_or(own)
    }

    /// The same with `{name}` filled in.
    pub fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.word(id).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// A number with its thousands apart: digits as they are in the JSON.
pub fn thousands(digits: &str) -> String {
    let mut apart = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    apart
}
