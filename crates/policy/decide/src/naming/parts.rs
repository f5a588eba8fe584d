//! The names in a name. Lists join several into one, as in "Flock & Flock Messenger", "X (formerly
//! Twitter)" or "Office Suite One (Docs, Sheets, Slides)".

/// The parts of one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// The name without its brackets, if it has any.
    pub(super) whole: Option<String>,
    /// The names that it joins, and names in its brackets.
    pub(super) parts: Vec<String>,
    /// Names in its brackets that belong to something else: "different to Skiff for Business".
    pub(super) others: Vec<String>,
}

/// The first words in brackets with another name of the same tool.
const SAME: &[&str] = &[
    "also known as ",
    "also called ",
    "aka ",
    "a.k.a. ",
    "formerly known as ",
    "formerly ",
    "previously known as ",
    "previously ",
    "was ",
    "now called ",
    "now ",
    "renamed to ",
    "rebranded as ",
    "including ",
    "includes ",
    "incl. ",
    "part of ",
    "by ",
];

/// The first words in brackets with the name of something else.
const OTHER: &[&str] = &[
    "different to ",
    "different from ",
    "distinct from ",
    "not to be confused with ",
    "not the same as ",
    "other than ",
    "excluding ",
    "except ",
    "but not ",
    "not ",
    "unlike ",
    "replaced by ",
];

/// Separators of names.
const JOINED: &[&str] = &[" & ", " and ", " or ", " / ", "/", ", ", "; ", " + "];

/// Returns the names in a name.
pub(super) fn parts(name: &str) -> Parts {
    let mut found = Parts::default();
    let (outside, brackets) = brackets(name);
    if !brackets.is_empty() && !outside.is_empty() {
        found.whole = Some(outside.clone());
    }
    let joined = split(&outside);
    if joined.len() > 1 {
        found.parts.extend(joined);
    }
    for bracket in brackets {
        if let Some(rest) = after(&bracket, OTHER) {
            found.others.extend(split(rest));
        } else if let Some(rest) = after(&bracket, SAME) {
            found.parts.extend(split(rest));
        } else {
            // Remarks start with a small letter, names do not: "(free)", "(Docs, Sheets)".
            found.parts.extend(split(&bracket).into_iter().filter(|part| looks_like_name(part)));
        }
    }
    found
}

fn looks_like_name(part: &str) -> bool {
    part.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit())
}

fn after<'a>(text: &'a str, starts: &[&str]) -> Option<&'a str> {
    let start = |start: &&&str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let start = starts.iter().find(start)?;
    text.get(start.len()..).map(str::trim).filter(|rest| !rest.is_empty())
}

/// Returns the text outside the brackets, and the text in each.
fn brackets(name: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut all, mut depth) = (String::new(), String::new(), Vec::new(), 0_usize);
    for c in name.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    all.push(std::mem::take(&mut inside).trim().to_owned());
                }
            }
            c if depth > 0 => inside.push(c),
            c => outside.push(c),
        }
    }
    all.push(inside.trim().to_owned());
    all.retain(|bracket| !bracket.is_empty());
    (outside.split_whitespace().collect::<Vec<_>>().join(" "), all)
}

fn split(text: &str) -> Vec<String> {
    let mut parts = vec![text.to_owned()];
    for joint in JOINED {
        let more = |part: &String| part.split(joint).map(str::trim).map(str::to_owned).collect::<Vec<_>>();
        parts = parts.iter().flat_map(more).collect();
    }
    parts.retain(|part| part.chars().filter(|c| c.is_alphanumeric()).count() > 1);
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn parts_of(name: &str) -> (Option<String>, String, String) {
        let found = parts(name);
        (found.whole, found.parts.join("|"), found.others.join("|"))
    }

    #[test]
    fn names_are_found_in_names() {
        let whole = |name: &str| Some(name.to_owned());
        for (name, found) in [
            ("Kite", (None, "", "")),
            ("Flock & Flock Messenger", (None, "Flock|Flock Messenger", "")),
            ("Google Docs/Sheets", (None, "Google Docs|Sheets", "")),
            ("X (formerly Twitter)", (whole("X"), "Twitter", "")),
            ("Skiff (different to Skiff for Business)", (whole("Skiff"), "", "Skiff for Business")),
            ("Office Suite One (Docs, Sheets, Slides)", (whole("Office Suite One"), "Docs|Sheets|Slides", "")),
            ("Board (free)", (whole("Board"), "", "")),
            ("Board [NOT Board Pro", (whole("Board"), "", "Board Pro")),
            ("(nothing else)", (None, "", "")),
            ("AT&T", (None, "", "")),
        ] {
            assert_eq!(parts_of(name), (found.0, found.1.to_owned(), found.2.to_owned()), "{name}");
        }
    }
}
