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
    /// The signing id of an Apple binary with its team, as in `ABCDE12345:com.example.app`. The
    /// team `platform` means Apple itself.
    AppleSigning,
    /// The name of an executable on Windows.
    WindowsExecutable,
    /// A publisher as Windows code signatures name it.
    WindowsPublisher,
    /// The id of a browser extension of the Chrome store: 32 letters a to p.
    ChromeExtension,
    /// The id of a Firefox add-on: an address or a braced UUID.
    FirefoxExtension,
    /// The family name of a packaged Windows app, as the Microsoft Store installs them:
    /// its name and a digest of its publisher ("Package identity", `learn.microsoft.com`).
    WindowsPackage,
    /// The id of an extension of the Edge add-ons site: 32 letters a to p.
    EdgeExtension,
    /// The id of a package of the Windows Package Manager (winget), as in `Example.App`.
    Winget,
    /// The id of a macOS installer package, as `pkgutil --pkgs` lists it.
    MacInstaller,
    /// The id of a Flatpak application, as in `org.example.App`.
    Flatpak,
    /// The name of a snap.
    Snap,
    /// The name of a Debian package (Debian Policy 5.6.1).
    DebianPackage,
}

/// What a shared domain is used for besides the tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedUse {
    /// What else is below the domain. Empty if only the pack says that it is shared.
    pub users: String,
    /// Why it is right to list it as the tool's.
    pub why: String,
}

/// An identity with the public source that says so.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SourcedIdentity {
    /// The identity.
    pub identity: Identity,
    /// The address that says so.
    pub source: String,
    /// Who else uses the domain and why it is right to list it, if it is shared.
    pub shared: Option<SharedUse>,
    /// Where the register states it.
    pub span: Span,
}

impl IdentityKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::Domain,
        Self::AndroidPackage,
        Self::AppleBundle,
        Self::AppleTeam,
        Self::AppleSigning,
        Self::WindowsExecutable,
        Self::WindowsPublisher,
        Self::ChromeExtension,
        Self::FirefoxExtension,
        Self::WindowsPackage,
        Self::EdgeExtension,
        Self::Winget,
        Self::MacInstaller,
        Self::Flatpak,
        Self::Snap,
        Self::DebianPackage,
    ];

    /// Returns the name in packs and answers.
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
            Self::WindowsPackage => "windows-package",
            Self::EdgeExtension => "edge-extension",
            Self::Winget => "winget",
            Self::MacInstaller => "mac-installer",
            Self::Flatpak => "flatpak",
            Self::Snap => "snap",
            Self::DebianPackage => "debian",
        }
    }
}

/// A text that is not a name of the kind, with the form that such a name has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidIdentity {
    /// What is wrong.
    pub what: &'static str,
}

impl Identity {
    /// Iterates over this name and, if it is a domain, over those above it, the nearest first.
    pub fn and_above(&self) -> impl Iterator<Item = &str> {
        let is_domain = self.kind == IdentityKind::Domain;
        std::iter::successors(Some(self.name.as_str()), move |name| Some(name.split_once('.').filter(|_| is_domain)?.1))
    }

    /// Reads a name of a kind.
    ///
    /// # Errors
    /// Returns [`InvalidIdentity`], which says what form such a name has.
    pub fn parse(kind: IdentityKind, name: &str) -> Result<Self, InvalidIdentity> {
        if kind == IdentityKind::Domain {
            return domain(name).map(|name| Self { kind, name });
        }
        if kind.fits(name) {
            Ok(Self { kind, name: name.to_owned() })
        } else {
            Err(InvalidIdentity { what: kind.form() })
        }
    }
}

impl IdentityKind {
    /// Returns true if a name has the form of this kind.
    fn fits(self, name: &str) -> bool {
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
    fn form(self) -> &'static str {
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
fn domain(name: &str) -> Result<String, InvalidIdentity> {
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

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.as_str(), self.name)
    }
}

impl fmt::Display for InvalidIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl std::error::Error for InvalidIdentity {}
