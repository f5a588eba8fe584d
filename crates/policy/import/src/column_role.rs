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
        (
            Self::Name,
            "name",
            &[
                "name",
                "names",
                "tool",
                "tools",
                "tool name",
                "app",
                "apps",
                "app name",
                "application",
                "applications",
                "application name",
                "software",
                "software name",
                "software title",
                "software product",
                "product",
                "products",
                "product name",
                "service",
                "service name",
                "standard name",
                "solution",
                "title",
                "oit",
                "oits",
                "open internet tool",
                "system",
                "system name",
                "platform",
                "package",
                "extension",
                "technology",
                "program",
                "programme",
                "item",
                "tool app",
                "app or tool",
                "name of tool",
                "name of app",
                "name of application",
                "name of software",
                "name of product",
                "name of service",
                "name of the tool",
                "tool or service",
                "tool or app",
                "app or service",
                "software or service",
                "approved tool",
                "approved tools",
                "approved software",
                "approved apps",
            ],
        ),
        (Self::Alias, "alias", &["alias", "aliases", "also known as", "aka", "other names", "former name", "acronym"]),
        (
            Self::Version,
            "version",
            &["version", "versions", "release", "approved version", "approved versions", "version number"],
        ),
        (
            Self::About,
            "about",
            &[
                "about",
                "description",
                "descriptions",
                "summary",
                "overview",
                "what it is",
                "what it does",
                "short description",
                "purpose",
                "what it s for",
                "what it is for",
                "what is it for",
                "what it is used for",
                "used for",
                "use case",
                "use cases",
            ],
        ),
        (
            Self::Type,
            "type",
            &[
                "type",
                "types",
                "tool type",
                "app type",
                "software type",
                "type of tool",
                "type of app",
                "kind",
                "category",
                "categories",
                "software category",
                "subcategory",
                "function",
                "deployment type",
                "deployment",
                "hosting",
            ],
        ),
        (
            Self::Status,
            "status",
            &[
                "status",
                "approval status",
                "current status",
                "approval",
                "decision",
                "grade",
                "rating",
                "assessment",
                "outcome",
                "usage status",
                "authorisation",
                "authorization",
                "permitted",
                "allowed",
                "approved",
                "is it approved",
                "can i use it",
                "approved for use",
                "review status",
                "security status",
                "approved y n",
                "approved yes no",
                "allowed y n",
                "allowed yes no",
                "permitted y n",
                "authorised",
                "authorized",
                "can we use it",
                "can you use it",
                "may i use it",
                "tool status",
                "app status",
                "software status",
                "standard status",
                "approval decision",
                "final decision",
                "verdict",
                "clearance",
                "approval level",
                "approval state",
            ],
        ),
        (Self::Device, "device", &[]),
        (
            Self::Domain,
            "domain",
            &["domain", "domains", "domain name", "domain names", "hostname", "hostnames", "host", "fqdn"],
        ),
        (
            Self::Package,
            "package",
            &[
                "package name",
                "package id",
                "android package",
                "android package name",
                "android app id",
                "android id",
                "play store id",
                "application id",
            ],
        ),
        (
            Self::Bundle,
            "bundle",
            &[
                "bundle id",
                "bundle ids",
                "bundle identifier",
                "bundle",
                "ios bundle id",
                "apple bundle id",
                "macos bundle id",
                "cfbundleidentifier",
            ],
        ),
        (Self::Mark, "mark", &[]),
        (
            Self::Conditions,
            "conditions",
            &[
                "condition",
                "conditions",
                "constraint",
                "constraints",
                "conditions constraints on use",
                "conditions of use",
                "conditions on use",
                "restriction",
                "restrictions",
                "limitations",
                "limits",
                "usage conditions",
                "usage restrictions",
                "requirements",
                "caveats",
                "rules",
                "terms of use",
                "approved uses",
                "approved use",
                "permitted use",
                "permitted uses",
                "acceptable use",
                "allowed uses",
                "usage",
                "usage guidance",
                "guidance",
                "guidance on use",
                "how it may be used",
                "data rules",
                "data",
                "permitted data",
                "data allowed",
                "allowed data",
                "scope",
                "scope of use",
                "scope of approval",
            ],
        ),
        (
            Self::Routes,
            "routes",
            &[
                "access",
                "accessing installing tool",
                "how to get it",
                "how to access",
                "how to access it",
                "how to install",
                "installation",
                "install",
                "accessing",
                "getting it",
                "available from",
                "where to get it",
                "how to request",
                "request process",
            ],
        ),
        (
            Self::Audience,
            "audience",
            &["audience", "internal external", "internal or external", "for whom", "intended audience", "who with"],
        ),
        (
            Self::Until,
            "until",
            &[
                "until",
                "approved until",
                "valid until",
                "valid to",
                "expires",
                "expires on",
                "expiry",
                "expiry date",
                "expiration",
                "expiration date",
                "approval expires",
                "approval expiry",
                "approval expiry date",
                "approval expiration date",
                "approval end date",
                "end date",
                "end of approval",
            ],
        ),
        (
            Self::Review,
            "review",
            &["review", "review date", "next review", "next review date", "review by", "review due", "due for review"],
        ),
        (
            Self::Date,
            "date",
            &[
                "date",
                "approval date",
                "date approved",
                "approved on",
                "date of approval",
                "decision date",
                "date of decision",
                "last updated",
                "updated",
                "last reviewed",
                "date reviewed",
                "reviewed on",
                "status date",
            ],
        ),
        (
            Self::Link,
            "link",
            &[
                "link",
                "url",
                "website",
                "web site",
                "web address",
                "homepage",
                "home page",
                "product page",
                "vendor website",
            ],
        ),
        (
            Self::Note,
            "note",
            &[
                "note",
                "notes",
                "comment",
                "comments",
                "remark",
                "remarks",
                "additional information",
                "more information",
                "other information",
            ],
        ),
        (Self::Ignore, "ignore", &["no", "nr", "number", "row", "id", "ref", "reference"]),
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
    let which = has(&[
        "type",
        "types",
        "classification",
        "classifications",
        "class",
        "classes",
        "level",
        "levels",
        "tier",
        "tiers",
        "allowed",
        "permitted",
        "approved",
        "guidance",
        "suitable",
        "category",
        "categories",
    ]);
    let question = has(&["is", "does", "can", "may", "for", "with", "review"]);
    (data && which && !question) || matches!(plain, "ok for" | "suitable for" | "approved data" | "data")
}

/// Returns true if a heading has several nouns for tools: "Services/Platforms", "Tool or app".
fn is_several_nouns(plain: &str) -> bool {
    let noun = |word: &str| {
        let one = word.strip_suffix('s').unwrap_or(word);
        matches!(
            one,
            "tool"
                | "app"
                | "application"
                | "service"
                | "product"
                | "platform"
                | "program"
                | "software"
                | "system"
                | "solution"
                | "website"
                | "name"
        )
    };
    let words: Vec<&str> = plain.split(' ').collect();
    words.len() > 1 && words.iter().all(|word| noun(word) || matches!(*word, "or" | "and"))
}

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
