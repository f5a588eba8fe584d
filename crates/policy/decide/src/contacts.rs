//! Who to ask and who to inform.

use crate::Localizer;
use crate::answer::ContactEntry;
use crate::deciding_rules::DecidingRules;
use crate::reasons::ReasonContext;
use countersign_model::{Approval, FallbackRoute, Id, Pack, Rule};

/// Returns the smallest sets of approvals that would help, the next step first. Leaves out a set
/// that contains another one. Once the case is known, it is clear which of them it needs.
pub(crate) fn approvals(pack: &Pack, deciding: &DecidingRules) -> Vec<Vec<String>> {
    let holds = |set: u64, other: u64| set != other && set & other == other;
    let minimal = |set: &&u64| !deciding.missing.iter().any(|other| holds(**set, *other));
    let ids = |set: &u64| members(pack, *set).map(|approval| approval.id.to_string()).collect();
    deciding.missing.iter().filter(minimal).map(ids).collect()
}

fn members(pack: &Pack, set: u64) -> impl Iterator<Item = &Approval> {
    pack.approvals.iter().enumerate().filter(move |(place, _)| set & (1 << place) != 0).map(|(_, approval)| approval)
}

/// Returns who to ask: contacts who grant the missing approvals, contacts that the reasons name,
/// contacts for doubts, and then contacts for a duty or a condition.
pub(crate) fn ask(
    telling: &ReasonContext<'_>,
    deciding: &DecidingRules,
    rules: &[&Rule],
    unlisted: Option<&FallbackRoute>,
    advised: &[Id],
) -> Vec<ContactEntry> {
    let pack = telling.pack;
    let mut ids: Vec<Id> = Vec::new();
    for set in &deciding.missing {
        ids.extend(members(pack, *set).map(|approval| approval.by.clone()));
    }
    ids.extend(unlisted.iter().flat_map(|route| route.ask.clone()));
    ids.extend(rules.iter().flat_map(|rule| rule.ask.clone()));
    ids.extend(pack.settings.help.iter().cloned());
    ids.extend(advised.iter().cloned());
    askings(pack, telling.speaker, &ids)
}

/// Returns the contacts with these ids, each once.
pub(crate) fn askings(pack: &Pack, speaker: Localizer<'_>, ids: &[Id]) -> Vec<ContactEntry> {
    let mut askings: Vec<ContactEntry> = Vec::new();
    for contact in ids.iter().filter_map(|id| pack.contacts.get(id.as_str())) {
        if askings.iter().all(|known| known.id != contact.id.as_str()) {
            askings.push(ContactEntry {
                id: contact.id.to_string(),
                who: speaker.say(&contact.name).to_owned(),
                contact: contact.reach.first().cloned().unwrap_or_default(),
                reach: contact.reach.clone(),
                subject: speaker.say(&contact.subject).to_owned(),
            });
        }
    }
    askings
}
