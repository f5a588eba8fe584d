//! Which names of machines block each other, also where they are of different kinds.

use crate::{Identity, IdentityKind};
use std::borrow::Cow;

/// What two names have in common if a block of the one blocks the other: the block has it
/// among its [`Identity::blocks`], and what is blocked among its [`Identity::blocked_by`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cover<'a> {
    kind: CoverKind,
    name: Cow<'a, str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum CoverKind {
    /// Names of a kind.
    Named(IdentityKind),
    /// Extensions of Chrome and Edge: both browsers look at the id alone.
    Extension,
    /// Apple binaries with this id, by any team.
    SignedAs,
}

impl Identity {
    /// What a block of this name covers.
    pub fn blocks(&self) -> impl Iterator<Item = Cover<'_>> {
        let signed_as = self.signed().map(|(_, id)| Cover::of(CoverKind::SignedAs, id));
        [Cover::own(self)].into_iter().chain(signed_as)
    }

    /// What covers this name, the nearest first: a block of any of these blocks it. A signing
    /// id is covered by its team and by the bundle of that id, a bundle by every signing id
    /// that ends with it, a domain by those above it.
    pub fn blocked_by(&self) -> impl Iterator<Item = Cover<'_>> {
        let named = |kind, name| Cover::of(CoverKind::Named(kind), name);
        // Only a domain has any above it.
        let above = self.and_above().skip(1).map(move |name| named(IdentityKind::Domain, name));
        let signed = self
            .signed()
            .into_iter()
            .flat_map(move |(team, id)| [named(IdentityKind::AppleTeam, team), named(IdentityKind::AppleBundle, id)]);
        let bundle = (self.kind == IdentityKind::AppleBundle).then(|| Cover::of(CoverKind::SignedAs, &self.name));
        [Cover::own(self)].into_iter().chain(above).chain(signed).chain(bundle)
    }

    /// The team and the id of a signing id.
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
        // Windows does not tell capital letters in these from small ones.
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
