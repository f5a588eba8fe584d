use serde::{Deserialize, Serialize};

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
