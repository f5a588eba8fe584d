//! Letters that are, or look like, the letters of a name.

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// Returns the text in plain lower case letters (NFKC, UAX 15): "ＴｉｋＴｏｋ" becomes "tiktok".
pub(super) fn plain(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.nfkc().flat_map(char::to_lowercase).collect() }
}

/// Returns the skeleton of the text as it is and in lower case (UTS 39, section 4). Texts look
/// alike if either is equal.
pub(super) fn looks(text: &str) -> [String; 2] {
    let widths: String = if text.is_ascii() { text.to_owned() } else { text.nfkc().collect() };
    let look = |text: &str| -> String {
        skeleton(text).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    [look(&widths), look(&plain(text))]
}
