//! Texts in plain words, so that equal headings, statuses and names compare as equal.

/// Returns a text in plain words: lower case, without punctuation, single spaces.
pub(crate) fn plain(text: &str) -> String {
    if text.is_ascii() {
        return plain_ascii(text);
    }
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn plain_ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    }
    plain
}

/// Returns a key that equal headings or statuses share: plain words, or the punctuation itself if
/// there is nothing else.
pub(crate) fn key(text: &str) -> String {
    let words = plain(text);
    if words.is_empty() { text.chars().filter(|c| !c.is_whitespace() && *c != '\u{fe0f}').collect() } else { words }
}

/// Returns true if two headings are equal in plain words.
pub fn same_words(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}
