//! What an artefact leaves out because its consumer cannot express it. Everything that is left out
//! is reported, and the rest of the artefact is still written.

use crate::PlanIndex;
use countersign_model::Id;

/// Something that an artefact leaves out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Its type.
    pub what: Left,
    /// The domain, or the id of the exemption.
    pub name: String,
    /// The tool that is blocked or that needs the domain.
    pub tool: Id,
    /// That tool's name.
    pub title: String,
    /// Why, as a phrase.
    pub why: String,
}

/// The kinds of things that an artefact may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// A domain that is not blocked.
    Domain,
    /// A domain that should stay open below a blocked one, and does not.
    Exception,
    /// An exemption whose holder stays blocked.
    Exemption,
}

impl Left {
    /// Returns the word for manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Exception => "exception",
            Self::Exemption => "exemption",
        }
    }

    /// Returns the result, for one item and for several, as a phrase.
    fn outcome(self) -> &'static str {
        match self {
            Self::Domain => "not blocked",
            Self::Exception => "stays blocked, although a tool that may be used needs it",
            Self::Exemption => "no effect here, so its holder stays blocked",
        }
    }
}

/// Items that are left out for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LeftOuts {
    /// `domain`: not blocked; `exception`: not kept open; `exemption`: without effect.
    pub what: String,
    /// The result and the reason, as a phrase.
    pub why: String,
    /// Their names, sorted: domains, or ids of exemptions.
    pub names: Vec<String>,
}

/// The largest number of names for one reason in a message.
const MOST_NAMES: usize = 5;

impl LeftOuts {
    /// Groups items that are left out for the same reason.
    pub fn of(all: &[LeftOut]) -> Vec<Self> {
        let mut groups: std::collections::BTreeMap<(Left, String), Vec<String>> = Default::default();
        for one in all {
            let why = match one.what {
                Left::Exemption => format!("{} ({}): {}", one.what.outcome(), one.title, one.why),
                _ => format!("{}: {}", one.what.outcome(), one.why),
            };
            groups.entry((one.what, why)).or_default().push(one.name.clone());
        }
        let group = |((what, why), mut names): ((Left, String), Vec<String>)| {
            names.sort_unstable();
            names.dedup();
            Self { what: what.as_str().to_owned(), why, names }
        };
        groups.into_iter().map(group).collect()
    }

    /// Returns the group as a sentence. If there are many names, it has only the first ones.
    pub fn sentence(&self) -> String {
        let named: Vec<String> = self.names.iter().take(MOST_NAMES).map(|name| format!("`{name}`")).collect();
        let more = match self.names.len().saturating_sub(MOST_NAMES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("left out: {}{more}: {}", named.join(", "), self.why)
    }
}

/// Leaves out nothing.
pub(crate) fn nothing(_: &PlanIndex<'_>) -> Vec<LeftOut> {
    Vec::new()
}

impl PlanIndex<'_> {
    /// Returns a blocked domain as left out, once for each tool that it belongs to.
    pub(crate) fn left_domain(&self, domain: &str, why: &str) -> Vec<LeftOut> {
        let names = self.domains().names();
        let place = names.binary_search_by(|name| self.domains().text(name).cmp(domain)).ok();
        let name = place.and_then(|place| names.get(place));
        let blocks = name.into_iter().flat_map(|name| self.domains().owners(name));
        let left = |block: &countersign_model::Block| LeftOut {
            what: Left::Domain,
            name: domain.to_owned(),
            tool: block.tool.clone(),
            title: block.name.clone(),
            why: why.to_owned(),
        };
        blocks.filter_map(|block| self.plan().blocks.get(block)).map(left).collect()
    }

    /// Returns a domain that does not stay open, as left out.
    pub(crate) fn left_exception(&self, domain: &str, why: &str) -> Option<LeftOut> {
        let own = self.plan().exceptions.iter().find(|one| one.domain == domain)?;
        Some(LeftOut {
            what: Left::Exception,
            name: domain.to_owned(),
            tool: own.tool.clone(),
            title: own.name.clone(),
            why: why.to_owned(),
        })
    }
}
