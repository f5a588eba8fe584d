//! Which machine names block each other, including names of different kinds.

use crate::{Identity, IdentityKind};
use std::borrow::Cow;

/// What two names share if a block of the first also blocks the second. It is in
/// [`Identity::blocks`] of the first and in [`Identity::blocked_by`] of the second.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cover<'a> {
    kind: CoverKind,
    name: Cow<'a, str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum CoverKind {
    /// Names of a kind.
    Named(IdentityKind),
    /// Extensions of Chrome and Edge. Both browsers look only at the id.
    Extension,
    /// Apple binaries with this id, by any team.
    SignedAs,
}

impl Identity {
    /// Returns everything that a block of this name covers.
    pub fn blocks(&self) -> impl Iterator<Item = Cover<'_>> {
        let signed_as = self.signed().map(|(_, id)| Cover::of(CoverKind::SignedAs, id));
        [Cover::own(self)].into_iter().chain(signed_as)
    }

    /// Returns everything that covers this name, the nearest first. A block of any of these blocks
    /// it. Its team and the bundle of that id cover a signing id, every signing id that ends with
    /// it covers a bundle, and the domains above it cover a domain.
    pub fn blocked_by(&self) -> impl Iterator<Item = Cover<'_>> {
        let named = |kind, name| Cover::of(CoverKind::Named(kind), name);
        // Only a domain has anything above it.
        let above = self.and_above().skip(1).map(move |name| named(IdentityKind::Domain, name));
        let signed = self
            .signed()
            .into_iter()
            .flat_map(move |(team, id)| [named(IdentityKind::AppleTeam, team), named(IdentityKind::AppleBundle, id)]);
        let bundle = (self.kind == IdentityKind::AppleBundle).then(|| Cover::of(CoverKind::SignedAs, &self.name));
        [Cover::own(self)].into_iter().chain(above).chain(signed).chain(bundle)
    }

    /// Returns the team and the id of a signing id.
    fn signed(&self) -> Option<(&str, &str)> {
        self.name.split_once(':').filter(|_| self.kind == IdentityKind::AppleSigning)
    }
}

impl<'a> Cover<'a> {
    fn of(kind: CoverKind, name: &'a str) -> Self {
        Self { kind, name: Cow::Borrowed(name) }
    }

    fn own(identity: &'a Identity) -> Self {
        let kind = match identity.kind {
            IdentityKind::ChromeExtension | IdentityKind::EdgeExtension => CoverKind::Extension,
            kind => CoverKind::Named(kind),
        };
        // Windows treats capital and small letters in these as the same.
        let folded = matches!(
            identity.kind,
            IdentityKind::WindowsExecutable | IdentityKind::WindowsPublisher | IdentityKind::WindowsPackage
        );
        let name = if folded && identity.name.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(identity.name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(identity.name.as_str())
        };
        Self { kind, name }
    }
}
