//! Classes of information, as headings of a matrix name them: "Restricted", "HIPAA".

use crate::plain_words::plain;

/// The words for classes of information in headings, without "data" or "information" at the end.
const CLASSES: &[&str] = &[
    "unrestricted",
    "restricted",
    "highly restricted",
    "public",
    "open",
    "internal",
    "internal use",
    "internal only",
    "private",
    "confidential",
    "highly confidential",
    "strictly confidential",
    "sensitive",
    "non sensitive",
    "highly sensitive",
    "official",
    "official sensitive",
    "unclassified",
    "secret",
    "top secret",
    "protected",
    "regulated",
    "controlled",
    "critical",
    "low",
    "moderate",
    "medium",
    "high",
    "low risk",
    "moderate risk",
    "medium risk",
    "high risk",
    "personal",
    "non personal",
    "special category",
    "pii",
    "phi",
    "hipaa",
    "ferpa",
    "glba",
    "gdpr",
    "pci",
    "pci dss",
    "itar",
    "ear",
    "cui",
    "cjis",
    "export controlled",
    "patient",
    "health",
    "student",
    "research",
    "financial",
    "payment card",
    "human subject",
];

/// Words before the number of a class: "Level 3".
const NUMBERED: &[&str] = &["level", "class", "tier", "category", "dsl", "p", "l", "dl"];

/// Returns true if a heading names only a class of information.
pub(crate) fn is_class(heading: &str) -> bool {
    let words = plain(heading);
    let bare = ["data", "information", "info", "records", "level", "class"]
        .iter()
        .find_map(|ending| words.strip_suffix(ending).map(str::trim_end))
        .filter(|bare| !bare.is_empty())
        .unwrap_or(&words);
    CLASSES.contains(&bare) || is_numbered(&words)
}

/// The lowest classes of scales.
const LOWEST: &[&str] = &[
    "unrestricted",
    "public",
    "open",
    "internal",
    "low",
    "low risk",
    "official",
    "unclassified",
    "non sensitive",
    "non personal",
];

/// Returns true if a heading names the lowest class of a scale.
pub(crate) fn is_lowest(heading: &str) -> bool {
    let words = plain(heading);
    let named = LOWEST.iter().any(|class| {
        words
            .strip_prefix(class)
            .is_some_and(|rest| matches!(rest.trim(), "" | "data" | "information" | "use" | "only"))
    });
    named || is_numbered(&words) && words.ends_with(['0', '1'])
}

fn is_numbered(words: &str) -> bool {
    let bare = words.trim_end_matches(|c: char| c.is_ascii_digit());
    bare.len() < words.len() && words.len() - bare.len() == 1 && NUMBERED.contains(&bare.trim_end())
}
