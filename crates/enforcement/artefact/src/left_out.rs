//! What an artefact leaves out because its consumer cannot express it. Everything that is left out
//! is reported, and the rest of the artefact is still written.

use crate::PlanIndex;
use countersign_model::Id;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something that an artefact leaves out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut<'a> {
    /// Its type.
    pub what: Left,
    /// The domain, or the id of the exemption.
    pub name: &'a str,
    /// The tool that is blocked or that needs the domain.
    pub tool: &'a Id,
    /// That tool's name.
    pub title: &'a str,
    /// Why, as a phrase. Many items share it.
    pub why: Arc<str>,
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
    pub fn of(all: &[LeftOut<'_>]) -> Vec<Self> {
        // Those of an exemption are grouped by tool too, and name it.
        let mut groups: BTreeMap<(Left, Option<&str>, &str), Vec<&str>> = BTreeMap::new();
        for one in all {
            let tool = (one.what == Left::Exemption).then_some(one.title);
            groups.entry((one.what, tool, &one.why)).or_default().push(one.name);
        }
        let group = |((what, tool, why), mut names): ((Left, Option<&str>, &str), Vec<&str>)| {
            names.sort_unstable();
            names.dedup();
            let tool = tool.map(|tool| format!(" ({tool})")).unwrap_or_default();
            let names = names.into_iter().map(str::to_owned).collect();
            Self { what: what.as_str().to_owned(), why: format!("{}{tool}: {why}", what.outcome()), names }
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
pub(crate) fn nothing<'a>(_: &PlanIndex<'a>) -> Vec<LeftOut<'a>> {
    Vec::new()
}

impl<'a> PlanIndex<'a> {
    /// Returns a blocked domain as left out, once for each tool that it belongs to.
    pub(crate) fn left_domain(&self, domain: &str, why: &Arc<str>) -> Vec<LeftOut<'a>> {
        let names = self.domains().names();
        let place = names.binary_search_by(|name| self.domains().text(name).cmp(domain)).ok();
        place.map(|place| self.left_domain_at(place, why).collect()).unwrap_or_default()
    }

    /// Returns the blocked domain at a place of the sorted domains as left out, once for each tool
    /// that it belongs to.
    pub(crate) fn left_domain_at<'s>(
        &'s self,
        place: usize,
        why: &Arc<str>,
    ) -> impl Iterator<Item = LeftOut<'a>> + use<'s, 'a> {
        let name = self.domains().names().get(place);
        let blocks = name.into_iter().flat_map(|name| self.domains().owners(name).map(move |block| (name, block)));
        let why = Arc::clone(why);
        blocks.filter_map(move |(name, block)| {
            let block = self.plan().blocks.get(block)?;
            let name = self.domains().text(name);
            Some(LeftOut { what: Left::Domain, name, tool: &block.tool, title: &block.name, why: Arc::clone(&why) })
        })
    }

    /// Returns a domain that does not stay open, as left out.
    pub(crate) fn left_exception(&self, domain: &str, why: &Arc<str>) -> Option<LeftOut<'a>> {
        let own = self.plan().exceptions.iter().find(|one| one.domain == domain)?;
        let (name, title) = (own.domain.as_str(), own.name.as_str());
        Some(LeftOut { what: Left::Exception, name, tool: &own.tool, title, why: Arc::clone(why) })
    }
}
