//! Shared domains: the public suffixes of Mozilla's list (by the crate `psl`), and the large
//! domains in `shared_domains.tsv`, with what is below each.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Who else has names below a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedDomain {
    /// A suffix under which anybody can register domains, such as `co.uk`. It never belongs to one
    /// tool.
    PublicSuffix,
    /// A suffix under which a company gives names to its customers, such as `github.io`.
    CustomerSuffix,
    /// One of the large shared domains, with what is below it.
    Listed(&'static str),
}

impl SharedDomain {
    /// Returns who shares a domain, if it is shared. The domain must be in lower case and without a
    /// final dot.
    pub fn of(domain: &str) -> Option<Self> {
        if let Some(users) = listed().get(domain) {
            return Some(Self::Listed(users));
        }
        let suffix = psl::suffix(domain.as_bytes()).filter(|suffix| suffix.as_bytes() == domain.as_bytes())?;
        match suffix.typ()? {
            psl::Type::Icann => Some(Self::PublicSuffix),
            psl::Type::Private => Some(Self::CustomerSuffix),
        }
    }

    /// Returns true if it can be right to list the domain as one tool's.
    pub fn can_be_right(self) -> bool {
        self != Self::PublicSuffix
    }

    /// Returns what is below the domain, as a phrase.
    pub fn users(self) -> &'static str {
        match self {
            Self::PublicSuffix => "the domains of everybody who registers one there",
            Self::CustomerSuffix => "the sites of many customers of one company (Public Suffix List)",
            Self::Listed(users) => users,
        }
    }
}

/// Returns the large shared domains, with what is below each.
fn listed() -> &'static HashMap<&'static str, &'static str> {
    static LISTED: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    LISTED.get_or_init(|| {
        let lines = include_str!("shared_domains.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once('\t')).collect()
    })
}
