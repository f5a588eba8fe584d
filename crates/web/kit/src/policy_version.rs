use crate::blocking::run_blocking;
use crate::decision_cache::DecisionCache;
use crate::other_days::OtherDays;
use crate::problem::Problem;
use crate::served_policy::ServedPolicy;
use countersign_compiled::Policy;
use countersign_model::{Id, Identity, IdentityKind, Pack, SourcedIdentity};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

/// A policy version, with the values that are computed from it once.
#[derive(Debug)]
pub struct PolicyVersion {
    /// The policy.
    pub policy: Policy,
    /// The day for which it was compiled.
    pub at: Date,
    /// The id of the version. The same policy on the same day has the same id.
    pub id: String,
    /// The name of an earlier version, with its first day. Empty for the version in use.
    pub name: String,
    /// Places of tools by every name, folded.
    tools: HashMap<String, usize>,
    /// The languages with a translation of every message of the pages, besides the pack's own.
    #[cfg(feature = "pages")]
    pub languages: Vec<String>,
    /// The cached decisions.
    pub decisions: DecisionCache,
    other_days: OtherDays<Self>,
}

impl PolicyVersion {
    pub(crate) fn new(served: ServedPolicy, name: String) -> Self {
        let ServedPolicy { policy, at, compile_for } = served;
        let digest = Sha256::digest(policy.write());
        let id = digest.iter().take(6).fold(String::new(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        });
        let tools = names(&policy.pack);
        Self {
            #[cfg(feature = "pages")]
            languages: whole_languages(&policy.pack),
            policy,
            at,
            id,
            name,
            tools,
            decisions: DecisionCache::new(),
            other_days: OtherDays::new(compile_for),
        }
    }

    /// Returns the pack.
    pub fn pack(&self) -> &Pack {
        &self.policy.pack
    }

    /// Returns the number that the pack gives its version.
    pub fn number(&self) -> &str {
        self.pack().own().map_or("", |layer| &layer.version)
    }

    /// Returns the same policy on another day.
    ///
    /// # Errors
    /// Returns an error if the policy cannot be compiled for that day.
    pub(crate) async fn on(self: Arc<Self>, at: Date) -> Result<Arc<Self>, Problem> {
        if at == self.at {
            return Ok(self);
        }
        if let Some(known) = self.other_days.find(at) {
            return Ok(known);
        }
        let Some(_turn) = self.other_days.turn().await else { return Err(Problem::internal()) };
        // Another request may have compiled it meanwhile.
        if let Some(known) = self.other_days.find(at) {
            return Ok(known);
        }
        let own = Arc::clone(&self);
        run_blocking(move || {
            let policy = own.policy_on(at)?;
            let version = Arc::new(Self::new(ServedPolicy::new(policy, at), String::new()));
            own.other_days.insert(at, Arc::clone(&version));
            Ok(version)
        })
        .await?
    }

    fn policy_on(&self, at: Date) -> Result<Policy, Problem> {
        let period = self.policy.decisions.period;
        if period.holds(at) {
            return Ok(self.policy.clone());
        }
        let compiled = match &self.other_days.compile_for {
            Some(compile_for) => compile_for(at),
            None => Err(format!("the service has a compiled policy, which holds {period}")),
        };
        compiled.map_err(|error| Problem::other_day(format!("there is no policy on {at}: {error}")))
    }

    /// Returns the place of the tool with a name.
    pub fn tool(&self, name: &str) -> Option<usize> {
        let known = self.tools.get(name).or_else(|| self.tools.get(&countersign_model::fold(name)));
        known.copied().or_else(|| self.pack().tool_asked(name))
    }

    /// Returns the place of the tool with an identity of a kind.
    pub fn known_as(&self, kind: IdentityKind, name: &str) -> Option<usize> {
        if kind == IdentityKind::Domain {
            // A domain covers its subdomains.
            return Identity::parse(kind, name.trim_end_matches('.'))
                .ok()
                .and_then(|of| self.pack().tool_asked(&of.name));
        }
        let name = Identity::parse(kind, name).ok()?.name;
        let is = |known: &SourcedIdentity| known.identity.kind == kind && known.identity.name == name;
        self.pack().tools.iter().position(|tool| tool.identities.iter().any(is))
    }
}

#[cfg(feature = "pages")]
fn whole_languages(pack: &Pack) -> Vec<String> {
    let whole = |lang: &&String| {
        let mut of_pages = countersign_decide::messages().filter(|(id, _)| id.starts_with("ui."));
        of_pages.all(|(id, _)| pack.translations.find(id, Some(lang)).is_some())
    };
    pack.translations.0.keys().filter(whole).cloned().collect()
}

/// Returns the places of tools by every name. Ids are unchanged, all other names are folded.
fn names(pack: &Pack) -> HashMap<String, usize> {
    let mut names = HashMap::new();
    for (place, tool) in pack.tools.iter().enumerate() {
        let aliases = tool.aliases.iter().map(|alias| alias.name.as_str());
        for name in [tool.name.as_str(), Id::as_str(&tool.id)].into_iter().chain(aliases) {
            let folded = countersign_model::fold(name);
            if !folded.is_empty() {
                names.entry(folded).or_insert(place);
            }
        }
    }
    for (place, tool) in pack.tools.iter().enumerate() {
        names.insert(tool.id.to_string(), place);
    }
    names
}
