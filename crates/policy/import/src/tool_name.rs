//! Names in lists: a former name in brackets, a version at the end.

/// The parts of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToolName {
    /// The name without the other parts.
    pub(crate) base: String,
    /// The version, if it is plainly one.
    pub(crate) version: Option<Box<str>>,
    /// A former name.
    pub(crate) former: Option<Box<str>>,
    /// A number at the end that is a version if other names differ only in it.
    pub(crate) number: Option<Box<(String, String)>>,
}

/// Splits a name.
pub(crate) fn named(text: &str) -> ToolName {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (text, former) = without_former(&text);
    for mark in [" - Version ", " – Version ", ", Version ", " Version "] {
        if let Some(place) = find(&text, mark) {
            let (base, rest) = text.split_at(place);
            let version = rest.get(mark.len()..).unwrap_or_default().trim();
            // Makers repeat the name before the number.
            let version = version.strip_prefix(base.trim()).unwrap_or(version).trim();
            if !base.trim().is_empty() && !version.is_empty() {
                return ToolName { base: base.trim().to_owned(), version: Some(version.into()), former, number: None };
            }
        }
    }
    let last = text.rsplit_once(' ').filter(|(base, _)| base.chars().any(char::is_alphabetic));
    match last {
        Some((base, word)) if is_version(word) => {
            let base = base.trim_end_matches([' ', '-', ',', '–']);
            ToolName { base: base.to_owned(), version: Some(word.into()), former, number: None }
        }
        Some((base, word)) if is_number(word) => {
            let number = Some(Box::new((base.trim().to_owned(), word.to_owned())));
            ToolName { base: text.clone(), version: None, former, number }
        }
        _ => ToolName { base: text, version: None, former, number: None },
    }
}

/// Returns the place of a text in another one, in any letter case.
fn find(text: &str, mark: &str) -> Option<usize> {
    // A mark starts with punctuation, and is in ASCII.
    let first = mark.bytes().next()?;
    let begins = text.bytes().enumerate().filter(|(_, byte)| *byte == first).map(|(at, _)| at);
    begins
        .take_while(|at| at + mark.len() <= text.len())
        .find(|at| text.get(*at..at + mark.len()).is_some_and(|part| part.eq_ignore_ascii_case(mark)))
}

/// Returns true if a word is only a version: `15.x`, `v2`, `8.0.1`.
fn is_version(word: &str) -> bool {
    let bare = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let parts: Vec<&str> = bare.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let wild = |part: &&str| matches!(*part, "x" | "X" | "*");
    let sound = parts.first().is_some_and(digits) && parts.iter().skip(1).all(|part| digits(part) || wild(part));
    sound && (parts.len() > 1 || bare.len() < word.len())
}

/// Returns true for a year or a small number, which may be a version or a part of the name.
fn is_number(word: &str) -> bool {
    let number: Option<u32> = word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok()).flatten();
    number.is_some_and(|number| number < 100 || (1980..2100).contains(&number))
}

/// Splits a former name from a name: "Meet (was Hangouts)".
fn without_former(text: &str) -> (String, Option<Box<str>>) {
    for mark in ["(was ", "(formerly ", "(formerly known as ", "(previously ", "(ex "].iter().rev() {
        let Some(open) = find(text, mark) else { continue };
        let inner = text.get(open + mark.len()..).unwrap_or_default();
        if let Some((former, after)) = inner.split_once(')') {
            let before = text.get(..open).unwrap_or_default();
            let name = format!("{} {}", before.trim(), after.trim());
            if !before.trim().is_empty() && !former.trim().is_empty() {
                return (name.trim().to_owned(), Some(former.trim().into()));
            }
        }
    }
    (text.to_owned(), None)
}
