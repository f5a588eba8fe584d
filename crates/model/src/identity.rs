use crate::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a machine knows a tool, as a checked value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// What kind of name it is.
    pub kind: IdentityKind,
    /// The name, in its canonical form.
    pub name: String,
}

/// The kinds of names by which machines know tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum IdentityKind {
    /// A domain and everything below it (RFC 1035 section 2.3.1, lower case).
    Domain,
    /// An Android application id.
    AndroidPackage,
    /// An Apple bundle id, on a phone, a tablet or a Mac.
    AppleBundle,
    /// An Apple developer team id: ten upper case letters and digits.
    AppleTeam,
    /// The signing id of an Apple binary with the team that signed it, as in
    /// `ABCDE12345:com.example.app`; `platform` stands for Apple itself.
    AppleSigning,
    /// The name of an executable on Windows.
    WindowsExecutable,
    /// A publisher as Windows code signatures name it.
    WindowsPublisher,
    /// The id of a browser extension of the Chrome store: 32 letters a to p.
    ChromeExtension,
    /// The id of a Firefox add-on: an address or a braced UUID.
    FirefoxExtension,
}

/// A domain that others use too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedUse {
    /// What else is below the domain; empty if only the pack says that it is shared.
    pub users: String,
    /// Why it is right to name it as the tool's.
    pub why: String,
}

/// An identity with the public source that says so.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KnownAs {
    /// The identity.
    pub identity: Identity,
    /// Where this is said: an address.
    pub source: String,
    /// Who else uses the domain, if it is shared, and why it is right to name it.
    pub shared: Option<SharedUse>,
    /// Where the register states it.
    pub span: Span,
}

impl IdentityKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Domain,
        Self::AndroidPackage,
        Self::AppleBundle,
        Self::AppleTeam,
        Self::AppleSigning,
        Self::WindowsExecutable,
        Self::WindowsPublisher,
        Self::ChromeExtension,
        Self::FirefoxExtension,
    ];

    /// The name in packs and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::AndroidPackage => "android",
            Self::AppleBundle => "apple",
            Self::AppleTeam => "apple-team",
            Self::AppleSigning => "apple-signing",
            Self::WindowsExecutable => "windows-executable",
            Self::WindowsPublisher => "windows-publisher",
            Self::ChromeExtension => "chrome-extension",
            Self::FirefoxExtension => "firefox-extension",
        }
    }
}

/// A text that is no identity of the kind, with what such a one looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadIdentity {
    /// What is wrong.
    pub what: &'static str,
}

impl Identity {
    /// The names that cover this one, the nearest first: itself, and where it is a domain
    /// those above it.
    pub fn covering(&self) -> impl Iterator<Item = &str> {
        let is_domain = self.kind == IdentityKind::Domain;
        std::iter::successors(Some(self.name.as_str()), move |name| Some(name.split_once('.').filter(|_| is_domain)?.1))
    }

    /// Reads a name of a kind.
    ///
    /// # Errors
    /// [`BadIdentity`] says what such a name looks like.
    pub fn parse(kind: IdentityKind, name: &str) -> Result<Self, BadIdentity> {
        let (fits, what) = match kind {
            IdentityKind::Domain => return domain(name).map(|name| Self { kind, name }),
            IdentityKind::AndroidPackage => (
                dotted(name, |b| b == b'_'),
                "an Android package has parts of letters, digits and `_`, as in `com.example.app`",
            ),
            IdentityKind::AppleBundle => (
                dotted(name, |b| b == b'-'),
                "an Apple bundle id has parts of letters, digits and `-`, as in `com.example.app`",
            ),
            IdentityKind::AppleTeam => (team(name), "an Apple team id has ten upper case letters and digits"),
            IdentityKind::AppleSigning => (
                name.split_once(':').is_some_and(|(signer, id)| {
                    (signer == "platform" || team(signer)) && dotted(id, |b| b == b'-' || b == b'_')
                }),
                "a signing id is a team id or `platform`, a colon and an id, as in `ABCDE12345:com.example.app`",
            ),
            IdentityKind::WindowsExecutable => (
                plain(name)
                    && name.to_ascii_lowercase().ends_with(".exe")
                    && !name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']),
                "an executable is a file name without a folder that ends in `.exe`",
            ),
            IdentityKind::WindowsPublisher => {
                (plain(name), "a publisher is one line of printable text, at most 255 characters")
            }
            IdentityKind::ChromeExtension => (
                name.len() == 32 && name.bytes().all(|b| (b'a'..=b'p').contains(&b)),
                "a Chrome extension id has 32 letters from a to p",
            ),
            IdentityKind::FirefoxExtension => (
                plain(name)
                    && name.is_ascii()
                    && !name.contains(' ')
                    && (name.contains('@') || (name.starts_with('{') && name.ends_with('}') && name.len() == 38)),
                "a Firefox extension id is an address (`name@example.org`) or a UUID in braces",
            ),
        };
        if fits { Ok(Self { kind, name: name.to_owned() }) } else { Err(BadIdentity { what }) }
    }
}

/// A domain: at least two labels of at most 63 letters, digits and inner
/// hyphens, at most 253 characters, the last one no number (RFC 1035 section
/// 2.3.4, RFC 1123 section 2.1).
fn domain(name: &str) -> Result<String, BadIdentity> {
    let name = name.to_ascii_lowercase();
    let bad = |what| Err(BadIdentity { what });
    if !name.is_ascii() {
        return bad("a domain is written in ASCII; write an internationalised one in its `xn--` form");
    }
    if name.starts_with("*.") {
        return bad("a domain covers its subdomains already: leave out the `*.`");
    }
    if name.ends_with('.') {
        return bad("a domain is written without a dot at its end");
    }
    let labels: Vec<&str> = name.split('.').collect();
    let label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if labels.len() < 2 || name.len() > 253 || !labels.iter().all(label) {
        return bad("a domain has two or more labels of letters, digits and hyphens, as in `example.org`");
    }
    if labels.last().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit())) {
        return bad("an IP address is no domain");
    }
    Ok(name)
}

fn team(name: &str) -> bool {
    name.len() == 10 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn dotted(name: &str, more: impl Fn(u8) -> bool) -> bool {
    name.len() <= 255
        && name.contains('.')
        && name.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || more(b)))
}

fn plain(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= 255 && !name.chars().any(char::is_control)
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.as_str(), self.name)
    }
}

impl fmt::Display for BadIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl std::error::Error for BadIdentity {}
