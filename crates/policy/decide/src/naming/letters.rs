//! Letters that are, or look like, the letters of a name.

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// The text in its plainest letters (NFKC, UAX 15), in lower case: "ＴｉｋＴｏｋ" is "tiktok".
pub(super) fn plain(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.nfkc().flat_map(char::to_lowercase).collect() }
}

/// What the text looks like, as it stands and in lower case (UTS 39, section 4): texts of
/// which either is the same look alike.
pub(super) fn looks(text: &str) -> [String; 2] {
    let widths: String = if text.is_ascii() { text.to_owned() } else { text.nfkc().collect() };
    let look = |text: &str| -> String {
        skeleton(text).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    [look(&widths), look(&plain(text))]
}
