//! The status of a row, from its columns, marks and headings.

use crate::column_role::Role;
use crate::mapping::Mapping;
use crate::plain_words::plain;
use crate::remark::{self, Sign};
use crate::status_words::{Effect, Mark, says_nothing};
use crate::table::{Cell, Row};
use crate::table_columns::{Column, Understood};
use crate::text::Text;

/// A status as written, with its effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) column: Option<usize>,
    pub(crate) text: Text,
    pub(crate) effect: Effect,
    /// Whether the status, or a person, says so plainly.
    pub(crate) plain: bool,
    /// The effect of the row's own words.
    pub(crate) words: Words,
    /// The status of each device, if they differ.
    pub(crate) devices: Vec<OnDevice>,
}

/// The effect of a row's words on its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    /// Nothing.
    Agree,
    /// They limit it.
    Limit,
    /// They take it back.
    TakeBack,
}

/// A status on one device or platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OnDevice {
    /// The device, as its heading names it.
    pub(crate) device: String,
    pub(crate) text: String,
    pub(crate) effect: Effect,
}

/// The longest status, in characters. A longer text is a sentence, and becomes a condition.
pub(crate) const LONGEST_STATUS: usize = 80;

/// The text for a missing status.
const NO_STATUS: &str = "No status";

impl Status {
    /// Creates a status without any words against it.
    pub(crate) fn new(column: Option<usize>, text: Text, effect: Option<Effect>) -> Self {
        let (effect, plain) = (effect.unwrap_or(Effect::AskFirst), effect.is_some());
        Self { column, text, effect, plain, words: Words::Agree, devices: Vec::new() }
    }

    /// Returns the status changed by the words against it, unless a person stated the effect of
    /// such a status. `None` if it stays the same.
    pub(crate) fn qualified(&self, words: Words, mapping: &Mapping) -> Option<Self> {
        let (text, effect) = match (words, self.effect) {
            (Words::Agree, _) | (_, Effect::NotAllowed) => return None,
            (Words::Limit, Effect::AskFirst) if self.devices.is_empty() => return None,
            (Words::Limit, _) => (format!("{}, with limits", self.text), Effect::AskFirst),
            (Words::TakeBack, _) => (format!("{}, but taken back", self.text), Effect::NotAllowed),
        };
        let mut devices = self.devices.clone();
        devices.iter_mut().for_each(|own| own.effect = own.effect.max(effect));
        let effect = mapping.of_status(&text).unwrap_or(effect);
        Some(Self { column: self.column, text: text.into(), effect, plain: true, words, devices })
    }
}

/// Reads the status of a row.
pub(crate) fn of(row: &Row, understood: &Understood, mapping: &Mapping) -> Status {
    let mut status = overall(row, understood, mapping);
    let devices = on_devices(row, understood, mapping, status.as_ref());
    if devices.is_empty() {
        return status.unwrap_or_else(|| Status::new(None, NO_STATUS.into(), None));
    }
    if let Some(status) = status.take().filter(|status| status.effect == Effect::NotAllowed) {
        return status;
    }
    let mut joined = by_device(devices);
    joined.column = understood.columns.iter().position(|column| column.role == Role::Device);
    joined
}

/// Returns the combined status of several devices.
pub(crate) fn by_device(devices: Vec<OnDevice>) -> Status {
    let parts: Vec<String> = devices.iter().map(|own| format!("{}: {}", own.device, own.text)).collect();
    let worst = devices.iter().map(|own| own.effect).max().unwrap_or(Effect::AskFirst);
    let best = devices.iter().map(|own| own.effect).min().unwrap_or(Effect::AskFirst);
    let effect = if worst == best { worst } else { Effect::AskFirst };
    Status { devices, ..Status::new(None, short(&parts.join("; "), 200).into(), Some(effect)) }
}

