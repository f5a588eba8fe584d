//! From rows to tools: combines versions and duplicates of one tool.

use crate::entry::Entry;
use crate::plain_words::key;
use crate::status::{OnDevice, Status, Words, by_device};
use crate::status_words::Effect;
use crate::text::Text;
use crate::tool_name::ToolName;
use countersign_model::{Id, fold};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The tools of a list, and the entries of their rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Register {
    pub(crate) tools: Vec<Tool>,
    /// The entries, grouped by tool, in the order of the rows.
    entries: Vec<Entry>,
    /// The grades, the most lenient first.
    pub(crate) grades: Vec<Grade>,
    /// The devices in statuses, in the order of the list.
    pub(crate) devices: Vec<String>,
}

/// A tool.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    pub(crate) id: Id,
    pub(crate) aliases: Vec<(u32, String)>,
    entries: Range<usize>,
    /// Aliases that another tool already has.
    pub(crate) taken: Vec<String>,
    /// The combined grade of all entries, by its place.
    pub(crate) grade: usize,
    /// Whether the entries give different statuses.
    pub(crate) differs: bool,
}

/// A grade: a status in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grade {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) effect: Effect,
    /// Whether the status, or a person, says so plainly.
    pub(crate) plain: bool,
    /// The effect of the words of its rows.
    pub(crate) words: Words,
    /// The statuses that differ by device.
    pub(crate) devices: Vec<OnDevice>,
    /// The number of tools with this grade.
    pub(crate) tools: usize,
}

/// The prefix of the ids of a grade's rules, before the grade's own id.
pub(crate) const RULE_PREFIX: &str = "status-";

/// The length of the longest suffix of such an id, `-not-allowed`, for rules by device.
const LONGEST_ENDING: usize = 12;

/// The status of a tool whose rows have different statuses.
pub(crate) const SEVERAL: &str = "Differs";

impl Register {
    /// Groups entries by tool.
    pub(crate) fn new(mut entries: Vec<Entry>) -> Self {
        versions(&mut entries);
        let (mut counts, mut keys): (Vec<usize>, HashMap<String, u32>) = Default::default();
        for entry in &mut entries {
            let next = counts.len();
            entry.group = *keys.entry(fold(&entry.name.base)).or_insert(next as u32);
            match counts.get_mut(entry.group as usize) {
                Some(count) => *count += 1,
                None => counts.push(1),
            }
        }
        // Sorting takes room, and most lists have each tool in one row.
        if counts.len() < entries.len() {
            entries.sort_by_key(|entry| entry.group);
        }
        let mut register = Self { entries, ..Self::default() };
        let mut names = Names { keys: &keys, others: HashSet::new() };
        let mut in_order = vec![""; counts.len()];
        for (key, group) in &keys {
            in_order.get_mut(*group as usize).into_iter().for_each(|place| *place = key);
        }
        let mut grades = Grades::default();
        register.tools.reserve_exact(counts.len());
        let mut start = 0;
        for (key, count) in in_order.into_iter().zip(counts) {
            let entries = start..start + count;
            start = entries.end;
            let own = register.entries.get(entries.clone()).unwrap_or_default();
            if let Some(mut tool) = tool(key, own, entries, &mut names) {
                let status = together(own);
                tool.differs = status.is_none();
                tool.grade = grades.of(status);
                register.tools.push(tool);
            }
        }
        register.devices = grades.devices;
        let mut order: Vec<(usize, Grade)> = grades.all.into_iter().enumerate().collect();
        order.sort_by(|(_, one), (_, other)| (one.effect, &one.id).cmp(&(other.effect, &other.id)));
        let places: BTreeMap<usize, usize> = order.iter().enumerate().map(|(now, (was, _))| (*was, now)).collect();
        register.tools.iter_mut().for_each(|tool| tool.grade = places.get(&tool.grade).copied().unwrap_or(NO_GRADE));
        register.grades = order.into_iter().map(|(_, grade)| grade).collect();
        register
    }

    /// Returns the entries of a tool, in the order of its rows.
    pub(crate) fn entries(&self, tool: &Tool) -> &[Entry] {
        self.entries.get(tool.entries.clone()).unwrap_or_default()
    }

    /// Returns all entries.
    pub(crate) fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the grade of a tool.
    pub(crate) fn grade(&self, tool: &Tool) -> Option<&Grade> {
        self.grades.get(tool.grade)
    }
}

/// Grades during collection, in the order of the list.
#[derive(Default)]
struct Grades {
    all: Vec<Grade>,
    ids: BTreeSet<Id>,
    /// Their places, by status as written and in plain words.
    written: HashMap<Text, usize>,
    known: HashMap<String, usize>,
    devices: Vec<String>,
}

impl Grades {
    /// Returns the place of the grade for a status. `None` gives the grade that differs by row.
    fn of(&mut self, status: Option<Arc<Status>>) -> usize {
        let status = status.unwrap_or_else(|| Status::new(None, SEVERAL.into(), Some(Effect::AskFirst)).into());
        for own in &status.devices {
            if !self.devices.contains(&own.device) {
                self.devices.push(own.device.clone());
            }
        }
        let place = match self.written.get(&status.text).or_else(|| self.known.get(&key(&status.text))) {
            Some(place) => *place,
            None => {
                let grade = grade(&status, &mut self.ids);
                let place = if grade.is_some() { self.all.len() } else { NO_GRADE };
                self.all.extend(grade);
                self.known.insert(key(&status.text), place);
                place
            }
        };
        if let Some(grade) = self.all.get_mut(place) {
            grade.tools += 1;
        }
        if !self.written.contains_key(&status.text) {
            self.written.insert(status.text.clone(), place);
        }
        place
    }
}

