//! Text around the lists and tables of a document: sentences that limit the use of a tool.
//!
//! A sentence that names a tool of the list counts for that tool. A sentence about "these tools"
//! becomes a condition of each. Any other sentence that limits something is reported.

use crate::entry::Entry;
use crate::mapping::Mapping;
use crate::plain_words::plain;
use crate::remark::{self, Context, Finding, Meaning};
use crate::status::Words;
use crate::status_words::Effect;
use crate::table::one_line;
use crate::text::Text;

/// Words before a noun that refer to the tools of the list.
const THESE: &[&str] = &["these", "those", "listed", "following", "above", "below", "approved"];

/// Nouns for tools.
const NOUNS: &[&str] = &[
    "tools",
    "apps",
    "applications",
    "services",
    "products",
    "platforms",
    "programs",
    "software",
    "systems",
    "accounts",
];

/// Words that refer to tools other than those of the list.
const OTHERS: &[&str] = &[
    "other",
    "others",
    "unapproved",
    "unlisted",
    "except",
    "unless",
    "not approved",
    "not listed",
    "not been approved",
];

/// Applies the prose of a document to its entries. Returns the sentences that limit something and
/// count for no entry.
pub(crate) fn apply(prose: &[String], entries: &mut [Entry], mapping: &Mapping) -> Vec<String> {
    // Most lists have no such sentence.
    let mut names: Option<Vec<Vec<Vec<String>>>> = None;
    let mut aside = Vec::new();
    let sentences = prose.iter().flat_map(|paragraph| remark::sentences(paragraph));
    // A condition must not contain line feeds and control characters.
    for sentence in sentences.map(|sentence| one_line(&sentence.into())) {
        let findings = remark::read(&sentence, Context::Remark);
        let limits = findings.iter().any(Finding::limits);
        if !limits && findings.iter().all(|finding| finding.meaning == Meaning::Nothing) {
            continue;
        }
        let words = words(&sentence);
        let mut named = false;
        let names = names.get_or_insert_with(|| entries.iter().map(self::names).collect());
        for (entry, _) in entries.iter_mut().zip(&*names).filter(|(_, names)| is_named(names, &words)) {
            named = true;
            if !entry.holds(&sentence) {
                entry.prose(&sentence, limits, mapping);
            }
        }
        if !named && limits {
            match speaks_of_these(&sentence) {
                true => entries.iter_mut().for_each(|entry| entry.add_condition(entry.named_in, "must", &sentence)),
                false if entries.iter().any(|entry| entry.holds(&sentence)) => {}
                false => aside.push(sentence.to_string()),
            }
        }
    }
    aside
}

impl Entry {
    /// Returns true if a sentence is one of the row's own words, so that it already counted.
    fn holds(&self, sentence: &str) -> bool {
        let against = || self.against.iter().map(|(text, _)| text.as_str());
        let conditions = self.conditions.iter().map(|(_, _, text)| text.as_str());
        let notes = self.notes.iter().map(|(_, text, _)| &**text);
        // A clause that is most of the sentence counts as well.
        against().chain(conditions).chain(notes).any(|text| text.contains(sentence))
            || against().any(|text| text.len() * 2 >= sentence.len() && sentence.contains(text))
    }

    fn prose(&mut self, sentence: &Text, limits: bool, mapping: &Mapping) {
        let column = self.named_in;
        if limits && self.status.effect != Effect::NotAllowed {
            self.count(column, "must", sentence.clone(), false);
            self.qualify(Words::Limit, mapping);
        } else {
            self.add_condition(column, "must", sentence);
        }
    }
}

/// Returns the names of an entry in words: the whole name, the name without its maker, and aliases.
fn names(entry: &Entry) -> Vec<Vec<String>> {
    let whole = words(&entry.name.base);
    let mut names = vec![whole.clone()];
    if whole.len() > 1 {
        names.push(whole.into_iter().skip(1).collect());
    }
    names.extend(entry.aliases.iter().map(|(_, alias)| words(alias)));
    // A single short or lower-case word is also an ordinary word.
    let telling = |name: &Vec<String>| match name.as_slice() {
        [] => false,
        [only] => only.chars().count() > 2 && only.chars().next().is_some_and(|c| !c.is_lowercase()),
        _ => true,
    };
    names.retain(telling);
    names
}

fn is_named(names: &[Vec<String>], sentence: &[String]) -> bool {
    names.iter().any(|name| {
        let same = |window: &[String]| match name.as_slice() {
            // Every sentence starts with a capital letter.
            [only] => window.first() == Some(only),
            name => window.iter().zip(name).all(|(one, other)| one.eq_ignore_ascii_case(other)),
        };
        sentence.windows(name.len()).any(same)
    })
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#' | '&'));
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn speaks_of_these(sentence: &str) -> bool {
    let text = format!(" {} ", plain(sentence));
    if OTHERS.iter().any(|other| text.contains(&format!(" {other} "))) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(4).chain(words.chunks(4)).any(|near| {
        near.first().is_some_and(|first| THESE.contains(first)) && near.iter().any(|word| NOUNS.contains(word))
    })
}
