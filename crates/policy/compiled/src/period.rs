use jiff::ToSpan;
use jiff::civil::Date;

/// The days for which something holds, both ends included, in the pack's time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day, where there is one.
    pub from: Option<Date>,
    /// The last day, where there is one.
    pub until: Option<Date>,
}

impl Period {
    /// The days around `at` on which nothing changes, where something does on the
    /// first day of each of `begins` and after each of `ends`, the last days.
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

    /// Whether a day is in it.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}
