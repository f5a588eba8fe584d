use jiff::ToSpan;
use jiff::civil::Date;
use std::fmt;

/// The days on which something stays the same, both ends included, in the pack's time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day, if there is one.
    pub from: Option<Date>,
    /// The last day, if there is one.
    pub until: Option<Date>,
}

impl Period {
    /// Returns the days around `at` on which nothing changes. Changes happen on each day of
    /// `begins` and after each day of `ends`.
    pub fn around(at: Date, begins: impl IntoIterator<Item = Date>, ends: impl IntoIterator<Item = Date>) -> Self {
        let next = |day: Date| day.checked_add(1.day()).ok();
        let changes = begins.into_iter().chain(ends.into_iter().filter_map(next));
        let mut period = Self::default();
        for change in changes {
            if change <= at {
                period.from = period.from.max(Some(change));
            } else if let Ok(last) = change.checked_sub(1.day()) {
                period.until = Some(period.until.map_or(last, |known| known.min(last)));
            }
        }
        period
    }

    /// Returns true if the period contains a day.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Writes the days, as in "from 2026-04-01 on".
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.until) {
            (Some(from), Some(until)) => write!(f, "from {from} to {until}, both days included"),
            (Some(from), None) => write!(f, "from {from} on"),
            (None, Some(until)) => write!(f, "to {until}, that day included"),
            (None, None) => f.write_str("on any day"),
        }
    }
}