/// Returns the statuses by device, no more lenient than the row's overall status.
fn on_devices(row: &Row, understood: &Understood, mapping: &Mapping, whole: Option<&Status>) -> Vec<OnDevice> {
    let worst = whole.map_or(Effect::Allowed, |status| status.effect);
    if let (Some(device), Some(whole)) = (&understood.device, whole) {
        return vec![OnDevice { device: device.clone(), text: whole.text.to_string(), effect: whole.effect }];
    }
    let columns = understood.columns.iter().enumerate().filter(|(_, column)| column.role == Role::Device);
    let one = |(place, column): (usize, &Column)| {
        let text = row.cells.get(place).map(Cell::line).unwrap_or_default();
        let known = match Mark::of(&text) {
            _ if mapping.of_status(&text).is_some() => mapping.of_status(&text),
            _ if says_nothing(&text) => None,
            Some(Mark::Yes) if mapping.of_status(&text).is_none() => Some(Effect::Allowed),
            Some(Mark::No) if mapping.of_status(&text).is_none() => Some(Effect::NotAllowed),
            _ => mapping.of_status(&text).or_else(|| Effect::of(&text)),
        };
        let text = if says_nothing(&text) { NO_STATUS.to_owned() } else { short(&text, LONGEST_STATUS) };
        OnDevice {
            device: crate::device::canonical(&column.heading),
            text,
            effect: known.unwrap_or(Effect::AskFirst).max(worst),
        }
    };
    columns.map(one).collect()
}

/// Returns the row's overall status. `None` if only devices have a status.
fn overall(row: &Row, understood: &Understood, mapping: &Mapping) -> Option<Status> {
    let heading = |place: &usize| understood.columns.get(*place).map_or("", |column| column.heading.as_str());
    let (reviews, columns): (Vec<usize>, Vec<usize>) = (0..understood.columns.len())
        .filter(|place| understood.columns.get(*place).is_some_and(|column| column.role == Role::Status))
        .partition(|place| asks_for_review(heading(place)));
    let marks = understood.columns.iter().any(|column| column.role == Role::Mark);
    if columns.is_empty() && !marks && understood.status.is_none() {
        return of_columns(row, understood, mapping, &reviews);
    }
    let own = of_columns(row, understood, mapping, &columns)?;
    // A tool that is approved after a review is *ask first*.
    let mut asked = reviews.iter().map(|place| in_column(row, understood, mapping, *place));
    let asked = asked.find(|review| review.effect != Effect::Allowed && &*review.text != NO_STATUS);
    Some(match asked {
        Some(review) if own.effect == Effect::Allowed => {
            let text = short(&format!("{}; {}", own.text, review.text), 200);
            Status { effect: mapping.of_status(&text).unwrap_or(review.effect), text: text.into(), ..own }
        }
        _ => own,
    })
}

fn of_columns(row: &Row, understood: &Understood, mapping: &Mapping, columns: &[usize]) -> Option<Status> {
    match columns {
        [] => marked(row, understood, mapping),
        [place] => {
            let heading = understood.columns.get(*place).map_or("", |column| column.heading.as_str());
            let own = in_column(row, understood, mapping, *place);
            // A tool that needs no review is not thereby approved.
            let unsaid =
                asks_for_review(heading) && own.effect == Effect::Allowed && mapping.of_status(&own.text).is_none();
            Some(if unsaid { Status { effect: Effect::AskFirst, plain: false, ..own } } else { own })
        }
        several => Some(joined(row, understood, mapping, several)),
    }
}

/// Returns the status from one column.
fn in_column(row: &Row, understood: &Understood, mapping: &Mapping, place: usize) -> Status {
    let text = row.cells.get(place).map(Cell::line).unwrap_or_default();
    let heading = understood.columns.get(place).map(|column| column.heading.as_str()).unwrap_or_default();
    let of = |text: Text| {
        let known = mapping.of_status(&text).or_else(|| Effect::of(&text));
        Status::new(Some(place), text, known)
    };
    // "Approved: yes" means its heading, and "Status: yes" is plain.
    let asked = || Effect::in_heading(heading).map_or_else(|| "Approved".to_owned(), |(asked, _)| asked);
    match Mark::of(&text) {
        _ if mapping.of_status(&text).is_some() => of(text),
        _ if asks_for_review(heading) => reviewed(place, &text),
        _ if says_nothing(&text) => of(NO_STATUS.into()),
        _ if text.chars().count() > LONGEST_STATUS => {
            Status::new(Some(place), short(&text, LONGEST_STATUS).into(), None)
        }
        Some(Mark::Yes) if !matches!(text.as_str(), "x" | "X" | "1" | "•") || Effect::in_heading(heading).is_some() => {
            of(asked().into())
        }
        Some(Mark::No) => of(format!("Not {}", asked().to_lowercase()).into()),
        // Its words are conditions, and limit the tool.
        _ if row.cells.get(place).is_some_and(|cell| remark::approves_for(&cell.text)) => of("Approved".into()),
        _ => of(text),
    }
}

