mod answers;
mod pages;

use countersign_model::{Pack, Text, Translations};

/// Iterates over the built-in sentences, each with its id. A pack translates them in its
/// `text/LANGUAGE.toml` like its own.
pub fn messages<'a>() -> impl Iterator<Item = (&'a str, &'a str)> {
    answers::WORDS.iter().chain(pages::WORDS).copied()
}

/// The speaker of one language, or of the pack's own if there is no translation.
#[derive(Clone, Copy, Debug)]
pub struct Localizer<'a> {
    translations: &'a Translations,
    language: Option<&'a str>,
}

impl<'a> Localizer<'a> {
    /// Creates a localizer for a language (BCP 47). `None` means the pack's own language.
    pub fn new(pack: &'a Pack, language: Option<&'a str>) -> Self {
        Self { translations: &pack.translations, language }
    }

    /// Returns a sentence of the pack.
    pub fn say(&self, text: &'a Text) -> &'a str {
        self.translations.say(text, self.language)
    }

    /// Returns a built-in sentence, by its id in [`messages`].
    pub fn word(&self, id: &str) -> &'a str {
        let own = messages().find(|(known, _)| *known == id).map_or("", |(_, word)| word);
        self.translations.find(id, self.language).unwrap_or(own)
    }

    /// Returns a built-in sentence with its `{name}` placeholders filled in.
    pub fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.word(id).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// Returns a number with its thousands separated. JSON has the plain digits.
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
