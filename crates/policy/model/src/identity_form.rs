//! The form of each kind of name by which machines know tools.

use crate::identity_kind::IdentityKind;
use std::fmt;

/// A text that is not a name of the kind, with the form that such a name has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidIdentity {
    /// What is wrong.
    pub what: &'static str,
}

impl IdentityKind {
    /// Returns true if a name has the form of this kind.
    pub(crate) fn fits(self, name: &str) -> bool {
        match self {
            Self::Domain => domain(name).is_ok(),
            Self::AndroidPackage => dotted(name, |b| b == b'_'),
            Self::AppleBundle => dotted(name, |b| b == b'-'),
            Self::AppleTeam => team(name),
            Self::AppleSigning => name.split_once(':').is_some_and(|(signer, id)| {
                (signer == "platform" || team(signer)) && dotted(id, |b| b == b'-' || b == b'_')
            }),
            Self::WindowsExecutable => executable(name),
            Self::WindowsPublisher => plain(name),
            Self::ChromeExtension | Self::EdgeExtension => extension(name),
            Self::FirefoxExtension => firefox_extension(name),
            Self::WindowsPackage => package_family(name),
            Self::Winget => winget(name),
            Self::MacInstaller => dotted(name, |b| b == b'-' || b == b'_'),
            Self::Flatpak => dotted(name, |b| b == b'-' || b == b'_') && name.split('.').count() >= 3,
            Self::Snap => snap(name),
            Self::DebianPackage => debian_package(name),
        }
    }

    /// Returns the form of a name of this kind, in a sentence.
    pub(crate) fn form(self) -> &'static str {
        match self {
            Self::Domain => DOMAIN_FORM,
            Self::AndroidPackage => "an Android package has parts of letters, digits and `_`, as in `com.example.app`",
            Self::AppleBundle => "an Apple bundle id has parts of letters, digits and `-`, as in `com.example.app`",
            Self::AppleTeam => "an Apple team id has ten upper case letters and digits",
            Self::AppleSigning => {
                "a signing id is a team id or `platform`, a colon and an id, as in `ABCDE12345:com.example.app`"
            }
            Self::WindowsExecutable => "an executable is a file name without a folder that ends in `.exe`",
            Self::WindowsPublisher => "a publisher is one line of printable text, at most 255 characters",
            Self::ChromeExtension => "a Chrome extension id has 32 letters from a to p",
            Self::EdgeExtension => "an Edge extension id has 32 letters from a to p",
            Self::FirefoxExtension => "a Firefox extension id is an address (`name@example.org`) or a UUID in braces",
            Self::WindowsPackage => {
                "a package family name is a name, `_` and 13 letters and digits, as in `Example.App_8wekyb3d8bbwe`"
            }
            Self::Winget => "a winget id has two to eight parts of at most 32 characters, as in `Example.App`",
            Self::MacInstaller => {
                "an installer package's id has parts of letters, digits, `-` and `_`, as in `com.example.pkg.app`"
            }
            Self::Flatpak => {
                "a Flatpak id has three or more parts of letters, digits, `-` and `_`, as in `org.example.App`"
            }
            Self::Snap => "a snap's name has 2 to 40 lower case letters, digits and single hyphens between them",
            Self::DebianPackage => {
                "a Debian package's name has two or more lower case letters, digits, `+`, `-` and `.`, as in `example-app`"
            }
        }
    }
}

/// The form of a domain.
const DOMAIN_FORM: &str = "a domain has two or more labels of letters, digits and hyphens, as in `example.org`";

/// Reads a domain (RFC 1035 section 2.3.4, RFC 1123 section 2.1).
///
/// It has at least two labels of at most 63 letters, digits and inner hyphens, and at most 253
/// characters. The last label is not a number.
pub(crate) fn domain(name: &str) -> Result<String, InvalidIdentity> {
    let name = name.to_ascii_lowercase();
    let bad = |what| Err(InvalidIdentity { what });
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
        return bad(DOMAIN_FORM);
    }
    if labels.last().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit())) {
        return bad("an IP address is no domain");
    }
    Ok(name)
}

/// Returns true if the name is a package family name: 3 to 50 letters, digits, dots and hyphens,
/// and the publisher's digest in Crockford's alphabet ("Package identity", `learn.microsoft.com`).
fn package_family(name: &str) -> bool {
    let Some((name, publisher)) = name.rsplit_once('_') else { return false };
    (3..=50).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && publisher.len() == 13
        && publisher.bytes().all(|b| b.is_ascii_digit() || (b.is_ascii_lowercase() && !b"ilou".contains(&b)))
}

/// Returns true if the name is that of a file that runs on Windows, without a folder.
fn executable(name: &str) -> bool {
    plain(name)
        && name.to_ascii_lowercase().ends_with(".exe")
        && !name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|'])
}

/// Returns true if the name is an address or a braced UUID.
fn firefox_extension(name: &str) -> bool {
    plain(name)
        && name.is_ascii()
        && !name.contains(' ')
        && (name.contains('@') || (name.starts_with('{') && name.ends_with('}') && name.len() == 38))
}

fn winget(name: &str) -> bool {
    (2..=8).contains(&name.split('.').count())
        && name.split('.').all(|part| (1..=32).contains(&part.chars().count()))
        && plain(name)
        && !name.contains(|c: char| c.is_whitespace() || "\\/:*?\"<>|".contains(c))
}

fn snap(name: &str) -> bool {
    (2..=40).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && name.bytes().any(|b| b.is_ascii_lowercase())
        && name.split('-').all(|part| !part.is_empty())
}

fn debian_package(name: &str) -> bool {
    (2..=255).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+-.".contains(&b))
}

fn extension(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| (b'a'..=b'p').contains(&b))
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

impl fmt::Display for InvalidIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl std::error::Error for InvalidIdentity {}
