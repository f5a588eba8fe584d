//! The roles of columns, by their headings.

#[rustfmt::skip]
mod headings;

use crate::plain_words::plain;
use schemars::JsonSchema;
use serde::Serialize;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The tool's name.
    Name,
    /// Another name of it.
    Alias,
    /// The version that the row is about.
    Version,
    /// What it is, in a sentence.
    About,
    /// What sort of tool it is.
    Type,
    /// Whether it may be used: a grade.
    Status,
    /// Whether it may be used on the device or platform that the heading names.
    Device,
    /// The domains by which networks know it.
    Domain,
    /// The Android package by which devices know it.
    Package,
    /// The Apple bundle id by which devices know it.
    Bundle,
    /// A mark, as in `Y`, that it has the grade that the heading names.
    Mark,
    /// What to heed.
    Conditions,
    /// How it is had.
    Routes,
    /// For whom it is.
    Audience,
    /// The last day of its approval.
    Until,
    /// The day by which it is to be reviewed.
    Review,
    /// When its status was given.
    Date,
    /// Its address on the web.
    Link,
    /// A word on it: kept, and nothing follows from it.
    Note,
    /// Nothing that is wanted.
    Ignore,
}

impl Role {
    /// Every role, with its name and its headings in plain words: lower case, without punctuation.
    pub const ALL: &[(Self, &str, &[&str])] = &[
        (Self::Name, "name", headings::NAME),
        (Self::Alias, "alias", headings::ALIAS),
        (Self::Version, "version", headings::VERSION),
        (Self::About, "about", headings::ABOUT),
        (Self::Type, "type", headings::TYPE),
        (Self::Status, "status", headings::STATUS),
        (Self::Device, "device", &[]),
        (Self::Domain, "domain", headings::DOMAIN),
        (Self::Package, "package", headings::PACKAGE),
        (Self::Bundle, "bundle", headings::BUNDLE),
        (Self::Mark, "mark", &[]),
        (Self::Conditions, "conditions", headings::CONDITIONS),
        (Self::Routes, "routes", headings::ROUTES),
        (Self::Audience, "audience", headings::AUDIENCE),
        (Self::Until, "until", headings::UNTIL),
        (Self::Review, "review", headings::REVIEW),
        (Self::Date, "date", headings::DATE),
        (Self::Link, "link", headings::LINK),
        (Self::Note, "note", headings::NOTE),
        (Self::Ignore, "ignore", headings::IGNORE),
    ];

    /// Returns its name in mappings and options.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(role, _, _)| *role == self).map_or("", |(_, name, _)| name)
    }

    /// Returns the role with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name.trim().to_lowercase()).map(|(role, _, _)| *role)
    }

    /// Returns the role that a heading states plainly.
    pub(crate) fn of_heading(heading: &str) -> Option<Self> {
        let plain = plain(heading);
        if is_about_data(&plain) {
            return Some(Self::Conditions);
        }
        let known = Self::ALL.iter().find(|(_, _, known)| known.contains(&plain.as_str())).map(|(role, _, _)| *role);
        known.or_else(|| is_several_nouns(&plain).then_some(Self::Name))
    }
}

/// Returns true if a heading says which data a tool is for: "Data types allowed", "OK for".
fn is_about_data(plain: &str) -> bool {
    let has = |known: &[&str]| plain.split(' ').any(|word| known.contains(&word));
    let data = has(&["data", "information"]);
    let which = has(headings::CHOICES);
    let question = has(&["is", "does", "can", "may", "for", "with", "review"]);
    (data && which && !question) || matches!(plain, "ok for" | "suitable for" | "approved data" | "data")
}

/// Returns true if a heading has several nouns for tools: "Services/Platforms", "Tool or app".
fn is_several_nouns(plain: &str) -> bool {
    let noun = |word: &str| headings::TOOL_NOUNS.contains(&word.strip_suffix('s').unwrap_or(word));
    let words: Vec<&str> = plain.split(' ').collect();
    words.len() > 1 && words.iter().all(|word| noun(word) || matches!(*word, "or" | "and"))
}
