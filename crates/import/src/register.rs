//! Rows to tools: versions and doubles of one tool together.

use crate::effect::Effect;
use crate::entry::Entry;
use crate::name::Named;
use crate::role::key;
use crate::status::{OnDevice, Status, Words, by_device};
use countersign_model::{Id, fold};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A tool, with everything that was said of it, in the order of the rows.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) aliases: Vec<(usize, String)>,
    pub(crate) entries: Vec<Entry>,
    /// Aliases that another tool has already.
    pub(crate) taken: Vec<String>,
    /// The status that all entries give together; none where they differ.
    pub(crate) status: Option<Status>,
}

/// A grade: a status that the list gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grade {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) effect: Effect,
    /// Whether the status says so plainly, or somebody did.
    pub(crate) plain: bool,
    /// What the words of its rows make of it.
    pub(crate) words: Words,
    /// Where it differs by device.
    pub(crate) devices: Vec<OnDevice>,
}

/// How the id of a grade's rule begins; the grade's own id follows.
pub(crate) const RULE_PREFIX: &str = "status-";

/// The length of the longest ending of such an id, `-not-allowed`, for rules by device.
const LONGEST_ENDING: usize = 12;

/// The status of a tool whose rows give several.
pub(crate) const SEVERAL: &str = "Differs";

/// Puts entries together that are of one tool.
pub(crate) fn tools(entries: Vec<Entry>) -> Vec<Tool> {
    let entries = versions(entries);
    let (mut order, mut groups): (Vec<String>, HashMap<String, Vec<Entry>>) = Default::default();
    for entry in entries {
        let key = fold(&entry.name.base);
        if !groups.contains_key(&key) {
            order.push(key.clone());
        }
        groups.entry(key).or_default().push(entry);
    }
    let mut names: BTreeSet<String> = order.iter().cloned().collect();
    let mut ids: BTreeSet<Id> = BTreeSet::new();
    let mut tools = Vec::new();
    for key in order {
        let Some(entries) = groups.remove(&key) else { continue };
        let Some(first) = entries.first() else { continue };
        let name = first.name.base.clone();
        let Some(id) = id(&name, &key, first.row, &ids, &names) else { continue };
        // People compare ids as they compare names.
        names.insert(fold(id.as_str()));
        ids.insert(id.clone());
        let (mut aliases, mut taken): (Vec<(usize, String)>, Vec<String>) = Default::default();
        for (column, alias) in entries.iter().flat_map(aliases_of) {
            let folded = fold(&alias);
            if folded.is_empty() || folded == key || aliases.iter().any(|(_, known)| fold(known) == folded) {
                continue;
            }
            if names.insert(folded) { aliases.push((column, alias)) } else { taken.push(alias) }
        }
        let status = together(&entries);
        tools.push(Tool { id, name, aliases, entries, taken, status });
    }
    tools
}

fn aliases_of(entry: &Entry) -> Vec<(usize, String)> {
    let former = entry.name.former.iter().map(|former| (entry.named_in, former.clone()));
    former.chain(entry.aliases.iter().cloned()).collect()
}

/// Numbers at the end of names that differ in nothing else are versions.
fn versions(mut entries: Vec<Entry>) -> Vec<Entry> {
    let mut bases: HashMap<String, BTreeSet<String>> = HashMap::new();
    for entry in &entries {
        match (&entry.name.number, &entry.name.version) {
            (Some((base, number)), _) => drop(bases.entry(fold(base)).or_default().insert(number.clone())),
            (None, Some(version)) => drop(bases.entry(fold(&entry.name.base)).or_default().insert(version.clone())),
            (None, None) => {}
        }
    }
    for entry in &mut entries {
        if let Some((base, number)) = entry.name.number.take()
            && bases.get(&fold(&base)).is_some_and(|numbers| numbers.len() > 1)
        {
            entry.name = Named { base, version: Some(number), former: entry.name.former.take(), number: None };
        }
    }
    entries
}

/// An id that is free, and that no other tool's name reads like.
fn id(name: &str, key: &str, row: usize, ids: &BTreeSet<Id>, names: &BTreeSet<String>) -> Option<Id> {
    // Letters keep their base: é is e and a mark.
    let bare = name.nfd().filter(|c| !is_combining_mark(*c));
    let words = bare.collect::<String>().replace('+', " plus ").replace('#', " sharp ");
    let base = Id::slug(&words).map_or_else(|| format!("tool-{row}"), |id| id.to_string());
    free_id(&base, Id::MAX, |id| {
        let folded = fold(id.as_str());
        !ids.contains(id) && (folded == key || !names.contains(&folded))
    })
}

/// The first id that is free: `base`, cut to `most` bytes, or with a number at its end.
fn free_id(base: &str, most: usize, free: impl Fn(&Id) -> bool) -> Option<Id> {
    let cut = |room: usize| base.chars().take(room).collect::<String>().trim_end_matches('-').to_owned();
    let numbered = (2..10_000).map(|number| format!("{}-{number}", cut(most - 6)));
    std::iter::once(cut(most)).chain(numbered).filter_map(|text| Id::parse(&text).ok()).find(free)
}

/// The grades of all entries, by their statuses in plain words.
pub(crate) fn grades(tools: &[Tool]) -> BTreeMap<String, Grade> {
    let mut grades: BTreeMap<String, Grade> = BTreeMap::new();
    let mut ids: BTreeSet<Id> = BTreeSet::new();
    let several = Status::new(None, SEVERAL.into(), Some(Effect::AskFirst));
    for status in tools.iter().map(|tool| tool.status.as_ref().unwrap_or(&several)) {
        let key = key(&status.text);
        if grades.contains_key(&key) {
            continue;
        }
        let base = Id::slug(&status.text).map_or_else(|| "grade".to_owned(), |id| id.to_string());
        if let Some(id) = free_id(&base, Id::MAX - RULE_PREFIX.len() - LONGEST_ENDING, |id| !ids.contains(id)) {
            ids.insert(id.clone());
            let name: String = status.text.chars().take(200).collect();
            let Status { effect, plain, words, devices, .. } = status.clone();
            grades.insert(key, Grade { id, name, effect, plain, words, devices });
        }
    }
    grades
}

/// The status that all entries give: the same, or each another device's.
fn together(entries: &[Entry]) -> Option<Status> {
    let first = &entries.first()?.status;
    if entries.iter().all(|entry| key(&entry.status.text) == key(&first.text)) {
        return Some(first.clone());
    }
    let mut devices: Vec<OnDevice> = Vec::new();
    for own in entries.iter().map(|entry| &entry.status.devices) {
        if own.is_empty() {
            return None;
        }
        for one in own {
            match devices.iter().find(|known| known.device == one.device) {
                Some(known) if known.effect != one.effect => return None,
                Some(_) => {}
                None => devices.push(one.clone()),
            }
        }
    }
    Some(by_device(devices))
}