/// The place of a grade that does not exist, because more statuses read alike than there are
/// possible ids.
const NO_GRADE: usize = usize::MAX;

/// The names in use, as people compare them.
struct Names<'a> {
    /// The names of tools.
    keys: &'a HashMap<String, u32>,
    /// The ids and aliases.
    others: HashSet<String>,
}

impl Names<'_> {
    fn contains(&self, name: &str) -> bool {
        self.keys.contains_key(name) || self.others.contains(name)
    }

    /// Takes a name, and returns true if it was free.
    fn insert(&mut self, name: String) -> bool {
        !self.keys.contains_key(&name) && self.others.insert(name)
    }
}

/// The tool of entries that have one name, which people compare by its key.
fn tool(key: &str, entries: &[Entry], range: Range<usize>, names: &mut Names<'_>) -> Option<Tool> {
    let first = entries.first()?;
    let id = id(&first.name.base, key, first.row, names)?;
    // People compare ids in the same way as names.
    names.insert(fold(id.as_str()));
    let (mut aliases, mut taken): (Vec<(u32, String)>, Vec<String>) = Default::default();
    for (column, alias) in entries.iter().flat_map(aliases_of) {
        let folded = fold(&alias);
        if folded.is_empty() || folded == key || aliases.iter().any(|(_, known)| fold(known) == folded) {
            continue;
        }
        if names.insert(folded) { aliases.push((column, alias)) } else { taken.push(alias) }
    }
    Some(Tool { id, aliases, entries: range, taken, grade: NO_GRADE, differs: false })
}

fn aliases_of(entry: &Entry) -> Vec<(u32, String)> {
    let former = entry.name.former.iter().map(|former| (entry.named_in, former.to_string()));
    former.chain(entry.aliases.iter().cloned()).collect()
}

/// Turns numbers at the end of names into versions, if the names differ in nothing else.
fn versions(entries: &mut [Entry]) {
    let mut bases: HashMap<String, BTreeSet<String>> = HashMap::new();
    for entry in &*entries {
        match (entry.name.number.as_deref(), &entry.name.version) {
            (Some((base, number)), _) => drop(bases.entry(fold(base)).or_default().insert(number.clone())),
            (None, Some(version)) => drop(bases.entry(fold(&entry.name.base)).or_default().insert(version.to_string())),
            (None, None) => {}
        }
    }
    for entry in entries {
        if let Some((base, number)) = entry.name.number.take().map(|number| *number)
            && bases.get(&fold(&base)).is_some_and(|numbers| numbers.len() > 1)
        {
            entry.name =
                ToolName { base, version: Some(number.into()), former: entry.name.former.take(), number: None };
        }
    }
}

/// Returns an id that does not read like another tool's name or id.
fn id(name: &str, key: &str, row: u32, names: &Names<'_>) -> Option<Id> {
    // Letters keep their base: é is e and an accent.
    let words = match name.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'+' | b'#')) {
        true => name.to_owned(),
        false => {
            let bare = name.nfd().filter(|c| !is_combining_mark(*c));
            bare.collect::<String>().replace('+', " plus ").replace('#', " sharp ")
        }
    };
    let free = |id: &Id| {
        let folded = fold(id.as_str());
        folded == key || !names.contains(&folded)
    };
    let slug = Id::slug(&words);
    let base = slug.as_ref().map_or_else(|| format!("tool-{row}"), ToString::to_string);
    free_id(&base, Id::MAX, free)
}

/// Returns the first free id: `base`, cut to `most` bytes, with a number at the end if needed.
fn free_id(base: &str, most: usize, free: impl Fn(&Id) -> bool) -> Option<Id> {
    let cut = |room: usize| base.chars().take(room).collect::<String>().trim_end_matches('-').to_owned();
    let numbered = (2..10_000).map(|number| format!("{}-{number}", cut(most - 6)));
    std::iter::once(cut(most)).chain(numbered).filter_map(|text| Id::parse(&text).ok()).find(free)
}

/// Returns the grade of a status.
fn grade(status: &Status, ids: &mut BTreeSet<Id>) -> Option<Grade> {
    let base = Id::slug(&status.text).map_or_else(|| "grade".to_owned(), |id| id.to_string());
    let id = free_id(&base, Id::MAX - RULE_PREFIX.len() - LONGEST_ENDING, |id| !ids.contains(id))?;
    ids.insert(id.clone());
    let name: String = status.text.chars().take(200).collect();
    let Status { effect, plain, words, .. } = *status;
    let devices = status.devices.clone();
    Some(Grade { id, name, effect, plain, words, devices, tools: 0 })
}

/// Returns the combined status of all entries: the same one, or one for each device.
fn together(entries: &[Entry]) -> Option<Arc<Status>> {
    let (first, rest) = entries.split_first()?;
    let first = &first.status;
    let same = |status: &Status| status.text == first.text || key(&status.text) == key(&first.text);
    if rest.iter().all(|entry| same(&entry.status)) {
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
    Some(by_device(devices).into())
}