/// Returns true if a heading asks whether a review or an approval is needed. A yes below it
/// approves nothing.
pub(crate) fn asks_for_review(heading: &str) -> bool {
    let words = plain(heading);
    let has = |known: &[&str]| words.split(' ').any(|word| known.contains(&word));
    has(&["need", "needs", "needed", "require", "requires", "required", "must", "request"])
        && has(&[
            "review",
            "reviewed",
            "approval",
            "permission",
            "assessment",
            "authorisation",
            "authorization",
            "request",
            "clearance",
            "consultation",
            "dpia",
        ])
}

/// Returns the status below such a heading. A tool that needs no review is not thereby approved.
fn reviewed(place: usize, text: &str) -> Status {
    match Mark::of(text) {
        Some(Mark::No) => {
            Status { plain: true, ..Status::new(Some(place), "No review needed".into(), Some(Effect::Allowed)) }
        }
        Some(Mark::Yes) => Status::new(Some(place), "Review needed".into(), Some(Effect::AskFirst)),
        _ if says_nothing(text) => Status::new(Some(place), NO_STATUS.into(), None),
        _ => Status::new(Some(place), short(text, LONGEST_STATUS).into(), Some(Effect::AskFirst)),
    }
}

/// Returns the combined status of several columns. The strictest counts. If they disagree, people
/// have to ask, unless one of them is a plain no.
fn joined(row: &Row, understood: &Understood, mapping: &Mapping, places: &[usize]) -> Status {
    let given: Vec<(usize, Status)> =
        places.iter().map(|place| (*place, in_column(row, understood, mapping, *place))).collect();
    let no = given.iter().any(|(_, one)| one.effect == Effect::NotAllowed);
    let allowed = given.iter().all(|(_, one)| one.effect == Effect::Allowed);
    let first = given.iter().map(|(_, one)| one).next();
    let same =
        given.iter().all(|(_, one)| first.is_some_and(|first| one.effect == first.effect && one.text == first.text));
    if let (true, Some(first)) = (same || allowed, first) {
        return first.clone();
    }
    let heading =
        |place: usize| understood.columns.get(place).map(|column| column.heading.as_str()).unwrap_or_default();
    let parts: Vec<String> =
        given.iter().map(|(place, one)| format!("{}: {}", heading(*place), short(&one.text, 60))).collect();
    let text = short(&parts.join("; "), 200);
    let effect = if no { Effect::NotAllowed } else { Effect::AskFirst };
    let known = mapping.of_status(&text).unwrap_or(effect);
    Status::new(places.first().copied(), text.into(), Some(known))
}

/// Returns the status from marks, or from the table's name.
fn marked(row: &Row, understood: &Understood, mapping: &Mapping) -> Option<Status> {
    let of = |column: Option<usize>, text: String| {
        let known = mapping.of_status(&text).or_else(|| Effect::of(&text));
        Status::new(column, text.into(), known)
    };
    let cell = |place: usize| row.cells.get(place).map(Cell::line).unwrap_or_default();
    let columns = understood.columns.iter().enumerate();
    let marks: Vec<(usize, &str, Mark)> = columns
        .filter(|(_, column)| column.role == Role::Mark)
        .filter_map(|(place, column)| Some((place, column.heading.as_str(), Mark::of(&cell(place))?)))
        .collect();
    let yes: Vec<_> = marks.iter().filter(|(_, _, mark)| *mark == Mark::Yes).collect();
    let devices = understood.columns.iter().any(|column| column.role == Role::Device);
    Some(match (yes.as_slice(), marks.as_slice()) {
        ([(place, heading, _)], _) => of(Some(*place), (*heading).to_owned()),
        ([], []) if understood.status.is_none() && devices => return None,
        ([], []) => of(None, understood.status.clone().or_else(|| signed(row)).unwrap_or_else(|| NO_STATUS.into())),
        ([], [(place, heading, Mark::No)]) => of(Some(*place), format!("Not {}", heading.to_lowercase())),
        ([], [(place, _, _), ..]) => of(Some(*place), "Unknown".into()),
        ([(place, _, _), ..], _) => of(Some(*place), "Several at once".into()),
    })
}

/// Returns the status from a sign at the name, if no heading gives one.
fn signed(row: &Row) -> Option<String> {
    let status = match remark::worst(&row.cells.first()?.line())? {
        Sign::Yes => "Approved",
        Sign::Wait => "Pending",
        Sign::No => "Not approved",
    };
    Some(status.to_owned())
}

/// Returns a text cut to this number of characters.
pub(crate) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}
