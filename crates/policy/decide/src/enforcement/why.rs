//! Why a tool is blocked on the devices of a deployment, and who to ask.

use countersign_model::{Id, Pack, ReasonKind, Rule};

/// A rule that forbids a tool somewhere on the devices of a deployment.
pub(super) struct DecidingRules<'a> {
    pub(super) rule: &'a Rule,
    /// Whether it does so in every case that can occur there.
    pub(super) always: bool,
}

/// The largest number of sentences from rules that each apply in some of the cases.
const MOST_SENTENCES: usize = 3;

/// Returns the sentence of the strictest rule that applies in every case. If each applies only in
/// some cases, returns the sentences of all, the strictest first.
pub(super) fn words(deciding: &[DecidingRules<'_>]) -> String {
    let text = |one: &DecidingRules<'_>| Some(one.rule.text.as_ref()?.text.clone());
    let gravest = deciding.first().map(|one| one.rule.kind);
    let whole = deciding.iter().filter(|one| one.always && Some(one.rule.kind) == gravest).find_map(text);
    whole.unwrap_or_else(|| {
        let mut texts: Vec<String> = Vec::new();
        for text in deciding.iter().filter_map(text) {
            if !texts.contains(&text) && texts.len() < MOST_SENTENCES {
                texts.push(text);
            }
        }
        texts.join(" ")
    })
}

/// Returns true if one of the rules is a ban.
pub(super) fn is_ban(deciding: &[DecidingRules<'_>]) -> bool {
    deciding.iter().any(|one| one.rule.kind == ReasonKind::Banned)
}

/// Returns who to ask: contacts that the rules name, or else contacts for doubts.
pub(super) fn ask(pack: &Pack, deciding: &[DecidingRules<'_>]) -> Vec<String> {
    let mut ids: Vec<&Id> = deciding.iter().flat_map(|one| &one.rule.ask).collect();
    if ids.is_empty() {
        ids.extend(&pack.settings.help);
    }
    let mut named: Vec<String> = Vec::new();
    for contact in ids.into_iter().filter_map(|id| pack.contacts.get(id.as_str())) {
        let text = match contact.reach.first() {
            Some(reach) => format!("{} ({reach})", contact.name.text),
            None => contact.name.text.clone(),
        };
        if !named.contains(&text) {
            named.push(text);
        }
    }
    named
}
