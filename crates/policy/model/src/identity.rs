use crate::Span;
use crate::identity_form::{InvalidIdentity, domain};
use crate::identity_kind::IdentityKind;
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

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.as_str(), self.name)
    }
}
